import { readUint, sha256, utf8 } from "@veche/base";

/** A small fast generator (sfc32, Chris Doty-Humphrey) from a text: the same text makes the same inputs everywhere. */
export class Random {
  readonly #state: Int32Array;

  constructor(seed: string) {
    const hash = sha256(utf8(seed));
    this.#state = Int32Array.from([0, 4, 8, 12], (at) => readUint(hash, at, 4));
    for (let i = 0; i < 12; i++) this.uint32();
  }

  uint32(): number {
    const s = this.#state;
    const [a, b, c, d] = s as unknown as [number, number, number, number];
    const sum = (a + b + d) | 0;
    s[0] = b ^ (b >>> 9);
    s[1] = (c + (c << 3)) | 0;
    s[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    s[3] = (d + 1) | 0;
    return sum >>> 0;
  }

  /** 0 … limit − 1; 0 for a limit of 0. */
  below(limit: number): number {
    return limit <= 1 ? 0 : this.uint32() % limit;
  }

  /** True once in n. */
  once(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) out[i] = this.uint32() >>> 13;
    return out;
  }
}
