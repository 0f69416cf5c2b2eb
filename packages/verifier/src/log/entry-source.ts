import { type Bytes, readUint } from "@veche/base";
import type { BundleShape } from "../bulk/batch.ts";
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

/** A bundle that is read a second time, and what it was the first time. */
export type BundleAgain = { readonly bytes: Bytes; readonly shape: BundleShape; readonly digest: Bytes };

/** The entries of a log of known size, bundle by bundle or one by one. */
export class EntrySource {
  readonly size: number;
  readonly #reader: RecordReader;
  /** Lengths and digests of the bundles that have gone by. */
  readonly #seen: { readonly bytes: number; readonly digest: Bytes }[] = [];
  #last: { readonly index: number; readonly entries: readonly Bytes[] } | undefined;

  constructor(reader: RecordReader, size: number) {
    this.#reader = reader;
    this.size = size;
  }

  get bundles(): number {
    return Math.ceil(this.size / FULL_WIDTH);
  }

  bundlePath(index: number): string {
    return tilePath({ level: "entries", index, width: this.width(index) });
  }

  /** Entries of a bundle. */
  width(index: number): number {
    return Math.min(FULL_WIDTH, this.size - FULL_WIDTH * index);
  }

  /** A bundle as it stands in its file. */
  bundle(index: number): Promise<Bytes | undefined> {
    return this.#reader.read(this.bundlePath(index));
  }

  /** Notes what the next bundle was when it went by. */
  saw(bytes: number, digest: Bytes): void {
    this.#seen.push({ bytes, digest });
  }

  /** A bundle that has gone by; `undefined` if it cannot be read any more. */
  async readAgain(index: number): Promise<BundleAgain | undefined> {
    const seen = this.#seen[index];
    const bytes = await this.bundle(index);
    if (seen === undefined || bytes === undefined) return undefined;
    const shape = { bytes: seen.bytes, entries: this.width(index), hints: -1 };
    // The reader may keep what it gave; a job may write into what it gets.
    return { bytes: bytes.slice(), shape, digest: seen.digest };
  }

  /** One entry; `undefined` if it does not exist or its bundle cannot be read. */
  async entry(index: number): Promise<Bytes | undefined> {
    if (index >= this.size) return undefined;
    const bundle = Math.floor(index / FULL_WIDTH);
    if (this.#last?.index !== bundle) {
      const bytes = await this.bundle(bundle);
      const entries = bytes === undefined ? undefined : splitBundle(bytes, this.width(bundle));
      if (entries === undefined) return undefined;
      this.#last = { index: bundle, entries };
    }
    return this.#last.entries[index % FULL_WIDTH];
  }
}
