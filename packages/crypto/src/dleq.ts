import { assert, type Bytes, type RandomBytes } from "@veche/base";
import {
  addScalars,
  BASE,
  encodePoint,
  multiply,
  multiplyBase,
  multiplyScalars,
  multiScalar,
  negateScalar,
  type Point,
  type Scalar,
} from "@veche/group";
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
