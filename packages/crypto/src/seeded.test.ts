import { type Bytes, concat, type RandomBytes, sha512, u32, utf8 } from "@veche/base";

/** Randomness for tests that is the same in every run: SHA-512 of the seed and a counter. */
export function seeded(seed: string): RandomBytes {
  let block = 0;
  let rest: Bytes = new Uint8Array(0);
  return (length) => {
    while (rest.length < length) rest = concat(rest, sha512(concat(utf8(seed), u32(block++))));
    const out = rest.slice(0, length);
    rest = rest.slice(length);
    return out;
  };
}

/** A broken generator: the same bytes for ever. */
export const stuck: RandomBytes = (length) => new Uint8Array(length).fill(9);

/** The bytes with one bit turned. */
export const flipped = (bytes: Bytes, bit: number): Bytes =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
