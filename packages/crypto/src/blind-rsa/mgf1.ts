import { type Bytes, concat, sha384, u32 } from "@veche/base";

/** Bytes of a SHA-384 hash. */
export const HASH_LENGTH = 48;

/** MGF1 with SHA-384 (RFC 8017 §B.2.1): `length` bytes from a seed. */
export function mgf1(seed: Bytes, length: number): Bytes {
  const mask = new Uint8Array(length);
  for (let offset = 0; offset < length; offset += HASH_LENGTH) {
    const block = sha384(concat(seed, u32(offset / HASH_LENGTH)));
    mask.set(block.subarray(0, length - offset), offset);
  }
  return mask;
}
