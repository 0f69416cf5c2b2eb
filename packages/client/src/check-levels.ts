import type { Bytes, RandomBytes } from "@veche/base";
import type { BallotContext } from "@veche/election";
import { createKernel } from "@veche/group/kernel";
import { batchChecks, type Checks, isCast } from "@veche/ledger";

/**
 * How much a party verifies of what other people cast. `full`: everything; trustees, observers. `light`: all rules of the ledger but
 * tokens (§04.4) and proofs (§05.2) of ballots; issuers, registrar and a voter's page, whose own doing depends on `issue`, sets and
 * times, never on what a ballot proves. Signatures, order, phases, windows, counts and the form of ballots are always checked.
 */
export type CheckLevel = "full" | "light";

export type AheadChecks = {
  readonly checks: Checks;
  /** Verifies together what comes next, some four times as fast as one by one; the verdicts are the same without. */
  readonly ahead: (transactions: readonly Bytes[], context: BallotContext) => void;
};

export function checksOf(level: CheckLevel, randomBytes: RandomBytes): AheadChecks {
  const batch = batchChecks(createKernel(), randomBytes);
  if (level === "full") return { checks: batch, ahead: batch.ahead };
  return {
    checks: { ...batch, token: () => true, ballotProofs: () => true },
    ahead: (transactions, context) =>
      batch.ahead(
        transactions.filter((bytes) => !isCast(bytes)),
        context,
      ),
  };
}
