import { ed25519 } from "@noble/curves/ed25519.js";
import { assert, type Bytes, concat, equalBytes, sha512 } from "@veche/base";
import { decodeScalar, negateScalar, reduceScalar } from "./scalar.ts";
import { StrictKeys } from "./strict-keys.ts";

export const ED25519_KEY_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

const { BASE } = ed25519.Point;
const IDENTITY_BYTES = ed25519.Point.ZERO.toBytes();
/** More than the keys of an election; with a table each about 17 MB. */
const keys = new StrictKeys(128);

/**
 * Verifies an Ed25519 signature where all common rules agree (§01.5.1): A and R are canonical encodings of
 * points of order exactly ℓ, S < ℓ, and S·B = R + k·A without cofactor. Never throws; wrong lengths are false.
 *
 * R is not decoded: R' = S·B − k·A lies in the subgroup, because A does, so R equals the one encoding of R'
 * only if R is itself canonical and torsion-free.
 */
export function verifyEd25519Strict(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  if (signature.length !== ED25519_SIGNATURE_BYTES) return false;
  const r = signature.subarray(0, 32);
  if (equalBytes(r, IDENTITY_BYTES)) return false;
  const s = decodeScalar(signature.subarray(32));
  if (s === undefined) return false;
  const a = keys.find(publicKey);
  if (a === undefined) return false;
  const k = reduceScalar(sha512(concat(r, publicKey, message)));
  const expected = BASE.multiplyUnsafe(s).add(a.multiplyUnsafe(negateScalar(k)));
  return equalBytes(expected.toBytes(), r);
}

/** Whether `verifyEd25519Strict` can accept signatures of this key: canonical, torsion-free, not the identity. */
export function isStrictPublicKey(bytes: Bytes): boolean {
  return keys.find(bytes) !== undefined;
}

/** The RFC 8032 signature (deterministic, 64 bytes) of a 32-byte secret key. */
export function signEd25519(secretKey: Bytes, message: Bytes): Bytes {
  assertSecretKey(secretKey);
  return ed25519.sign(message, secretKey);
}

/** The RFC 8032 public key (32 bytes) of a 32-byte secret key. */
export function ed25519PublicKey(secretKey: Bytes): Bytes {
  assertSecretKey(secretKey);
  return ed25519.getPublicKey(secretKey);
}

function assertSecretKey(secretKey: Bytes): void {
  assert(secretKey.length === ED25519_KEY_BYTES, "an Ed25519 secret key has 32 bytes");
}
