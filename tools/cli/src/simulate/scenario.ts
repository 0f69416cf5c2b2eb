import { BugError } from "@veche/base";
import { SCENARIOS, type Scenario } from "@veche/simulator";

/** A known name at a scale that was checked. */
export function scenarioOf(name: string, scale: number): Scenario {
  const make = SCENARIOS[name];
  if (make === undefined) throw new BugError(`the command line let the scenario ${name} pass`);
  return make(scale);
}
