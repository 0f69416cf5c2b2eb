import { assert, type Bytes, compareBytes } from "@veche/base";
import { enters, isCast, type LedgerState, type Placed } from "@veche/ledger";
import { latin1 } from "../names.ts";
import type { Applied, Judge } from "../verify/judge.ts";
import type { Ledger } from "../verify/ledger.ts";

export type Hashed = { readonly hash: Bytes; readonly transaction: Bytes };

/** `NOT_THIS_NODE`: the block would begin an election that is not for this engine; nothing of it enters. */
export type BlockOutcome = Placed | { readonly code: "NOT_THIS_NODE" };

/** By SHA-256 of the transaction bytes, as `latin1` names it, in the order of the block. */
export type BlockOutcomes = ReadonlyMap<string, BlockOutcome>;

/** Whether a block that leads from one state to another may stand: which elections begin is the engine's affair (§06.9.7). */
export type MayEnter = (before: LedgerState, after: LedgerState) => boolean;

export type Entering = Hashed & { readonly blamed: boolean };

/** All that a block will do, worked out and not yet done. */
export type PreparedBlock = {
  readonly time: number;
  /** The state that it follows, and no other. */
  readonly base: LedgerState;
  readonly outcomes: BlockOutcomes;
  readonly applied: Applied;
  /** One for each entry. */
  readonly entering: readonly Entering[];
};

/**
 * Works out a block of these transactions, which stand once each, brought into order (§06.3.2). Touches nothing: it may be
 * thrown away, or worked out again.
 */
export async function prepareBlock(
  judge: Judge,
  { state: base, view }: Ledger,
  time: number,
  transactions: readonly Hashed[],
  mayEnter: MayEnter,
): Promise<PreparedBlock> {
  const ordered = inOrder(transactions);
  const applied = await judge.apply({ state: base, view }, { time, transactions: ordered.map(bytesOf) });
  if (!mayEnter(base, applied.state)) {
    const outcomes = outcomesOf(
      ordered,
      ordered.map(() => ({ code: "NOT_THIS_NODE" })),
    );
    const nothing = { ...applied, state: base, writes: [], entries: [], hints: [] };
    return { time, base, outcomes, applied: nothing, entering: [] };
  }
  const entering = applied.outcomes.flatMap((outcome, at) =>
    enters(outcome) ? [{ ...(ordered[at] as Hashed), blamed: outcome.code === "BLAMED" }] : [],
  );
  assert(entering.length === applied.entries.length, "what enters is an entry");
  return { time, base, outcomes: outcomesOf(ordered, applied.outcomes), applied, entering };
}

const outcomesOf = (ordered: readonly Hashed[], outcomes: readonly BlockOutcome[]): BlockOutcomes =>
  new Map(outcomes.map((outcome, at) => [latin1((ordered[at] as Hashed).hash), outcome]));

export const bytesOf = ({ transaction }: Hashed): Bytes => transaction;

/** `orderBlock` (§06.3.2) of transactions whose hashes are known, each of them standing once. */
export function inOrder(transactions: readonly Hashed[]): readonly Hashed[] {
  const casts = transactions.filter(({ transaction }) => isCast(transaction));
  const others = transactions.filter(({ transaction }) => !isCast(transaction));
  return [...others, ...casts.sort((a, b) => compareBytes(a.hash, b.hash))];
}
