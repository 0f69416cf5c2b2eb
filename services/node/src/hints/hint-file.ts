import { type FileHandle, open } from "node:fs/promises";
import { type Bytes, concat, equalBytes, readUint, sha256, u16, u32, u64 } from "@veche/base";
import type { EntryHints } from "./entry-hints.ts";

/** Hints of consecutive entries, as they were found when these were verified. */
export type HintFrame = { readonly first: number; readonly hints: readonly EntryHints[] };

/** u64 first ‖ u32 count ‖ u32 bytes of hints ‖ 8 bytes of SHA-256 over all the rest. */
const HEAD_BYTES = 24;
/** u32 at the end: length of the whole frame, so that the last one is found without reading the others. */
const TAIL_BYTES = 4;
const HINT_BYTES = 32;
/** In place of a number of hints: nobody knows them. */
const UNKNOWN = 0xffff;
/** More than any block: a frame that claims more is none. */
const FRAME_BYTES_MAX = 1024 * 1024 * 1024;

/**
 * Hints beside the entries of a log (§09.6): an append-only file of frames that nobody relies on. It is written without
 * waiting for the disk, after the entries are committed. What a crash takes, or leaves half written, is cut off at the start,
 * and missing from then on; who wants it can compute it anew from the entries.
 */
export class HintFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #length: number;
  #next: number;

  private constructor(path: string, handle: FileHandle, { length, next }: Good) {
    this.path = path;
    this.#handle = handle;
    this.#length = length;
    this.#next = next;
  }

  /** @param logSize entries of the log; what claims to be of later ones is cut off. */
  static async open(path: string, logSize: number): Promise<HintFile> {
    // "a" would create the file but could not write at a position.
    await (await open(path, "a")).close();
    const handle = await open(path, "r+");
    try {
      const good = (await goodEnd(handle, logSize)) ?? (await goodBeginning(handle, logSize));
      const { size } = await handle.stat();
      if (size > good.length) await handle.truncate(good.length);
      return new HintFile(path, handle, good);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Appends hints of entries that are committed. Entries without any need no frame. */
  async append(first: number, hints: readonly EntryHints[]): Promise<void> {
    if (first < this.#next || !hints.some((one) => one !== undefined && one.length > 0)) return;
    const frame = encodeFrame({ first, hints });
    // Only a whole frame counts: the next one is written over half of one.
    await writeAll(this.#handle, frame, this.#length);
    this.#length += frame.length;
    this.#next = first + hints.length;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** All whole frames from the beginning, ascending, one in memory at a time; it ends at the first that is damaged. */
export async function* readHintFrames(handle: FileHandle): AsyncGenerator<HintFrame & Good> {
  const { size } = await handle.stat();
  let [at, next] = [0, 0];
  while (at < size) {
    const frame = await frameAt(handle, at, size);
    if (frame === undefined || frame.first < next) return;
    at += frame.length;
    next = frame.first + frame.hints.length;
    yield { ...frame, length: at, next };
  }
}

/** A file up to a length at which all frames are whole, and the index after the last entry of them. */
type Good = { readonly length: number; readonly next: number };

/** The whole file, if its last frame is whole: then nothing but that one was read. */
async function goodEnd(handle: FileHandle, logSize: number): Promise<Good | undefined> {
  const { size } = await handle.stat();
  if (size === 0) return { length: 0, next: 0 };
  if (size < HEAD_BYTES + TAIL_BYTES) return undefined;
  const length = readUint(await read(handle, size - TAIL_BYTES, TAIL_BYTES), 0, 4);
  const frame = length > size ? undefined : await frameAt(handle, size - length, size);
  if (frame?.length !== length) return undefined;
  const next = frame.first + frame.hints.length;
  return next > logSize ? undefined : { length: size, next };
}

/** After a crash: as far as frames are whole and of this log. Reads all of the file. */
async function goodBeginning(handle: FileHandle, logSize: number): Promise<Good> {
  let good: Good = { length: 0, next: 0 };
  for await (const { length, next } of readHintFrames(handle)) {
    if (next > logSize) break;
    good = { length, next };
  }
  return good;
}

async function frameAt(
  handle: FileHandle,
  at: number,
  size: number,
): Promise<(HintFrame & { readonly length: number }) | undefined> {
  if (at + HEAD_BYTES + TAIL_BYTES > size) return undefined;
  const head = await read(handle, at, HEAD_BYTES);
  const count = readUint(head, 8, 4);
  const bytes = readUint(head, 12, 4);
  const length = HEAD_BYTES + 2 * count + bytes + TAIL_BYTES;
  if (length > FRAME_BYTES_MAX || at + length > size) return undefined;
  const rest = await read(handle, at + HEAD_BYTES, length - HEAD_BYTES);
  if (!equalBytes(head.subarray(16), checkOf(head.subarray(0, 16), rest))) return undefined;
  const hints = cutHints(rest, count, bytes);
  return hints && { first: readFirst(head), hints, length };
}

function cutHints(rest: Bytes, count: number, bytes: number): readonly EntryHints[] | undefined {
  const hints: EntryHints[] = [];
  let at = 2 * count;
  for (let i = 0; i < count; i++) {
    const number = readUint(rest, 2 * i, 2);
    const length = number === UNKNOWN ? 0 : number * HINT_BYTES;
    hints.push(number === UNKNOWN ? undefined : rest.subarray(at, at + length));
    at += length;
  }
  return at === 2 * count + bytes ? hints : undefined;
}

function encodeFrame({ first, hints }: HintFrame): Bytes {
  const counts = hints.map((one) => u16(one === undefined ? UNKNOWN : one.length / HINT_BYTES));
  const known = hints.flatMap((one) => (one === undefined ? [] : [one]));
  const bytes = known.reduce((sum, one) => sum + one.length, 0);
  const length = HEAD_BYTES + 2 * hints.length + bytes + TAIL_BYTES;
  const head = concat(u64(first), u32(hints.length), u32(bytes));
  const rest = concat(...counts, ...known, u32(length));
  return concat(head, checkOf(head, rest), rest);
}

const checkOf = (head: Bytes, rest: Bytes): Bytes => sha256(concat(head, rest)).subarray(0, 8);

/** Of damaged bytes, too: a number that is no index matches no check. */
const readFirst = (head: Bytes): number => readUint(head, 0, 4) * 2 ** 32 + readUint(head, 4, 4);

async function read(handle: FileHandle, position: number, length: number): Promise<Bytes> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

async function writeAll(handle: FileHandle, bytes: Bytes, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
