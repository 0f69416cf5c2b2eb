import type { Bytes } from "@veche/base";
import { BugError } from "@veche/base";
import { decodePoint, type Point } from "@veche/group";
import { ballotStatement, readBallot } from "../proofs/ballot.ts";
import { Coefficients, type Statement, statementHolds } from "../proofs/batch-sum.ts";
import { issueStatement } from "../proofs/schnorr.ts";
import { hash64 } from "../transcript.ts";
import type { ElectionContext } from "./election-context.ts";
import type { PreparedStyle } from "./prepared.ts";

/** An `issue` or a ballot of the right form, its bytes copied out of the batch. */
type IssueAlone = { readonly body: Bytes; readonly signature: Bytes };
type BallotAlone = { readonly ballot: Bytes; readonly style: PreparedStyle };

/** Judges one statement without the kernel: slowly, and by code that shares nothing with it. */
export function holdsAlone(context: ElectionContext, alone: IssueAlone | BallotAlone, seed: Bytes): boolean {
  const statement = "body" in alone ? issueOf(context, alone) : ballotOf(context, alone);
  return statement !== undefined && statementHolds(statement, new Coefficients(seed));
}

function issueOf({ form }: ElectionContext, { body, signature }: IssueAlone): Statement | undefined {
  const message = hash64("tx", form.origin, form.electionId, "issue", "", body);
  return issueStatement(pointOf(form.issueKey), form.issueKey, message, signature);
}

function ballotOf({ form, keys }: ElectionContext, { ballot, style }: BallotAlone): Statement | undefined {
  const read = readBallot(ballot, style.layout, form.issuers);
  const { electionKey } = keys;
  if (read === undefined || electionKey === undefined) return undefined;
  return ballotStatement(read, style.layout, {
    electionId: form.electionId,
    styleId: style.id,
    electionKey: pointOf(electionKey),
    electionKeyBytes: electionKey,
  });
}

function pointOf(bytes: Bytes): Point {
  const point = decodePoint(bytes);
  if (point === undefined) throw new BugError("a key of an election is a point");
  return point;
}
