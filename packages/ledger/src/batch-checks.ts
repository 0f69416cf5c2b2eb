import { type Bytes, concat, type RandomBytes, sha256, toHex } from "@veche/base";
import { issueStatement, type Statement, verifyBatch } from "@veche/crypto";
import { type BallotContext, verifyBallotBytes } from "@veche/election";
import { decodePoint, type Point } from "@veche/group";
import { type Checks, directChecks } from "./checks.ts";
import { decodeTransaction, isCast } from "./format/entry.ts";
import { signedMessage } from "./format/signed-message.ts";
import { ROLES } from "./format/table.ts";
import { logNameOf } from "./state/state.ts";

/** `Checks` that verify what is coming in one batch (§05.2.7), for readers of long logs. */
export type BatchChecks = Checks & {
  /**
   * Verifies the ballots and the signatures of `issue` among these transactions. It remembers those that hold, until the
   * next call; anything else is verified by itself when the state machine asks.
   */
  readonly ahead: (transactions: readonly Bytes[], context: BallotContext) => void;
};

export function batchChecks(randomBytes: RandomBytes): BatchChecks {
  const direct = directChecks(randomBytes);
  let ballots: ReadonlySet<string> = new Set();
  let issues: ReadonlySet<string> = new Set();
  return {
    ...direct,
    ahead: (transactions, context) => {
      ballots = rightBallots(transactions, context, randomBytes);
      issues = rightIssues(transactions, context, randomBytes);
    },
    ballotForm: (parts, hash) => ballots.has(toHex(hash)) || direct.ballotForm(parts, hash),
    ballotProofs: (parts, hash, context) =>
      ballots.has(toHex(hash)) || direct.ballotProofs(parts, hash, context),
    issueSignature: (key, message, signature) =>
      issues.has(nameOfIssue(key, message, signature)) || direct.issueSignature(key, message, signature),
  };
}

function rightBallots(
  transactions: readonly Bytes[],
  context: BallotContext,
  randomBytes: RandomBytes,
): ReadonlySet<string> {
  const ballots = transactions.filter(isCast).flatMap((bytes) => {
    const transaction = decodeTransaction(bytes);
    const { ballot } = transaction.ok ? transaction.value.body : {};
    return ballot instanceof Uint8Array ? [ballot] : [];
  });
  const verdicts = verifyBallotBytes(context, ballots, randomBytes);
  const right = ballots.filter((_, at) => verdicts[at] === "RIGHT");
  return new Set(right.map((ballot) => toHex(sha256(ballot))));
}

type Claim = { readonly name: string; readonly statement: Statement };

function rightIssues(
  transactions: readonly Bytes[],
  context: BallotContext,
  randomBytes: RandomBytes,
): ReadonlySet<string> {
  const key = decodePoint(context.manifest.registrar.issueKey);
  if (key === undefined) return new Set();
  const claims = transactions.flatMap((bytes) => (isCast(bytes) ? [] : claimOf(bytes, context, key)));
  const verdicts = verifyBatch(
    claims.map(({ statement }) => statement),
    randomBytes,
  );
  return new Set(claims.filter((_, at) => verdicts[at] === true).map(({ name }) => name));
}

function claimOf(bytes: Bytes, context: BallotContext, key: Point): readonly Claim[] {
  const transaction = decodeTransaction(bytes);
  if (!transaction.ok || transaction.value.type !== "issue") return [];
  const { body, signatures } = transaction.value;
  const signature = signatures.find(({ role }) => role === ROLES.issueKey)?.bytes;
  if (signature === undefined) return [];
  const message = signedMessage(logNameOf(context), "issue", 0, body);
  const statement = issueStatement("registrar-issue", key, message, signature);
  const name = nameOfIssue(context.manifest.registrar.issueKey, message, signature);
  return statement === undefined ? [] : [{ name, statement }];
}

const nameOfIssue = (key: Bytes, message: Bytes, signature: Bytes): string =>
  toHex(concat(key, message, signature));
