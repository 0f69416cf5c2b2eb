/** Moments of an example, milliseconds since 1970. */
export type ExampleTimes = {
  readonly opens: number;
  /** End of casting. */
  readonly ends: number;
  /** Until when the end may be moved; the tally begins then. */
  readonly latestEnd: number;
  readonly stepSeconds: number;
};

/** An example draft as JSON, to be edited: two districts, three kinds of contest. */
export function exampleDraft(times: ExampleTimes): object {
  const { opens, ends, latestEnd, stepSeconds } = times;
  // Whoever gets a ballot in the last moment needs time to cast it.
  const issueEnds = ends - Math.floor((ends - opens) / 10);
  const window = {
    opens: iso(opens),
    portalEnds: iso(issueEnds),
    issueEnds: iso(issueEnds),
    castEnds: iso(ends),
    latestEnd: iso(latestEnd),
    tick: 0,
  };
  return {
    format: 1,
    notes: [
      'This is an example to be edited: kind is "test", and tick is 0.',
      "With tick 0 a ballot enters the log at once, so its time may point to a voter in a small district.",
      "Without tick, minimumGroup, tiny and revoteMax the defaults for elections hold: 600 s, 10, withhold, 0.",
      "Это пример для правки: kind здесь «test», tick равен 0.",
    ],
    kind: "test",
    origin: "veche.example.org/council",
    title: { en: "Town council, a test", ru: "Городской совет, проба" },
    quorums: { genesis: 1, commission: 2, trustees: 3, witnesses: 0 },
    stepSeconds,
    activeIssuers: 2,
    contests: [HEAD, BRIDGE, PARK],
    styles: [
      {
        id: "north",
        district: "north",
        title: { en: "North bank", ru: "Северный берег" },
        contests: ["head", "bridge"],
        ...window,
      },
      {
        id: "south",
        district: "south",
        title: { en: "South bank", ru: "Южный берег" },
        contests: ["head", "park"],
        ...window,
      },
    ],
    tallyNotBefore: iso(latestEnd),
    revoteMax: 1,
    minimumGroup: 1,
    tiny: "publish",
  };
}

const option = (id: string, en: string, ru: string) => ({ id, title: { en, ru } });

const HEAD = {
  id: "head",
  title: { en: "Who shall chair the council?", ru: "Кому возглавить совет?" },
  min: 1,
  max: 1,
  options: [
    option("orlova", "Anna Orlova", "Анна Орлова"),
    option("sokolov", "Pyotr Sokolov", "Пётр Соколов"),
    option("against", "Against all", "Против всех"),
  ],
};

const BRIDGE = {
  id: "bridge",
  title: { en: "Shall a bridge be built at the mill?", ru: "Строить ли мост у мельницы?" },
  min: 1,
  max: 1,
  options: [option("yes", "Yes", "Да"), option("no", "No", "Нет")],
};

const PARK = {
  id: "park",
  title: { en: "What does the park need? Up to two.", ru: "Что нужно парку? Не больше двух." },
  min: 0,
  max: 2,
  options: [
    option("lamps", "Lamps", "Фонари"),
    option("benches", "Benches", "Скамейки"),
    option("trees", "Trees", "Деревья"),
  ],
};

const iso = (ms: number): string => new Date(ms).toISOString();
