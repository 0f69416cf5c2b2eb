import type { SeenLog } from "../chain-under-test.ts";
import type { SeenBlock } from "../comet-rpc.ts";
import type { JournalLine } from "../journal.ts";
import type { Schedule } from "../kinds.ts";
import type { End } from "../validator.ts";

/** What one validator has at the end. */
export type SeenValidator = {
  readonly name: string;
  readonly blocks: readonly SeenBlock[];
  /** Heights of blocks with evidence of a double vote. */
  readonly evidence: readonly number[];
  readonly log: SeenLog;
};

/** While more than f were cut off, as it was done: from when all of it was cut, to when the heal began and when it was done. */
export type Outage = { readonly from: number; readonly until: number; readonly healed: number };

/** All that a run has collected; `invariants` decide on it alone. Times are ms of the machine's clock. */
export type Observations = {
  readonly schedule: Schedule;
  /** When the schedule began. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outages: readonly Outage[];
  /** The twins are not among them: what they have is nobody's. */
  readonly validators: readonly SeenValidator[];
  readonly journal: readonly JournalLine[];
  /** Each time that the highest height of all validators was seen to grow. */
  readonly progress: readonly { readonly at: number; readonly height: number }[];
  /** A validator whose application had lost everything, after it had replayed all blocks. */
  readonly replayed: SeenValidator | undefined;
  readonly ends: readonly End[];
};

/** What an invariant has found: nothing is wrong if `findings` is empty; `looked` says at how many things it has looked. */
export type Verdict = { readonly findings: readonly string[]; readonly looked: number };
