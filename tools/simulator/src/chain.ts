import type { Bytes, CborMap } from "@veche/base";
import { BugError } from "@veche/base";
import type { Election } from "@veche/election";
import {
  buildTransaction,
  type LedgerState,
  type LedgerView,
  logNameOf,
  type Signer,
  type TransactionType,
} from "@veche/ledger";

/** The ledger of a simulation: a node in this process whose blocks are cut by hand, at simulated times. */
export type Chain = {
  readonly state: () => LedgerState;
  readonly view: () => LedgerView;
  /** Orders, verifies, applies and stores a block; durable when it resolves. */
  readonly commit: (time: number, transactions: readonly Bytes[]) => Promise<readonly Fate[]>;
};

/** What became of a transaction; `code` is an outcome of §06.6 or the node's own word. */
export type Fate = { readonly code: string; readonly detail?: string };

/** Commits a block of which every transaction must be accepted: a simulation that is refused is our own bug. */
export async function mustCommit(
  chain: Chain,
  time: number,
  transactions: readonly Bytes[],
): Promise<readonly Fate[]> {
  const placed = await chain.commit(time, transactions);
  const wrong = placed.find(({ code }) => code !== "ACCEPTED");
  if (wrong !== undefined)
    throw new BugError(`the simulation was refused: ${wrong.code} ${wrong.detail ?? ""}`);
  return placed;
}

/** Transaction bytes signed by these parties for the log as it stands now. */
export function signed(
  chain: Chain,
  election: Election,
  type: TransactionType,
  body: CborMap,
  signers: readonly Signer[],
): Bytes {
  return buildTransaction(logNameOf(election), type, chain.state().controlSeq, body, signers);
}
