import { constitution2020 } from "./constitution-2020.ts";
import { mgd2019 } from "./mgd-2019.ts";
import { moscow2021 } from "./moscow-2021.ts";
import type { Scenario } from "./scenario.ts";

/** Real votes that can be simulated, by name; each takes the scale, above 0 and at most 1. */
export const SCENARIOS: Readonly<Record<string, (scale: number) => Scenario>> = {
  "constitution-2020": constitution2020,
  "mgd-2019": mgd2019,
  "moscow-2021": moscow2021,
};

export type { Confidence, Figure, Scenario, ScenarioContest, ScenarioStyle } from "./scenario.ts";
