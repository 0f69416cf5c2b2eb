import { type Bytes, concat, type RandomBytes } from "@veche/base";
import {
  add,
  addScalars,
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  negateScalar,
  type Point,
  type Scalar,
} from "@veche/group";
import { type Statement, verifyStatement } from "./equations.ts";
import { hedgedNonce } from "./nonce.ts";
import { decodeProof, encodeProof } from "./proof-bytes.ts";
import { hashToScalar, type Item, type Label, preimage } from "./transcript.ts";

/**
 * Proves knowledge of the logarithm x of X = x·B (§01.6.2): c = Hs(label, context…, w·B), z = w + c·x,
 * carried c ‖ z. The context must hold X: the proof is bound to what the challenge hashes, nothing else.
 */
export function proveKnowledge(
  label: Label,
  context: readonly Item[],
  secret: Scalar,
  randomBytes: RandomBytes,
): Bytes {
  const nonce = hedgedNonce(secret, preimage(label, ...context), randomBytes);
  const challenge = hashToScalar(label, ...context, encodePoint(multiplyBase(nonce)));
  return encodeProof({ challenge, response: addScalars(nonce, multiplyScalars(challenge, secret)) });
}

/** §01.6.2: c = Hs(label, context…, z·B − c·X). False for any wrong length or scalar as well. */
export function verifyKnowledge(label: Label, context: readonly Item[], point: Point, proof: Bytes): boolean {
  const scalars = decodeProof(proof);
  if (scalars === undefined) return false;
  const { challenge, response } = scalars;
  const commitment = add(multiplyPublic(BASE, response), multiplyPublic(point, negateScalar(challenge)));
  return challenge === hashToScalar(label, ...context, encodePoint(commitment));
}

export const ISSUE_SIGNATURE_BYTES = 64;

/**
 * Schnorr signature that carries its commitment, R ‖ z, with c = Hs(label, P, R, M) (§01.6.3): a million of
 * them can be verified as one sum, which those that carry c cannot.
 */
export function signIssue(label: Label, secret: Scalar, message: Bytes, randomBytes: RandomBytes): Bytes {
  const key = encodePoint(multiplyBase(secret));
  const nonce = hedgedNonce(secret, preimage(label, key, message), randomBytes);
  const commitment = encodePoint(multiplyBase(nonce));
  const challenge = hashToScalar(label, key, commitment, message);
  return concat(commitment, encodeScalar(addScalars(nonce, multiplyScalars(challenge, secret))));
}

/** A public key that many signatures are verified under: the point and its encoding, which challenges hash. */
export type IssueKey = { readonly point: Point; readonly bytes: Bytes };

/** `undefined` if the encoding is not canonical. */
export function decodeIssueKey(bytes: Bytes): IssueKey | undefined {
  const point = decodePoint(bytes);
  return point && { point, bytes };
}

/**
 * What a signature claims, z·B = R + c·P, in the form that batches take; R is the one own point. `undefined` if z is
 * not canonical or the length is wrong. Pass one and the same `key` to all signatures of a batch: its point is then
 * one term.
 */
export function issueStatement(
  label: Label,
  key: IssueKey,
  message: Bytes,
  signature: Bytes,
): Statement | undefined {
  if (signature.length !== ISSUE_SIGNATURE_BYTES) return undefined;
  const commitment = signature.subarray(0, 32);
  const response = decodeScalar(signature.subarray(32));
  if (response === undefined) return undefined;
  const challenge = hashToScalar(label, key.bytes, commitment, message);
  const scalars = [1n, challenge, negateScalar(response)];
  return { points: commitment, sums: [], equations: [{ points: [0, key.point, BASE], scalars }] };
}

/** §01.6.3: z·B = R + c·P. */
export function verifyIssue(label: Label, key: Point, message: Bytes, signature: Bytes): boolean {
  const statement = issueStatement(label, { point: key, bytes: encodePoint(key) }, message, signature);
  return statement !== undefined && verifyStatement(statement);
}
