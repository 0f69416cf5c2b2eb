import { type Bytes, fromHex, toHex } from "@veche/base";

/** The modulus plus a number, as 256 bytes. */
export function integerBytes(modulus: Bytes, plus: bigint): Bytes {
  const value = BigInt(`0x${toHex(modulus)}`) + plus;
  return fromHex(value.toString(16).padStart(512, "0")) as Bytes;
}

/** §04.5.1: 256 bytes with 0 < b < n; these are not. */
export const outOfRange = (modulus: Bytes): readonly (readonly [string, Bytes])[] => [
  ["zero", new Uint8Array(256)],
  ["n", modulus],
  ["n + 1", integerBytes(modulus, 1n)],
  ["2^2048 − 1", new Uint8Array(256).fill(0xff)],
  ["a byte too few", new Uint8Array(255).fill(1)],
  ["a byte too many", new Uint8Array(257).fill(1)],
];
