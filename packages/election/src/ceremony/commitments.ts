import { type Bytes, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { hash32, type Item, proveKnowledge, verifyKnowledge } from "@veche/crypto";
import { isIdentity, type Point, type Scalar } from "@veche/group";
import type { Attempt } from "./attempt.ts";
import { decodePoints, encodePoints } from "./points.ts";

/** Body of `trustee-commit` (§03.2): 32·k bytes of points, 64 bytes of proof. */
export type CommitBody = { readonly trustee: number; readonly commitments: Bytes; readonly proof: Bytes };

/** Why a `trustee-commit` is blamed (§03.2.2). */
export type CommitError = {
  readonly code: "COMMIT_NOT_A_POINT" | "COMMIT_IDENTITY" | "COMMIT_NOT_THE_HASHED" | "COMMIT_KNOWLEDGE";
};

/** `commitments` of §03.2.1: C_i0 ‖ … ‖ C_i(k−1). */
export const encodeCommitments = encodePoints;
export const decodeCommitments = decodePoints;

/**
 * §03.2.1, 32 bytes: published by all before anyone shows commitments, so that nobody can choose theirs to fit
 * the others' (L4).
 */
export function commitmentsHash(attempt: Attempt, trustee: number, commitments: Bytes): Bytes {
  return hash32("commitments", attempt.electionId, attempt.attempt, trustee, commitments);
}

/** Proof of knowledge of a_i0 (§01.6.2, §03.3.1): without it a dealer could cancel the others' C_m0. */
export function proveDealer(
  attempt: Attempt,
  trustee: number,
  commitments: Bytes,
  secret: Scalar,
  randomBytes: RandomBytes,
): Bytes {
  return proveKnowledge("knowledge", knowledgeContext(attempt, trustee, commitments), secret, randomBytes);
}

/**
 * Judges a `trustee-commit` by itself (§03.2.2) and returns C_i0 … C_i(k−1). The caller has checked the lengths
 * (32·k and 64), and asks `electionKeys` when this is the last commit of the attempt.
 *
 * @param hash the one the trustee gave in step `hash`.
 */
export function verifyCommit(
  attempt: Attempt,
  body: CommitBody,
  hash: Bytes,
): Result<readonly Point[], CommitError> {
  const points = decodeCommitments(body.commitments);
  const free = points?.[0];
  if (points === undefined || free === undefined) return err({ code: "COMMIT_NOT_A_POINT" });
  // §01.2.4
  if (isIdentity(free)) return err({ code: "COMMIT_IDENTITY" });
  if (!equalBytes(hash, commitmentsHash(attempt, body.trustee, body.commitments))) {
    return err({ code: "COMMIT_NOT_THE_HASHED" });
  }
  const context = knowledgeContext(attempt, body.trustee, body.commitments);
  if (!verifyKnowledge("knowledge", context, free, body.proof)) return err({ code: "COMMIT_KNOWLEDGE" });
  return ok(points);
}

const knowledgeContext = (attempt: Attempt, trustee: number, commitments: Bytes): readonly Item[] => [
  attempt.electionId,
  attempt.attempt,
  trustee,
  commitments,
];
