import type { Sentence } from "@veche/api";
import { type Figure, type Unit, valueAt } from "./figure.ts";
import { numberWords } from "./report/words.ts";

/** What the project promises, beside what was measured. */
export type Target = {
  readonly id: string;
  readonly name: Sentence;
  readonly limit: number;
  readonly unit: Unit;
  /** The limit is the least or the most. */
  readonly is: "least" | "most";
  /** `undefined`: not part of this run. */
  readonly value: number | undefined;
  /** Computed from a smaller size instead of measured at the promised one. */
  readonly projected: boolean;
};

/** Cast ballots of the online vote of June 2020. */
const NATIONAL = 1_090_000;
const LARGEST = 100_000;
const MICROSECONDS = 1_000_000;

const say = (en: string, ru: string): Sentence => ({ en, ru });

export function targetsOf(figures: readonly Figure[]): readonly Target[] {
  const of = (id: string): number | undefined => valueAt(figures, id);
  return [...ratioTargets(of), ...growthTargets(of), ...budgets(of, figures), ...unreached(of)];
}

type Of = (id: string) => number | undefined;

const measured = (
  id: string,
  name: Sentence,
  is: Target["is"],
  limit: number,
  unit: Unit,
  of: Of,
): Target => ({
  id,
  name,
  limit,
  unit,
  is,
  value: of(id),
  projected: false,
});

/** Figures of 10,000 ballots if there are none of 100,000. */
const atLargest = (of: Of, id: (size: number) => string): string =>
  of(id(LARGEST)) === undefined ? id(10_000) : id(LARGEST);

function ratioTargets(of: Of): readonly Target[] {
  return [2, 20].flatMap((options) => {
    const proofs = say(
      `proofs in batches against noble one by one, ${options} options`,
      `доказательства в пачках против noble по одному, вариантов ${options}`,
    );
    const without = say(
      `whole verification without tokens against noble one by one, ${options} options`,
      `полная проверка без токенов против noble по одному, вариантов ${options}`,
    );
    const included = say(
      `whole verification with tokens against noble one by one, ${options} options`,
      `полная проверка с токенами против noble по одному, вариантов ${options}`,
    );
    const whole = (what: string) => atLargest(of, (size) => `ratio.${options}.${size}.${what}`);
    return [
      measured(`ratio.${options}.proofs`, proofs, "least", 20, "times", of),
      measured(whole("without-tokens"), without, "least", 20, "times", of),
      measured(whole("with-tokens"), included, "least", 20, "times", of),
    ];
  });
}

function growthTargets(of: Of): readonly Target[] {
  return [2, 20].map((options) => {
    const name = say(
      `growth of the time a ballot from 10,000 to 100,000, ${options} options`,
      `рост времени на бюллетень от 10 000 до 100 000, вариантов ${options}`,
    );
    return measured(`verify.${options}.growth`, name, "most", 15, "percent", of);
  });
}

/** The time and size budgets of the house, on two processors. */
function budgets(of: Of, figures: readonly Figure[]): readonly Target[] {
  // From fewer ballots the fixed costs of an election would be multiplied too.
  const wall = of(`verify.2.${LARGEST}.wall`);
  const tally = sum([of("tally.verify"), of("tally.count")]);
  const encrypt = say(
    "encryption of a ballot of 20 options in a browser, in a worker",
    "шифрование бюллетеня, вариантов 20, в браузере, в отдельном потоке",
  );
  const rate = say(
    "ballots accepted by one node in a second, verified and durable",
    "бюллетеней принимает один узел в секунду, с проверкой и записью на диск",
  );
  const idle = say("cast to receipt, node idle", "от отправки до квитанции, узел свободен");
  const size = of(`verify.2.${LARGEST}.peak`) === undefined ? 10_000 : LARGEST;
  const memory = say(
    `memory of a verification, ${numberWords(size, "en")} ballots of 2 options (the limit is for a million)`,
    `память проверки, бюллетеней ${numberWords(size, "ru")}, вариантов 2 (предел задан для миллиона)`,
  );
  return [
    {
      id: "budget.national",
      name: say(
        "verification of 1.09 million ballots of 2 options, by the clock",
        "проверка 1,09 миллиона бюллетеней, вариантов 2, по часам",
      ),
      limit: 120,
      unit: "s",
      is: "most",
      value: wall === undefined ? undefined : (wall * NATIONAL) / MICROSECONDS,
      projected: true,
    },
    measured(`verify.2.${size}.peak`, memory, "most", 1_500, "MB", of),
    measured("intake.rate-wall", rate, "least", 1_500, "per-s", of),
    measured("intake.idle-wall", idle, "most", 1_000, "ms", of),
    {
      id: "budget.tally",
      name: say(
        "tally of 2,100 sums of a million ballots: proofs of five trustees, and counts",
        "подсчёт 2100 сумм миллиона бюллетеней: доказательства пяти хранителей ключа и числа",
      ),
      limit: 10,
      unit: "s",
      is: "most",
      value: of("tally.sums") === 2_100 ? tally : undefined,
      projected: false,
    },
    measured("voters.encrypt-browser-wall", encrypt, "most", 300, "ms", of),
    ...pageBudgets(of),
    servicesMemory(figures),
    ...chainBudgets(of, figures),
  ];
}

