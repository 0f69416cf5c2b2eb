import type { RegistrarRefusalCode } from "@veche/api";
import { type Bytes, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type Attempt, type LedgerFollower, type Pace, type PostError, post, retrying } from "@veche/client";
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

type Ensured = Result<{ readonly index: number }, RegistrarRefusalCode>;

/** The place of the `issue` in the own verified view (§04.5.3), posted first if it is not there. May be called any number of times. */
export async function ensureIssued(ledger: Ledger, locked: Locked): Promise<Ensured> {
  const { follower, pace } = ledger;
  const ensured = await retrying<Ensured>(pace.timing, pace.backoff, async (): Promise<Attempt<Ensured>> => {
    const issued = issuedAt(follower, locked);
    if (issued !== undefined) return { done: issued };
    if (follower.known === undefined) {
      const refreshed = await follower.refresh();
      if (!refreshed.ok)
        return { done: err(refreshed.error.kind === "server" ? "LEDGER_UNAVAILABLE" : "LEDGER_HALTED") };
    }
    const refused = await postIssue(ledger, locked);
    const standing = issuedAt(follower, locked);
    if (standing !== undefined) return { done: standing };
    return refused === undefined ? {} : { done: err(refused) };
  });
  return ensured ?? err("LEDGER_UNAVAILABLE");
}

/** Why there will be no `issue`; `undefined`: it has entered, or what the nodes say is to be asked for again. */
async function postIssue(ledger: Ledger, locked: Locked): Promise<RegistrarRefusalCode | undefined> {
  const { follower } = ledger;
  const transaction = issueTransaction(ledger, locked);
  if (transaction === undefined) return undefined;
  const posted = await post(follower, transaction, ledger.pace);
  if (posted.ok) return undefined;
  // The own view may be behind the nodes, or they behind it.
  if (posted.error.code === "REFUSED") await follower.refresh();
  const refused = refusalOf(posted.error, ledger, locked);
  if (refused === undefined) return undefined;
  if (posted.error.code === "REFUSED") ledger.report(posted.error.outcome);
  return refused;
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

/** ⚔ What a node refuses although the own verified view shows that it is right says only that the node is behind: `undefined`. */
function refusalOf(
  error: PostError,
  { follower }: Ledger,
  { entry, style }: Locked,
): RegistrarRefusalCode | undefined {
  if (error.code === "HALTED") return "LEDGER_HALTED";
  if (error.code !== "REFUSED") return "LEDGER_UNAVAILABLE";
  const { known } = follower;
  switch (error.outcome) {
    case "ALREADY":
    case "ISSUER_SET_STALE":
    case "ELECTION_UNDEFINED":
    case "UNKNOWN_ELECTION":
    case "UNKNOWN_REFERENCE":
      return undefined;
    case "SUSPENDED":
      return "SUSPENDED";
    case "WINDOW_NOT_OPEN":
      return "NOT_OPEN";
    case "WINDOW_ENDED":
      return "ENDED";
    case "PHASE":
      return known?.state.phase === "open" ? undefined : "ENDED";
    case "ROLL_ENTRY_UNKNOWN":
      return known && rollEntryRecord(known.view, entry)?.style === style ? undefined : "NOT_IN_ROLL";
    default:
      return "LEDGER_UNAVAILABLE";
  }
}
