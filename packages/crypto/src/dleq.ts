import { assert, type Bytes, concat, type RandomBytes } from "@veche/base";
import {
  addScalars,
  BASE,
  encodePoint,
  encodeScalar,
  multiply,
  multiplyBase,
  multiplyScalars,
  multiScalar,
  negateScalar,
  POINT_BYTES,
  type Point,
  type Scalar,
} from "@veche/group";
import type { Kernel } from "@veche/group/kernel";
import type { BatchVerdict } from "./batch.ts";
import { hedgedNonce } from "./nonce.ts";
import { decodeProof, encodeProof } from "./proof-bytes.ts";
import { hashToScalar, type Item, type Label, list, preimage } from "./transcript.ts";

/** "One x has key = x·B and images[i] = x·bases[i] for every i" (§01.6.4). */
export type EqualityStatement = {
  readonly label: Label;
  readonly context: readonly Item[];
  readonly key: Point;
  readonly bases: readonly Point[];
  readonly images: readonly Point[];
};

/** label and items of the challenge but the commitments, in the order of §01.6.4. */
function statementItems({ context, key, bases, images }: EqualityStatement): readonly Item[] {
  return [...context, encodePoint(key), list(bases.map(encodePoint)), list(images.map(encodePoint))];
}

/**
 * One nonce and one challenge over all pairs (⚔ §01.6.4). RFC 9497 folds the pairs with coefficients that each
 * depend on their own pair only; with a thousand pairs one trustee finds wrong images whose errors cancel.
 * Here the commitments a_i bind every pair by itself and nothing is folded.
 */
export function proveEquality(statement: EqualityStatement, secret: Scalar, randomBytes: RandomBytes): Bytes {
  assert(statement.bases.length === statement.images.length, "one image for each base");
  const items = statementItems(statement);
  const nonce = hedgedNonce(secret, preimage(statement.label, ...items), randomBytes);
  const challenge = hashToScalar(
    statement.label,
    ...items,
    encodePoint(multiplyBase(nonce)),
    list(statement.bases.map((base) => encodePoint(multiply(base, nonce)))),
  );
  return encodeProof({ challenge, response: addScalars(nonce, multiplyScalars(challenge, secret)) });
}

/** §01.6.4: recomputes a_B = z·B − c·key and a_i = z·bases[i] − c·images[i], and compares c. Never throws. */
export function verifyEquality(statement: EqualityStatement, proof: Bytes): boolean {
  const { key, bases, images } = statement;
  const scalars = decodeProof(proof);
  if (scalars === undefined || bases.length !== images.length) return false;
  const weights = [scalars.response, negateScalar(scalars.challenge)];
  const commitment = (base: Point, image: Point): Bytes => encodePoint(multiScalar([base, image], weights));
  const challenge = hashToScalar(
    statement.label,
    ...statementItems(statement),
    commitment(BASE, key),
    list(bases.map((base, i) => commitment(base, images[i] as Point))),
  );
  return challenge === scalars.challenge;
}

/** An `EqualityStatement` in bytes: 32 for the key and for each of the bases and of the images. */
export type EncodedEquality = {
  readonly label: Label;
  readonly context: readonly Item[];
  readonly key: Bytes;
  readonly bases: Bytes;
  readonly images: Bytes;
};

const BASE_BYTES = encodePoint(BASE);

/**
 * `verifyEquality` for thousands of pairs, by the kernel. Key and bases are points that the verifier knows;
 * `NOT_POINTS`: one of the images is none.
 *
 * @param kernel its table is emptied.
 */
export function verifyEncodedEquality(
  kernel: Kernel,
  statement: EncodedEquality,
  proof: Bytes,
): BatchVerdict {
  const { label, context, key, bases, images } = statement;
  kernel.clear();
  const known = kernel.decode(concat(BASE_BYTES, bases));
  const shown = kernel.decode(concat(key, images));
  assert(known.allValid && shown.valid[0] === 1, "bases and key are points");
  if (!shown.allValid) return "NOT_POINTS";
  const scalars = decodeProof(proof);
  if (scalars === undefined || bases.length !== images.length) return "WRONG";
  // One row for each pair: z·B − c·key first, then z·bases[i] − c·images[i].
  const pairs = 1 + bases.length / POINT_BYTES;
  const points = Uint32Array.from({ length: 2 * pairs }, (_, i) =>
    i % 2 === 0 ? known.first + i / 2 : shown.first + (i - 1) / 2,
  );
  const weights = concat(encodeScalar(scalars.response), encodeScalar(negateScalar(scalars.challenge)));
  const commitments = kernel.rows(points, concat(...Array.from({ length: pairs }, () => weights)), 2);
  const challenge = hashToScalar(
    label,
    ...context,
    key,
    bases,
    images,
    commitments.subarray(0, POINT_BYTES),
    commitments.subarray(POINT_BYTES),
  );
  return challenge === scalars.challenge ? "RIGHT" : "WRONG";
}
