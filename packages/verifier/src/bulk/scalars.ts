import type { Bytes } from "@veche/base";
import { ORDER } from "@veche/group";

/** The little-endian integer of 32 bytes, or `undefined` if it is not below ℓ (§01.2.3). */
export function readScalar(view: DataView, at: number): bigint | undefined {
  const value = readLittleEndian(view, at, 4);
  return value < ORDER ? value : undefined;
}

/** A bare coefficient: 16 bytes, little-endian. */
export const readCoefficient = (view: DataView, at: number): bigint => readLittleEndian(view, at, 2);

/** 64 bytes of a hash as a scalar (§01.4.3). */
export const scalarOfHash = (hash: Bytes): bigint => readLittleEndian(viewOf(hash), 0, 8) % ORDER;

function readLittleEndian(view: DataView, at: number, words: number): bigint {
  let value = 0n;
  for (let i = words - 1; i >= 0; i--) value = (value << 64n) | view.getBigUint64(at + 8 * i, true);
  return value;
}

/** Writes an integer of any size and sign mod ℓ as 32 bytes, little-endian. */
export function writeScalar(view: DataView, at: number, value: bigint): void {
  let rest = value % ORDER;
  if (rest < 0n) rest += ORDER;
  for (let i = 0; i < 4; i++) {
    // Only the lowest 64 bits are written.
    view.setBigUint64(at + 8 * i, rest, true);
    rest >>= 64n;
  }
}

export const viewOf = (bytes: Bytes): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
