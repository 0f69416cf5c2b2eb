import { type Bytes, equalBytes, type RandomBytes, toHex } from "@veche/base";
import {
  decodeIssueKey,
  type IssueKey,
  issueStatement,
  type Judged,
  type Statement,
  verifyBatch,
  verifyStatement,
} from "@veche/crypto";
import { encodePoint, IDENTITY } from "@veche/group";
import type { Kernel } from "@veche/group/kernel";
import type { BallotContext } from "./context.ts";
import { type BallotParts, splitBallot } from "./parts.ts";
import { ballotPoints, ballotStatement, decodeScalars } from "./statement.ts";

/** Single verification of a ballot of the right form, without chance: some hundred times the work of a batch. */
export function verifyBallot(context: BallotContext, ballot: BallotParts): boolean {
  const statement = ballotStatement(context, ballot);
  return statement !== undefined && verifyStatement(statement);
}

/**
 * §05.3.2: whether all points and scalars are canonical and X is not the identity, as `decodeBallot` finds it.
 *
 * @param kernel its table is emptied.
 */
export function hasBallotForm(kernel: Kernel, parts: BallotParts): boolean {
  kernel.clear();
  return (
    !equalBytes(parts.credential, IDENTITY_BYTES) &&
    kernel.decode(ballotPoints(parts)).allValid &&
    decodeScalars(parts.responseBytes) !== undefined
  );
}

/** What is verified in batches, in bytes alone, so that a worker can do it. */
export type VotingClaim =
  | { readonly kind: "ballot"; readonly context: BallotContext; readonly ballot: Bytes }
  /** A signature of §01.6.3. `key`: the registrar's issueKey, 32 bytes; `message`: what was signed. */
  | { readonly kind: "issue"; readonly key: Bytes; readonly message: Bytes; readonly signature: Bytes };

/** `MALFORMED` and `PROOF_INVALID` are the codes of §06.6 for ballots; a signature of either is invalid. */
export type VotingVerdict = "RIGHT" | "MALFORMED" | "PROOF_INVALID";

/** `hints`: of the claim's points in the order of §09.6.2, 32 bytes each; none of what is `MALFORMED`. */
export type JudgedClaim = { readonly verdict: VotingVerdict; readonly hints: Bytes };

/**
 * Form and proofs of encoded ballots, and signatures of `issue`, as one multi-scalar multiplication if all are right
 * (§05.2.7). Window, seq, issuer set and token are not judged here. Pass one and the same context object with all
 * ballots of an election: its key is then one term.
 *
 * @param kernel its table is emptied.
 * @returns one judgement for each claim, in order.
 */
export function verifyVoting(
  kernel: Kernel,
  claims: readonly VotingClaim[],
  randomBytes: RandomBytes,
): readonly JudgedClaim[] {
  const keyOf = keysOnce();
  const statements = claims.map((claim) => statementOf(claim, keyOf));
  const formed = statements.filter((statement) => statement !== undefined);
  const judged = verifyBatch(kernel, formed, randomBytes);
  let next = 0;
  return statements.map((statement) =>
    statement === undefined ? MALFORMED : answerOf(judged[next++] as Judged),
  );
}

const MALFORMED: JudgedClaim = { verdict: "MALFORMED", hints: new Uint8Array(0) };

function answerOf({ verdict, hints }: Judged): JudgedClaim {
  if (verdict === "NOT_POINTS") return MALFORMED;
  return { verdict: verdict === "RIGHT" ? "RIGHT" : "PROOF_INVALID", hints };
}

/** `undefined`: malformed, as far as can be told without its points. */
function statementOf(
  claim: VotingClaim,
  keyOf: (bytes: Bytes) => IssueKey | undefined,
): Statement | undefined {
  if (claim.kind === "issue") {
    const key = keyOf(claim.key);
    return key && issueStatement("registrar-issue", key, claim.message, claim.signature);
  }
  const parts = splitBallot(claim.ballot, claim.context.manifest);
  // §01.2.4
  if (!parts.ok || equalBytes(parts.value.credential, IDENTITY_BYTES)) return undefined;
  return ballotStatement(claim.context, parts.value);
}

const IDENTITY_BYTES = encodePoint(IDENTITY);

/** Decodes each key once. */
function keysOnce(): (bytes: Bytes) => IssueKey | undefined {
  const known = new Map<string, IssueKey | undefined>();
  return (bytes) => {
    const name = toHex(bytes);
    if (!known.has(name)) known.set(name, decodeIssueKey(bytes));
    return known.get(name);
  };
}
