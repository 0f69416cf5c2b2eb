import { assert, BugError, type Bytes, fromHex, toHex } from "@veche/base";

/** OS2IP (RFC 8017 §4.2): the unsigned big-endian integer of a byte string; 0 for the empty one. */
export const bytesToInteger = (bytes: Bytes): bigint => BigInt(`0x0${toHex(bytes)}`);

/** I2OSP (RFC 8017 §4.1): `length` bytes, big-endian. A value that does not fit is a bug of the caller. */
export function integerToBytes(value: bigint, length: number): Bytes {
  const hex = value.toString(16).padStart(2 * length, "0");
  const bytes = hex.length === 2 * length ? fromHex(hex) : undefined;
  if (bytes === undefined) throw new BugError(`the integer does not fit ${length} bytes`);
  return bytes;
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
