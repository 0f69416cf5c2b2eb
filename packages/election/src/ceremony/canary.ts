import { type Bytes, err, ok, type Result } from "@veche/base";
import { type EqualityStatement, hashToGroup, verifyEquality } from "@veche/crypto";
import { decodePoint, type Point } from "@veche/group";
import type { Attempt } from "./attempt.ts";

/** When a trustee shows that its share is still there (§03.5.1). */
export type CanaryStage = "ceremony" | "open" | "close";

/** `canary` (§03.5.2): D = x_j·P as 32 bytes, 64 bytes of proof. */
export type CanaryBody = {
  readonly attempt: number;
  readonly point: Bytes;
  readonly proof: Bytes;
  readonly stage: CanaryStage;
  readonly trustee: number;
};

/** `CANARY_NOT_A_POINT`: malformed; `CANARY_PROOF`: blamed (§03.5.3). */
export type CanaryError = { readonly code: "CANARY_NOT_A_POINT" | "CANARY_PROOF" };

/**
 * P of §03.5.1. Everybody derives it; it is never sent. A point that somebody sends could be the first half of a
 * voter's ciphertext, and k answers to it would open the vote (⚔).
 */
export function canaryPoint(attempt: Attempt, stage: CanaryStage): Point {
  return hashToGroup("canary", attempt.electionId, attempt.attempt, stage);
}

/** "The x of Y_j = x·B makes `image` of the canary point" (§03.5.2). */
export function canaryStatement(
  attempt: Attempt,
  stage: CanaryStage,
  trustee: number,
  shareKey: Point,
  image: Point,
): EqualityStatement {
  return {
    label: "canary-proof",
    context: [attempt.electionId, attempt.attempt, stage, trustee],
    key: shareKey,
    bases: [canaryPoint(attempt, stage)],
    images: [image],
  };
}

/** Judges a canary of the successful attempt against the trustee's Y_j. */
export function verifyCanary(
  attempt: Attempt,
  body: CanaryBody,
  shareKey: Point,
): Result<Point, CanaryError> {
  const image = decodePoint(body.point);
  if (image === undefined) return err({ code: "CANARY_NOT_A_POINT" });
  const statement = canaryStatement(attempt, body.stage, body.trustee, shareKey, image);
  return verifyEquality(statement, body.proof) ? ok(image) : err({ code: "CANARY_PROOF" });
}
