import { type Bytes, concat, type RandomBytes, sha512, u64, utf8 } from "@veche/base";

/**
 * A deterministic stream of bytes for simulations: SHA-512 over a label, the seed and a counter. Streams of different
 * labels are independent, so that adding a draw in one place changes nothing elsewhere. Never for real keys.
 */
export function seededRandom(seed: number | string, label: string): RandomBytes {
  const prefix = utf8(`veche/simulator\n${seed}\n${label}\n`);
  let counter = 0;
  let pool: Bytes = new Uint8Array(0);
  return (length) => {
    while (pool.length < length) {
      pool = concat(pool, sha512(concat(prefix, u64(counter))));
      counter += 1;
    }
    const out = pool.slice(0, length);
    pool = pool.slice(length);
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

/** Fisher–Yates: a shuffled copy. */
export function shuffled<T>(items: readonly T[], random: RandomBytes): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = uniform(random, i + 1);
    const held = out[i] as T;
    out[i] = out[j] as T;
    out[j] = held;
  }
  return out;
}
