import type { BallotStyle, Contest, Manifest } from "@veche/election";

type Words = readonly [en: string, ru: string];
type Option = readonly [id: string, en: string, ru: string];

/** Everybody in them is invented; the places are those of old Novgorod. */
const QUESTION: readonly Option[] = [
  ["yes", "Yes", "Да"],
  ["no", "No", "Нет"],
];
const SOPHIA: readonly Option[] = [
  ["vysotskaya", "Irina Vysotskaya", "Высоцкая Ирина Павловна"],
  ["onfimov", "Gleb Onfimov", "Онфимов Глеб Андреевич"],
  ["zhdanova", "Taisia Zhdanova", "Жданова Таисия Олеговна"],
  ["against", "Against all", "Против всех"],
];
const MARKET: readonly Option[] = [
  ["bratilov", "Fyodor Bratilov", "Братилов Фёдор Михайлович"],
  ["kostina", "Nadezhda Kostina", "Костина Надежда Юрьевна"],
  ["yolkin", "Artyom Yolkin", "Ёлкин Артём Сергеевич"],
  ["sadko", "Lyubov Sadko", "Садко Любовь Викторовна"],
  ["torgov", "Roman Torgov", "Торгов Роман Игоревич"],
];

export const DISTRICTS = [
  { district: "1", style: "sophia-side", title: ["Sophia Side", "Софийская сторона"] },
  { district: "2", style: "market-side", title: ["Market Side", "Торговая сторона"] },
] as const satisfies readonly { district: string; style: string; title: Words }[];

/** Three contests; both styles share the first. */
export const CONTESTS: readonly Contest[] = [
  contest(
    "bridge",
    1,
    1,
    ["Should the Great Bridge be built anew?", "Построить ли заново Великий мост?"],
    QUESTION,
  ),
  contest("sophia", 1, 1, ["Councillor of the Sophia Side", "Депутат от Софийской стороны"], SOPHIA),
  contest(
    "market",
    0,
    2,
    ["Councillors of the Market Side (up to two)", "Депутаты от Торговой стороны (не более двух)"],
    MARKET,
  ),
];
const CONTESTS_OF_STYLE: readonly (readonly number[])[] = [
  [0, 1],
  [0, 2],
];

/** Times in ms. */
export type PracticeTimes = {
  readonly opens: number;
  readonly portalEnds: number;
  readonly issueEnds: number;
  readonly castEnds: number;
};

/** Asking ends a little before casting does, in proportion to the window. */
export function timesOf(opens: number, castEnds: number): PracticeTimes {
  const portalEnds = castEnds - Math.floor((castEnds - opens) / 10);
  return { opens, portalEnds, issueEnds: portalEnds, castEnds };
}

export const stylesOf = (times: PracticeTimes): Manifest["styles"] =>
  DISTRICTS.map(
    ({ district, style, title }, at): BallotStyle => ({
      id: style,
      title: text(title),
      district,
      contests: CONTESTS_OF_STYLE[at] ?? [],
      ...times,
      latestEnd: times.castEnds,
      tick: 0,
    }),
  );

function contest(id: string, min: number, max: number, title: Words, options: readonly Option[]): Contest {
  return {
    id,
    min,
    max,
    title: text(title),
    proof: "disjunctive",
    options: options.map(([option, en, ru]) => ({ id: option, title: text([en, ru]) })),
  };
}

function text([en, ru]: Words): { readonly en: string; readonly ru: string } {
  return { en, ru };
}
