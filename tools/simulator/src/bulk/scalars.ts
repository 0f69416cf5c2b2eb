import type { Bytes } from "@veche/base";
import type { Scalar } from "@veche/group";

const WORD = 0xffff_ffff_ffff_ffffn;

/** Scalars in a row, 32 bytes each, little-endian (§01.2.3), as the kernel takes them. */
export class ScalarRow {
  readonly bytes: Bytes;
  readonly #view: DataView;
  #at = 0;

  constructor(count: number) {
    this.bytes = new Uint8Array(32 * count);
    this.#view = new DataView(this.bytes.buffer);
  }

  push(scalar: Scalar): void {
    let rest = scalar;
    for (let word = 0; word < 4; word++) {
      this.#view.setBigUint64(this.#at, rest & WORD, true);
      this.#at += 8;
      rest >>= 64n;
    }
  }
}

export function rowOf(scalars: readonly Scalar[]): Bytes {
  const row = new ScalarRow(scalars.length);
  for (const scalar of scalars) row.push(scalar);
  return row.bytes;
}

/** The 32-byte elements of a row one after the other. */
export function takeFrom(row: Bytes): (count: number) => Bytes {
  let at = 0;
  return (count) => {
    const piece = row.subarray(at, at + 32 * count);
    at += 32 * count;
    return piece;
  };
}
