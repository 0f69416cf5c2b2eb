import { assert, type Bytes, err, ok, type Result } from "@veche/base";
import { CIPHERTEXT_BYTES, type EqualityStatement, verifyEncodedEquality } from "@veche/crypto";
import { POINT_BYTES, type Point } from "@veche/group";
import type { Kernel } from "@veche/group/kernel";
import type { Aggregates } from "../ballot/aggregate.ts";

/** Body of `decryption` (§08.4.1): D_0 ‖ … ‖ D_(L−1), 32·L bytes, and 64 bytes of proof. */
export type DecryptionBody = { readonly points: Bytes; readonly proof: Bytes; readonly trustee: number };

/** `DECRYPTION_NOT_POINTS`: malformed; `DECRYPTION_PROOF`: blamed (§08.4.1). */
export type DecryptionError = { readonly code: "DECRYPTION_NOT_POINTS" | "DECRYPTION_PROOF" };

/** D_i = x_j·A_i, 32 bytes each, of a trustee whose proof holds. */
export type Decryption = Pick<DecryptionBody, "trustee" | "points">;

/** What all decryptions of an election are about. */
export type DecryptionTask = {
  readonly electionId: Bytes;
  /** `headHash` of the state machine's head, 64 bytes. */
  readonly head: Bytes;
  /** The aggregate list (§08.2.4), 64 bytes each. */
  readonly aggregates: Bytes;
};

/** "The x of Y_j = x·B makes `images` of all A_i" (§08.4.1), as a trustee proves it. */
export function decryptionStatement(
  task: Pick<DecryptionTask, "electionId" | "head">,
  aggregates: Aggregates,
  trustee: number,
  shareKey: Point,
  images: readonly Point[],
): EqualityStatement {
  return {
    ...frameOf(task, trustee),
    key: shareKey,
    bases: aggregates.map(({ alpha }) => alpha),
    images,
  };
}

const frameOf = (
  { electionId, head }: Pick<DecryptionTask, "electionId" | "head">,
  trustee: number,
): Pick<EqualityStatement, "label" | "context"> => ({
  label: "decryption",
  context: [electionId, head, trustee],
});

/**
 * Judges the points and the proof of a `decryption` against the trustee's Y_j, 32 bytes (§08.4.1).
 *
 * @param kernel its table is emptied.
 */
export function verifyDecryption(
  kernel: Kernel,
  task: DecryptionTask,
  { points, proof, trustee }: DecryptionBody,
  shareKey: Bytes,
): Result<Decryption, DecryptionError> {
  const bases = alphasOf(task.aggregates);
  if (points.length !== bases.length) return err({ code: "DECRYPTION_NOT_POINTS" });
  const statement = { ...frameOf(task, trustee), key: shareKey, bases, images: points };
  const verdict = verifyEncodedEquality(kernel, statement, proof);
  if (verdict === "NOT_POINTS") return err({ code: "DECRYPTION_NOT_POINTS" });
  return verdict === "RIGHT" ? ok({ trustee, points }) : err({ code: "DECRYPTION_PROOF" });
}

function alphasOf(aggregates: Bytes): Bytes {
  assert(aggregates.length % CIPHERTEXT_BYTES === 0, "aggregates have 64 bytes each");
  const count = aggregates.length / CIPHERTEXT_BYTES;
  const out = new Uint8Array(count * POINT_BYTES);
  for (let i = 0; i < count; i++) {
    out.set(aggregates.subarray(i * CIPHERTEXT_BYTES, i * CIPHERTEXT_BYTES + POINT_BYTES), i * POINT_BYTES);
  }
  return out;
}
