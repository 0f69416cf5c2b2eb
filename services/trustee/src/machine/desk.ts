import type { Bytes, CborMap, Clock, RandomBytes } from "@veche/base";
import { equalBytes, sha256 } from "@veche/base";
import type { Attempt, Election } from "@veche/election";
import {
  buildTransaction,
  logNameOf,
  ROLES,
  type Signer,
  splitIntoParts,
  type TransactionType,
  WHOLE_BYTES_MIN,
} from "@veche/ledger";
import type { TrusteeVault } from "../vault/vault.ts";
import { ceremonyOf, type VerifiedLedger } from "./ledger.ts";

/** What every step of one trustee's work needs. */
export type Desk = {
  readonly vault: TrusteeVault;
  readonly election: Election;
  /** Index of this trustee. */
  readonly trustee: number;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
};

export function presentAttempt({ election }: Desk, ledger: VerifiedLedger): Attempt {
  return { electionId: election.electionId, attempt: ceremonyOf(ledger).attempt };
}

/** The signed transaction, or its parts in the order in which they are to be sent (§06.7). */
export function signTransaction(
  desk: Desk,
  ledger: VerifiedLedger,
  type: TransactionType,
  body: CborMap,
): readonly Bytes[] {
  const { vault, election, trustee } = desk;
  const log = logNameOf(election);
  const signer: Signer = { role: "trustee", index: trustee, sign: (message) => vault.sign(message) };
  const whole = buildTransaction(log, type, 0, body, [signer]);
  if (whole.length < WHOLE_BYTES_MIN) return [whole];
  return splitIntoParts(log, whole, signer).slice(partsIn(ledger, trustee, whole));
}

/** How many parts of this very whole are in the log already: a crash came between them. */
function partsIn({ state }: VerifiedLedger, trustee: number, whole: Bytes): number {
  const hash = sha256(whole);
  const unfinished = state.parts.find(({ role, index }) => role === ROLES.trustee && index === trustee);
  return unfinished !== undefined && equalBytes(unfinished.whole, hash) ? unfinished.count : 0;
}
