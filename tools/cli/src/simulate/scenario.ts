import { SCENARIOS, type Scenario } from "@veche/simulator";
import { choice } from "../framework/kinds.ts";
import type { Kind } from "../framework/options.ts";

const NAMES = Object.keys(SCENARIOS);

export const SCENARIO: Kind<string> = choice("NAME", NAMES);

/** A known name at a scale that was checked. */
export function scenarioOf(name: string, scale: number): Scenario {
  const make = SCENARIOS[name] as (scale: number) => Scenario;
  return make(scale);
}
