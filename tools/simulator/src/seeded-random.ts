import { type Bytes, concat, type RandomBytes, sha512, u64, utf8 } from "@veche/base";

const BLOCK_BYTES = 64;

/**
 * A deterministic stream of bytes for simulations: SHA-512 over a label, the seed and a counter. Streams of different
 * labels are independent, so that adding a draw in one place changes nothing elsewhere. Never for real keys.
 */
export function seededRandom(seed: number | string, label: string): RandomBytes {
  const prefix = utf8(`veche/simulator\n${seed}\n${label}\n`);
  let counter = 0;
  let block: Bytes = new Uint8Array(0);
  let used = 0;
  return (length) => {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      if (used === block.length) {
        block = sha512(concat(prefix, u64(counter++)));
        used = 0;
      }
      const take = Math.min(length - at, BLOCK_BYTES - used);
      out.set(block.subarray(used, used + take), at);
      used += take;
      at += take;
    }
    return out;
  };
}

/** A uniform integer in 0…bound−1, by rejection. */
export function uniform(random: RandomBytes, bound: number): number {
  const limit = Math.floor(2 ** 48 / bound) * bound;
  for (;;) {
    const value = random(6).reduce((sum, byte) => sum * 256 + byte, 0);
    if (value < limit) return value % bound;
  }
}

/** Fisher–Yates, in place. */
export function shuffle(items: Uint16Array, random: RandomBytes): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = uniform(random, i + 1);
    const held = items[i] as number;
    items[i] = items[j] as number;
    items[j] = held;
  }
}
