import type { RegistrarRefusalCode } from "@veche/api";
import { type Bytes, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type LedgerFollower, type Pace, type PostError, post } from "@veche/client";
import { signIssue } from "@veche/crypto";
import type { Scalar } from "@veche/group";
import { buildTransaction, issuerSetOf, logNameOf, rollEntryRecord, type Signer } from "@veche/ledger";

/** A request that the poll book has locked: what has to stand on the ledger. */
export type Locked = { readonly entry: Bytes; readonly style: number; readonly issueHash: Bytes };

export type Ledger = {
  readonly follower: LedgerFollower;
  readonly issueKey: Scalar;
  readonly pace: Pace;
  readonly randomBytes: RandomBytes;
  /** Outcomes that should not happen, for the operator. */
  readonly report: (outcome: string) => void;
};

/** Each round ends with something new in the own view; more than a few mean that it is not to be had now. */
const ROUNDS = 4;

/** The place of the `issue` in the own verified view (§04.5.3), posted first if it is not there. May be called any number of times. */
export async function ensureIssued(
  ledger: Ledger,
  locked: Locked,
): Promise<Result<{ readonly index: number }, RegistrarRefusalCode>> {
  for (let round = 0; round < ROUNDS; round++) {
    const issued = issuedAt(ledger.follower, locked);
    if (issued !== undefined) return issued;
    const transaction = issueTransaction(ledger, locked);
    if (transaction === undefined) {
      const refreshed = await ledger.follower.refresh();
      if (!refreshed.ok)
        return err(refreshed.error.kind === "server" ? "LEDGER_UNAVAILABLE" : "LEDGER_HALTED");
      continue;
    }
    const posted = await post(ledger.follower, transaction, ledger.pace);
    const refusal = posted.ok ? undefined : refusalOf(posted.error);
    if (refusal === "AGAIN") await ledger.follower.refresh();
    else if (refusal !== undefined) {
      if (!posted.ok && posted.error.code === "REFUSED") ledger.report(posted.error.outcome);
      return err(refusal);
    }
  }
  return issuedAt(ledger.follower, locked) ?? err("LEDGER_UNAVAILABLE");
}

function issuedAt(
  { known }: LedgerFollower,
  { entry, issueHash }: Locked,
): Result<{ readonly index: number }, RegistrarRefusalCode> | undefined {
  const issued = known === undefined ? undefined : rollEntryRecord(known.view, entry)?.issued;
  if (issued === undefined) return undefined;
  return equalBytes(issued.hash, issueHash) ? ok({ index: issued.at }) : err("LEDGER_CONFLICT");
}

/** `undefined` while nothing of the election is known. */
function issueTransaction(
  { follower, issueKey, randomBytes }: Ledger,
  { entry, issueHash, style }: Locked,
): Bytes | undefined {
  const { known } = follower;
  if (known === undefined) return undefined;
  const signer: Signer = {
    role: "issueKey",
    index: 1,
    sign: (message) => signIssue("registrar-issue", issueKey, message, randomBytes),
  };
  const body = { entry, hash: issueHash, set: issuerSetOf(known.state).number, style };
  return buildTransaction(logNameOf(known.election), "issue", 0, body, [signer]);
}

/** `AGAIN`: the own view is behind. */
function refusalOf(error: PostError): RegistrarRefusalCode | "AGAIN" {
  if (error.code === "HALTED") return "LEDGER_HALTED";
  if (error.code !== "REFUSED") return "LEDGER_UNAVAILABLE";
  switch (error.outcome) {
    case "ALREADY":
    case "ISSUER_SET_STALE":
      return "AGAIN";
    case "SUSPENDED":
      return "SUSPENDED";
    case "WINDOW_NOT_OPEN":
      return "NOT_OPEN";
    case "WINDOW_ENDED":
    case "PHASE":
      return "ENDED";
    case "ROLL_ENTRY_UNKNOWN":
      return "NOT_IN_ROLL";
    default:
      return "LEDGER_UNAVAILABLE";
  }
}