function pageBudgets(of: Of): readonly Target[] {
  const pages = [
    ["portal", "the portal", "портал"],
    ["ballot", "the ballot page", "страница бюллетеня"],
  ] as const;
  return pages.flatMap(([id, en, ru]) => {
    const whole = say(`${en}, first visit, compressed`, `${ru}, первое посещение, сжато`);
    const script = say(`${en}, its scripts, compressed`, `${ru}, скрипты, сжато`);
    return [
      measured(`voters.${id}-page`, whole, "most", 250_000, "bytes", of),
      measured(`voters.${id}-script`, script, "most", 120_000, "bytes", of),
    ];
  });
}

/** Of the one that took most. */
function servicesMemory(figures: readonly Figure[]): Target {
  const peaks = figures.filter(({ id }) => id.startsWith("voters.peak-")).map(({ value }) => value);
  return {
    id: "budget.services-memory",
    name: say(
      "memory of any of the voters' services (the limit is for a million voters)",
      "память любой из служб для избирателей (предел задан для миллиона избирателей)",
    ),
    limit: 1_500,
    unit: "MB",
    is: "most",
    value: peaks.length === 0 ? undefined : Math.max(...peaks),
    projected: false,
  };
}

function chainBudgets(of: Of, figures: readonly Figure[]): readonly Target[] {
  const rate = say(
    "ballots accepted by four CometBFT validators in a second",
    "бюллетеней принимают четыре валидатора CometBFT в секунду",
  );
  const idle = say(
    "cast to receipt, four CometBFT validators idle",
    "от отправки до квитанции, четыре валидатора CometBFT без нагрузки",
  );
  const memory = say(
    "memory of any process of the four validators (the limit is for a million ballots)",
    "память любого процесса четырёх валидаторов (предел задан для миллиона бюллетеней)",
  );
  const peaks = figures.filter(({ id }) => id.startsWith("chain.peak-")).map(({ value }) => value);
  const most = peaks.length === 0 ? undefined : Math.max(...peaks);
  return [
    measured("chain.rate-wall", rate, "least", 400, "per-s", of),
    measured("chain.alone-wall", idle, "most", 3_000, "ms", of),
    {
      ...{ id: "budget.chain-memory", name: memory, limit: 1_500, unit: "MB", is: "most", value: most },
      projected: false,
    },
  ];
}

/** Budgets of parts that the bench does not reach: named, so that nobody takes them for met. */
function unreached(of: Of): readonly Target[] {
  const browser = say(
    "verification of 1.09 million ballots in a browser tab",
    "проверка 1,09 миллиона бюллетеней во вкладке браузера",
  );
  return [measured("budget.browser", browser, "most", 240, "s", of)];
}

const sum = (values: readonly (number | undefined)[]): number | undefined =>
  values.reduce(
    (total, value) => (total === undefined || value === undefined ? undefined : total + value),
    0,
  );

/** `undefined` where nothing was measured. */
export function isMet({ value, limit, is }: Target): boolean | undefined {
  if (value === undefined) return undefined;
  return is === "least" ? value >= limit : value <= limit;
}
