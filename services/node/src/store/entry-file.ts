import { closeSync, openSync, readSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { assert, type Bytes, err, ok, type Result, readUint } from "@veche/base";

/** Bytes before each entry: its length as u32. */
export const LENGTH_BYTES = 4;

/** Appended in pieces of about this size, so that a large block needs no second copy of itself. */
const PIECE_BYTES = 4 * 1024 * 1024;

export type EntryFileError = {
  /** Shorter than what was committed: acknowledged entries are gone, and no start can bring them back. */
  readonly code: "ENTRY_FILE_SHORT";
  readonly expected: number;
  readonly found: number;
};

/**
 * The append-only file of a log: u32 length ‖ entry, one after the other. It knows nothing of what it holds. What
 * lies behind the committed length was never acknowledged and is cut off at the start (the crash rule).
 */
export class EntryFile {
  readonly #handle: FileHandle;
  readonly #reader: number;
  #length: number;

  private constructor(handle: FileHandle, reader: number, length: number) {
    this.#handle = handle;
    this.#reader = reader;
    this.#length = length;
  }

  static async open(path: string, committedLength: number): Promise<Result<EntryFile, EntryFileError>> {
    // "a" would create the file but could not write at a position.
    await (await open(path, "a")).close();
    const handle = await open(path, "r+");
    const { size } = await handle.stat();
    if (size < committedLength) {
      await handle.close();
      return err({ code: "ENTRY_FILE_SHORT", expected: committedLength, found: size });
    }
    if (size > committedLength) {
      await handle.truncate(committedLength);
      await handle.datasync();
    }
    return ok(new EntryFile(handle, openSync(path, "r"), committedLength));
  }

  /** Bytes that hold entries, all of them durable. */
  get length(): number {
    return this.#length;
  }

  /**
   * Appends and waits until the disk has it. Returns the offset of each entry. A failure leaves the length as it was; the
   * next start cuts off what was written.
   */
  async append(entries: readonly Bytes[]): Promise<readonly number[]> {
    const offsets: number[] = [];
    let end = this.#length;
    for (const piece of pieces(entries)) {
      const buffer = Buffer.allocUnsafe(piece.reduce((sum, entry) => sum + LENGTH_BYTES + entry.length, 0));
      let at = 0;
      for (const entry of piece) {
        offsets.push(end + at);
        buffer.writeUInt32BE(entry.length, at);
        buffer.set(entry, at + LENGTH_BYTES);
        at += LENGTH_BYTES + entry.length;
      }
      await writeAll(this.#handle, buffer, end);
      end += buffer.length;
    }
    await this.#handle.datasync();
    this.#length = end;
    return offsets;
  }

  /** The entry that begins at `offset`. */
  read(offset: number): Bytes {
    const length = readUint(this.#read(offset, LENGTH_BYTES), 0, LENGTH_BYTES);
    return this.#read(offset + LENGTH_BYTES, length);
  }

  /** `count` entries from `offset` on, one after the other. */
  *entriesFrom(offset: number, count: number): Generator<Bytes> {
    let at = offset;
    for (let i = 0; i < count; i++) {
      const entry = this.read(at);
      at += LENGTH_BYTES + entry.length;
      yield entry;
    }
  }

  async close(): Promise<void> {
    closeSync(this.#reader);
    await this.#handle.close();
  }

  #read(offset: number, length: number): Bytes {
    assert(offset + length <= this.#length, "only committed entries are read");
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.#reader, bytes, done, length - done, offset + done);
      assert(count > 0, "the entry file does not shrink while it is open");
      done += count;
    }
    return bytes;
  }
}

function* pieces(entries: readonly Bytes[]): Generator<readonly Bytes[]> {
  let piece: Bytes[] = [];
  let bytes = 0;
  for (const entry of entries) {
    piece.push(entry);
    bytes += entry.length;
    if (bytes < PIECE_BYTES) continue;
    yield piece;
    piece = [];
    bytes = 0;
  }
  if (piece.length > 0) yield piece;
}

async function writeAll(handle: FileHandle, buffer: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesWritten } = await handle.write(buffer, done, buffer.length - done, position + done);
    done += bytesWritten;
  }
}
