import { CEREMONY, COMPLAINTS, DEADLINES } from "./ceremony.ts";
import { CONTROL } from "./control.ts";
import { DEFINING } from "./defining.ts";
import { PARTS } from "./parts.ts";
import { SET_UP } from "./set-up.ts";
import type { Scenario } from "./stage.ts";
import { TALLYING } from "./tallying.ts";
import { CASTING, ISSUING, TICKS } from "./voting.ts";

/** Every rule of §06 played: tests run them, and the vectors of the ledger are written from them. */
export const SCENARIOS: readonly Scenario[] = [
  ...DEFINING,
  ...PARTS,
  ...CEREMONY,
  ...COMPLAINTS,
  ...DEADLINES,
  ...SET_UP,
  ...CONTROL,
  ...ISSUING,
  ...CASTING,
  ...TICKS,
  ...TALLYING,
];

export { type BaseName, Bases, previousBase, type Scenario, SETTINGS, Stage } from "./stage.ts";
