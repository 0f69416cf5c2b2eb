import { type Bytes, readUint } from "@veche/base";
import type { RecordReader } from "../reader.ts";
import { FULL_WIDTH, tilePath } from "./tile-path.ts";

/** §07.2.1: u16(length) ‖ entry, as many as the bundle is wide; `undefined` if the bytes do not fit. */
export function splitBundle(bytes: Bytes, width: number): readonly Bytes[] | undefined {
  const entries: Bytes[] = [];
  let at = 0;
  while (at + 2 <= bytes.length && entries.length < width) {
    const end = at + 2 + readUint(bytes, at, 2);
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return at === bytes.length && entries.length === width ? entries : undefined;
}

export type BundleFault = "FILE_MISSING" | "BUNDLE_FORM";

/** The entries of a log of known size, bundle by bundle or one by one. */
export class EntrySource {
  readonly size: number;
  readonly #reader: RecordReader;
  #last: { readonly index: number; readonly entries: readonly Bytes[] } | undefined;

  constructor(reader: RecordReader, size: number) {
    this.#reader = reader;
    this.size = size;
  }

  get bundles(): number {
    return Math.ceil(this.size / FULL_WIDTH);
  }

  bundlePath(index: number): string {
    return tilePath({ level: "entries", index, width: this.#width(index) });
  }

  async bundle(index: number): Promise<readonly Bytes[] | BundleFault> {
    if (this.#last?.index === index) return this.#last.entries;
    const bytes = await this.#reader.read(this.bundlePath(index));
    if (bytes === undefined) return "FILE_MISSING";
    const entries = splitBundle(bytes, this.#width(index));
    if (entries === undefined) return "BUNDLE_FORM";
    this.#last = { index, entries };
    return entries;
  }

  /** One entry; `undefined` if it does not exist or its bundle cannot be read. */
  async entry(index: number): Promise<Bytes | undefined> {
    if (index >= this.size) return undefined;
    const entries = await this.bundle(Math.floor(index / FULL_WIDTH));
    return typeof entries === "string" ? undefined : entries[index % FULL_WIDTH];
  }

  #width(index: number): number {
    return Math.min(FULL_WIDTH, this.size - FULL_WIDTH * index);
  }
}
