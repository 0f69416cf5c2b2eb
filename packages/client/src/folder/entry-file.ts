import { type FileHandle, open } from "node:fs/promises";
import { assert, BugError, type Bytes, concat, readUint, u32 } from "@veche/base";

const LENGTH_BYTES = 4;
const READ_BYTES = 1 << 20;
const BATCH = 256;
const BATCH_BYTES = 1 << 20;

/**
 * Entries one after the other, each as u32 length ‖ entry, with their places in memory (8 bytes an entry). Whether they are
 * the right ones is for the reader to find out by the tree's root: a file that was changed leads to another one.
 */
export class EntryFile {
  readonly #file: FileHandle;
  /** Where each entry begins, and last where the next one will. */
  readonly #offsets: number[];

  private constructor(file: FileHandle, offsets: number[]) {
    this.#file = file;
    this.#offsets = offsets;
  }

  /** Opens or makes the file. An unfinished entry at the end is cut off. */
  static async open(path: string): Promise<EntryFile> {
    const file = await open(path, "a+", 0o600);
    const offsets = await scan(file);
    await file.truncate(offsets.at(-1) as number);
    return new EntryFile(file, offsets);
  }

  get size(): number {
    return this.#offsets.length - 1;
  }

  /** Appends; `sync` makes it last. */
  async append(entries: readonly Bytes[]): Promise<void> {
    await this.#file.appendFile(concat(...entries.flatMap((entry) => [u32(entry.length), entry])));
    for (const entry of entries)
      this.#offsets.push((this.#offsets.at(-1) as number) + LENGTH_BYTES + entry.length);
  }

  async truncate(size: number): Promise<void> {
    if (size >= this.size) return;
    await this.#file.truncate(this.#offset(size));
    this.#offsets.length = size + 1;
  }

  /** Entries [from, to) in batches of at most 256 or about a megabyte. */
  async *read(from: number, to: number): AsyncIterable<readonly Bytes[]> {
    assert(from <= to && to <= this.size, "the entries are there");
    for (let at = from; at < to; ) {
      let end = at + 1;
      while (end < to && end - at < BATCH && this.#offset(end + 1) - this.#offset(at) <= BATCH_BYTES) end++;
      yield await this.#batch(at, end);
      at = end;
    }
  }

  sync(): Promise<void> {
    return this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #batch(from: number, to: number): Promise<readonly Bytes[]> {
    const start = this.#offset(from);
    const bytes = new Uint8Array(this.#offset(to) - start);
    await readFully(this.#file, bytes, start);
    return Array.from({ length: to - from }, (_, at) =>
      bytes.slice(this.#offset(from + at) - start + LENGTH_BYTES, this.#offset(from + at + 1) - start),
    );
  }

  #offset(index: number): number {
    const offset = this.#offsets[index];
    if (offset === undefined) throw new BugError(`no entry ${index}`);
    return offset;
  }
}

/** Reads the lengths only by streaming over the file, so that a large one needs no memory. */
async function scan(file: FileHandle): Promise<number[]> {
  const { size } = await file.stat();
  const offsets = [0];
  let buffer = new Uint8Array(0);
  let bufferAt = 0;
  for (let at = 0; at + LENGTH_BYTES <= size; ) {
    if (at + LENGTH_BYTES > bufferAt + buffer.length) {
      buffer = new Uint8Array(Math.min(READ_BYTES, size - at));
      bufferAt = at;
      await readFully(file, buffer, at);
    }
    const end = at + LENGTH_BYTES + readUint(buffer, at - bufferAt, LENGTH_BYTES);
    if (end > size) break;
    offsets.push(end);
    at = end;
  }
  return offsets;
}

async function readFully(file: FileHandle, into: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new BugError("the file is shorter than it was");
    done += bytesRead;
  }
}
