import { invertCt } from "@noble/curves/abstract/modular.js";
import { ristretto255 } from "@noble/curves/ed25519.js";
import { assert, type Bytes, type RandomBytes } from "@veche/base";

/** An integer mod ℓ, always reduced: 0 ≤ s < ℓ. */
export type Scalar = bigint;

/** ℓ = 2^252 + 27742317777372353535851937790883648493, the prime order of the group. */
export const ORDER: bigint = ristretto255.Point.Fn.ORDER;

export const SCALAR_BYTES = 32;
const WIDE_BYTES = 64;
const WORD_BYTES = 8;

export function isScalar(value: bigint): boolean {
  return value >= 0n && value < ORDER;
}

export function assertScalar(value: bigint): void {
  assert(isScalar(value), "scalar outside 0 … ℓ−1");
}

/** 32 bytes, little-endian (§01.2.3). */
export function encodeScalar(scalar: Scalar): Bytes {
  assertScalar(scalar);
  const bytes = new Uint8Array(SCALAR_BYTES);
  const view = new DataView(bytes.buffer);
  let rest = scalar;
  for (let at = 0; at < SCALAR_BYTES; at += WORD_BYTES) {
    // Writes the lowest 64 bits.
    view.setBigUint64(at, rest, true);
    rest >>= 64n;
  }
  return bytes;
}

/** Any whole number of words. The library reads integers by way of hexadecimal text, in three times the time. */
function littleEndian(bytes: Bytes): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let value = 0n;
  for (let at = bytes.length - WORD_BYTES; at >= 0; at -= WORD_BYTES) {
    value = (value << 64n) | view.getBigUint64(at, true);
  }
  return value;
}

/** The scalar of its one encoding; `undefined` for any other length and for values ≥ ℓ (§01.2.3). */
export function decodeScalar(bytes: Bytes): Scalar | undefined {
  if (bytes.length !== SCALAR_BYTES) return undefined;
  const value = littleEndian(bytes);
  return value < ORDER ? value : undefined;
}

/** 64 uniform bytes as a little-endian integer mod ℓ: wide enough that the bias is below 2^-259. */
export function reduceScalar(bytes: Bytes): Scalar {
  assert(bytes.length === WIDE_BYTES, "a wide scalar needs 64 bytes");
  return littleEndian(bytes) % ORDER;
}

/** A fresh uniform scalar, never 0: only a broken generator would give 0, and that must not pass for a secret. */
export function randomScalar(randomBytes: RandomBytes): Scalar {
  const scalar = reduceScalar(randomBytes(WIDE_BYTES));
  assert(scalar !== 0n, "the generator of randomness is broken");
  return scalar;
}

export function addScalars(a: Scalar, b: Scalar): Scalar {
  assertScalar(a);
  assertScalar(b);
  return (a + b) % ORDER;
}

export function multiplyScalars(a: Scalar, b: Scalar): Scalar {
  assertScalar(a);
  assertScalar(b);
  return (a * b) % ORDER;
}

export function negateScalar(scalar: Scalar): Scalar {
  assertScalar(scalar);
  return scalar === 0n ? 0n : ORDER - scalar;
}

export function subtractScalars(a: Scalar, b: Scalar): Scalar {
  return addScalars(a, negateScalar(b));
}

/** s^-1 mod ℓ by Fermat, so that the steps do not depend on s. Zero is the caller's bug. */
export function invertScalar(scalar: Scalar): Scalar {
  assert(scalar !== 0n && isScalar(scalar), "only 1 … ℓ−1 has an inverse");
  return invertCt(scalar, ORDER);
}
