import { assert, BugError, type Bytes, toHex } from "@veche/base";

/** OS2IP (RFC 8017 §4.2): the unsigned big-endian integer of a byte string; 0 for the empty one. */
export const bytesToInteger = (bytes: Bytes): bigint => BigInt(`0x0${toHex(bytes)}`);

/** I2OSP (RFC 8017 §4.1): `length` bytes, big-endian. A value that does not fit is a bug of the caller. */
export function integerToBytes(value: bigint, length: number): Bytes {
  const words = Math.ceil(length / 8);
  const view = new DataView(new ArrayBuffer(8 * words));
  let rest = value;
  for (let word = words - 1; word >= 0; word--) {
    // Writes the lowest 64 bits.
    view.setBigUint64(8 * word, rest);
    rest >>= 64n;
  }
  const bytes = new Uint8Array(view.buffer);
  const unused = 8 * words - length;
  if (rest !== 0n || bytes.subarray(0, unused).some((byte) => byte !== 0)) {
    throw new BugError(`the integer does not fit ${length} bytes`);
  }
  return bytes.slice(unused);
}

/** value^65537 mod n: sixteen squarings and one multiplication. */
export function power65537(value: bigint, n: bigint): bigint {
  let power = value;
  for (let i = 0; i < 16; i++) power = (power * power) % n;
  return (power * value) % n;
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [high, low] = [a, b];
  while (low !== 0n) [high, low] = [low, high % low];
  return high;
}

/**
 * The inverse of 0 ≤ value < n modulo n, or `undefined` when they share a factor (extended Euclid). BigInt
 * arithmetic does not run in constant time: it is used on the voter's own device only, for values that are used
 * once, and never for an issuer's private key.
 */
export function inverseModulo(value: bigint, n: bigint): bigint | undefined {
  assert(0n <= value && value < n, "inverseModulo takes a reduced value");
  let [oldRest, rest] = [n, value];
  let [oldFactor, factor] = [0n, 1n];
  while (rest !== 0n) {
    const quotient = oldRest / rest;
    [oldRest, rest] = [rest, oldRest - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  if (oldRest !== 1n) return undefined;
  return oldFactor < 0n ? oldFactor + n : oldFactor;
}

/**
 * The inverses of many values modulo n by one inversion (Montgomery's trick), or `undefined` if one of them has none:
 * the inverse of the product of all, times the product of all but one.
 */
export function inversesModulo(values: readonly bigint[], n: bigint): readonly bigint[] | undefined {
  const before: bigint[] = [];
  let product = 1n % n;
  for (const value of values) {
    before.push(product);
    product = (product * value) % n;
  }
  let rest = inverseModulo(product, n);
  if (rest === undefined) return undefined;
  const inverses = new Array<bigint>(values.length);
  for (let i = values.length - 1; i >= 0; i--) {
    inverses[i] = (rest * (before[i] as bigint)) % n;
    rest = (rest * (values[i] as bigint)) % n;
  }
  return inverses;
}
