import type { Bytes, RandomBytes } from "@veche/base";
import {
  type Ciphertext,
  type DisjunctiveProof,
  disjunctiveEquations,
  type Equation,
  type PointSum,
  pointSum,
  type Statement,
  verifyBatch,
  verifyStatement,
} from "@veche/crypto";
import { BASE, negateScalar, type Scalar } from "@veche/group";
import { type BallotContext, ballotChallenge } from "./context.ts";
import { type Ballot, decodeBallot } from "./decode.ts";
import type { ProofShape } from "./shape.ts";

/**
 * All equations of a ballot (§05.2). The sums of its ciphertexts are added up here, never read from it (L2); the
 * challenge is recomputed from the whole statement (L3).
 */
export function ballotStatement(context: BallotContext, ballot: Ballot): Statement {
  const challenge = ballotChallenge(context, ballot);
  const sums: PointSum[] = [];
  const equations: Equation[] = [];
  ballot.shape.proofs.forEach((shape, i) => {
    const subject = subjectOf(shape, ballot.ciphertexts, sums);
    const proof = ballot.proofs[i] as DisjunctiveProof;
    equations.push(...disjunctiveEquations(context.key, subject, shape.values, proof, challenge));
  });
  equations.push(knowledgeEquation(ballot, challenge));
  return { equations, sums };
}

/** What a proof is about: one ciphertext, or the sum of a contest's. */
function subjectOf(
  { from, to }: ProofShape,
  ciphertexts: readonly Ciphertext[],
  sums: PointSum[],
): Ciphertext {
  const part = ciphertexts.slice(from, to);
  if (part.length === 1) return part[0] as Ciphertext;
  const alpha = pointSum(part.map((ciphertext) => ciphertext.alpha));
  const beta = pointSum(part.map((ciphertext) => ciphertext.beta));
  sums.push(alpha, beta);
  return { alpha: alpha.sum, beta: beta.sum };
}

/** §05.2.4: R + c·X − z·B = 0. */
function knowledgeEquation({ X, knowledge }: Ballot, challenge: Scalar): Equation {
  return {
    points: [knowledge.commitment, X, BASE],
    scalars: [1n, challenge, negateScalar(knowledge.response)],
  };
}

/** Single verification, without chance: some ten times the work of a batch. */
export function verifyBallot(context: BallotContext, ballot: Ballot): boolean {
  return verifyStatement(ballotStatement(context, ballot));
}

/** One verdict for each ballot, from one multi-scalar multiplication if all are right (§05.2.7). */
export function verifyBallots(
  context: BallotContext,
  ballots: readonly Ballot[],
  randomBytes: RandomBytes,
): readonly boolean[] {
  return verifyBatch(
    ballots.map((ballot) => ballotStatement(context, ballot)),
    randomBytes,
  );
}

export type BallotVerdict = "RIGHT" | "MALFORMED" | "PROOF_INVALID";

/**
 * Form and proofs of encoded ballots: bytes in, words out, so that a worker can do it. The codes are those of
 * §06.6. Window, seq, issuer set and token are not judged here.
 */
export function verifyBallotBytes(
  context: BallotContext,
  ballots: readonly Bytes[],
  randomBytes: RandomBytes,
): readonly BallotVerdict[] {
  const decoded = ballots.map((bytes) => decodeBallot(bytes, context.manifest));
  const formed = decoded.flatMap((result) => (result.ok ? [result.value] : []));
  const rights = verifyBallots(context, formed, randomBytes);
  let next = 0;
  return decoded.map((result) => {
    if (!result.ok) return "MALFORMED";
    return rights[next++] === true ? "RIGHT" : "PROOF_INVALID";
  });
}
