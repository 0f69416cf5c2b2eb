import { type Bytes, err, ok, type Result } from "@veche/base";
import { type EqualityStatement, verifyEquality } from "@veche/crypto";
import type { Point } from "@veche/group";
import type { Aggregates } from "../ballot/aggregate.ts";
import { decodePoints } from "../ceremony/points.ts";

/** Body of `decryption` (§08.4.1): D_0 ‖ … ‖ D_(L−1), 32·L bytes, and 64 bytes of proof. */
export type DecryptionBody = { readonly points: Bytes; readonly proof: Bytes; readonly trustee: number };

/** `DECRYPTION_NOT_POINTS`: malformed; `DECRYPTION_PROOF`: blamed (§08.4.1). */
export type DecryptionError = { readonly code: "DECRYPTION_NOT_POINTS" | "DECRYPTION_PROOF" };

/** D_i = x_j·A_i of a trustee whose proof holds. */
export type Decryption = { readonly trustee: number; readonly points: readonly Point[] };

/** What all decryptions of an election are about. */
export type DecryptionTask = {
  readonly electionId: Bytes;
  /** `headHash` of the state machine's head, 64 bytes. */
  readonly head: Bytes;
  readonly aggregates: Aggregates;
};

/** "The x of Y_j = x·B makes `images` of all A_i" (§08.4.1). */
export function decryptionStatement(
  task: DecryptionTask,
  trustee: number,
  shareKey: Point,
  images: readonly Point[],
): EqualityStatement {
  return {
    label: "decryption",
    context: [task.electionId, task.head, trustee],
    key: shareKey,
    bases: task.aggregates.map(({ alpha }) => alpha),
    images,
  };
}

/** Judges the points and the proof of a `decryption` against the trustee's Y_j (§08.4.1). */
export function verifyDecryption(
  task: DecryptionTask,
  body: DecryptionBody,
  shareKey: Point,
): Result<Decryption, DecryptionError> {
  const points = decodePoints(body.points);
  if (points?.length !== task.aggregates.length) return err({ code: "DECRYPTION_NOT_POINTS" });
  const statement = decryptionStatement(task, body.trustee, shareKey, points);
  if (!verifyEquality(statement, body.proof)) return err({ code: "DECRYPTION_PROOF" });
  return ok({ trustee: body.trustee, points });
}
