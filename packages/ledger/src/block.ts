import { assert, type Bytes, concat } from "@veche/base";
import { appendLeaves, leafHash } from "@veche/tlog";
import type { Checks } from "./checks.ts";
import { entryHead, firstOutOfOrder } from "./format/entry.ts";
import type { Outcome } from "./format/outcome.ts";
import { judge } from "./judge.ts";
import type { LedgerState } from "./state/state.ts";
import type { LedgerView, Write } from "./state/view.ts";
import { Work } from "./work.ts";

/** Transactions of one block time (ms), in the order of §06.3.2. */
export type Block = { readonly time: number; readonly transactions: readonly Bytes[] };

/** `index`: of the log entry, if it entered. `whole`: what became of a whole that this part completed. */
export type Placed = Outcome & { readonly index?: number; readonly whole?: Outcome };

export type BlockResult = {
  readonly state: LedgerState;
  /** To be stored in one transaction with state and entries. */
  readonly writes: readonly Write[];
  /** One for each transaction of the block. */
  readonly outcomes: readonly Placed[];
  /** Entry bytes to be appended to the log. */
  readonly entries: readonly Bytes[];
};

/** §06.3.1: strictly after every block before; the first may have any time. */
export function isNextTime(state: LedgerState, time: number): boolean {
  return state.frontier.size === 0 ? time >= 0 : time > state.time;
}

/**
 * The state machine of §06: the state after a block, and what it adds to log and view. Deterministic; linear in the block's
 * transactions. A time not after the last block's (§06.3.1) or another order than §06.3.2 is the caller's bug.
 * A block none of whose transactions enters changes nothing (§06.3.4).
 */
export function applyBlock(state: LedgerState, view: LedgerView, block: Block, checks: Checks): BlockResult {
  assert(firstOutOfOrder(block.transactions) === undefined, "casts come last, strictly ascending by hash");
  return applyOrdered(state, view, block, checks);
}

/** `applyBlock` for a caller who has just checked the order: the hashes of a million casts take their time. */
export function applyOrdered(
  state: LedgerState,
  view: LedgerView,
  block: Block,
  checks: Checks,
): BlockResult {
  const { time, transactions } = block;
  assert(Number.isSafeInteger(time) && isNextTime(state, time), "block times strictly increase");
  const work = new Work(state, view, time, checks);
  const head = entryHead(time);
  const entries: Bytes[] = [];
  const outcomes = transactions.map((bytes) => {
    const entry = concat(head, bytes);
    const placed = applyTransaction(work, bytes, entry);
    if (placed.index !== undefined) entries.push(entry);
    return placed;
  });
  if (entries.length === 0) return { state, writes: [], outcomes, entries };
  // §06.4.3
  work.control?.effect();
  work.change({ time });
  return { state: work.state, writes: work.writes(), outcomes, entries };
}

function applyTransaction(work: Work, bytes: Bytes, entry: Bytes): Placed {
  const { outcome, effect, entered } = judge(work, bytes);
  if (effect === undefined) return outcome;
  const whole = effect();
  const { frontier } = work.state;
  work.change({ frontier: appendLeaves(frontier, [leafHash(entry)]) });
  entered?.();
  return { ...outcome, index: frontier.size, ...(whole === undefined ? {} : { whole }) };
}

/**
 * What would become of a transaction in a block of this time, with the same codes: for a node that admits transactions.
 * Changes nothing. Of a part that completes a whole it judges the part alone.
 */
export function precheck(
  state: LedgerState,
  view: LedgerView,
  time: number,
  transaction: Bytes,
  checks: Checks,
): Outcome {
  return judge(new Work(state, view, time, checks), transaction).outcome;
}
