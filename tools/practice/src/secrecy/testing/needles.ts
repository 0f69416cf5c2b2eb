import type { Bytes } from "@veche/base";
import { formsOf, PIECE_BYTES_MIN } from "./encodings.ts";
import type { Value } from "./values.ts";

const MULTIPLIER = 0x01000193;
const FILTER_BITS = 25;
const SHIFT = 32 - FILTER_BITS;

type Needle = { readonly bytes: Bytes; readonly value: Value };

/** Finds any of very many values, each in all its forms, in one pass over the bytes (Rabin and Karp's rolling hash of eight bytes). */
export class Needles {
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3));
  readonly #byHash = new Map<number, Needle[]>();
  readonly #leaving: Int32Array;
  #count = 0;

  constructor(values: Iterable<Value>) {
    const power = Array.from({ length: PIECE_BYTES_MIN }).reduce(
      (one: number) => Math.imul(one, MULTIPLIER),
      1,
    );
    this.#leaving = Int32Array.from({ length: 256 }, (_, byte) => Math.imul(byte, power));
    for (const value of values) for (const bytes of formsOf(value)) this.#add({ bytes, value });
  }

  /** Forms that are looked for. */
  get count(): number {
    return this.#count;
  }

  /** The values that occur, each once. */
  in(bytes: Bytes): ReadonlySet<Value> {
    const found = new Set<Value>();
    const filter = this.#filter;
    const leaving = this.#leaving;
    let hash = 0;
    for (let at = 0; at < bytes.length; at++) {
      hash = (Math.imul(hash, MULTIPLIER) + (bytes[at] as number)) | 0;
      if (at >= PIECE_BYTES_MIN)
        hash = (hash - (leaving[bytes[at - PIECE_BYTES_MIN] as number] as number)) | 0;
      if (at < PIECE_BYTES_MIN - 1) continue;
      const bit = Math.imul(hash, 0x9e3779b1) >>> SHIFT;
      if (((filter[bit >>> 3] as number) & (1 << (bit & 7))) === 0) continue;
      for (const needle of this.#byHash.get(hash) ?? []) {
        if (stands(needle.bytes, bytes, at - PIECE_BYTES_MIN + 1)) found.add(needle.value);
      }
    }
    return found;
  }

  #add(needle: Needle): void {
    let hash = 0;
    for (const byte of needle.bytes.subarray(0, PIECE_BYTES_MIN)) {
      hash = (Math.imul(hash, MULTIPLIER) + byte) | 0;
    }
    const bit = Math.imul(hash, 0x9e3779b1) >>> SHIFT;
    this.#filter[bit >>> 3] = (this.#filter[bit >>> 3] as number) | (1 << (bit & 7));
    const others = this.#byHash.get(hash);
    if (others === undefined) this.#byHash.set(hash, [needle]);
    else others.push(needle);
    this.#count++;
  }
}

function stands(needle: Bytes, bytes: Bytes, at: number): boolean {
  if (at + needle.length > bytes.length) return false;
  for (let i = 0; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
