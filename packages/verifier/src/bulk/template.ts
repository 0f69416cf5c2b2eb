import type { Bytes } from "@veche/base";
import { type Item, pre } from "../transcript.ts";

/**
 * A transcript (§01.4) whose last items are byte strings of known lengths that change from one use to the next:
 * everything else is written once.
 */
export class Template {
  readonly bytes: Bytes;
  readonly #offsets: readonly number[];

  constructor(label: string, fixed: readonly Item[], lengths: readonly number[]) {
    this.bytes = pre(label, ...fixed, ...lengths.map((length) => new Uint8Array(length)));
    const offsets: number[] = [];
    let at = this.bytes.length;
    for (const length of [...lengths].reverse()) {
      at -= length;
      offsets.unshift(at);
      // The item's frame.
      at -= 4;
    }
    this.#offsets = offsets;
  }

  /** Where the bytes of the n-th changing item stand. */
  at(n: number): number {
    return this.#offsets[n] as number;
  }

  set(n: number, source: Bytes, from: number, length: number): void {
    this.bytes.set(source.subarray(from, from + length), this.#offsets[n] as number);
  }
}
