import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import {
  assert,
  type Bytes,
  concat,
  equalBytes,
  err,
  ok,
  type Result,
  readUint,
  sha256,
  u32,
} from "@veche/base";
import { syncFolder } from "./atomic-write.ts";
import { type Lock, type LockError, takeLock } from "./lock.ts";
import { WriteQueue } from "./write-queue.ts";

/** `offset`: first byte that cannot be read. Nothing is repaired by guessing: a lost record could be signed again. */
export type RecordFileError = {
  readonly code: "RECORDS_CORRUPT";
  readonly path: string;
  readonly offset: number;
};

const LENGTH_BYTES = 4;
const HEADER_BYTES = 16;
const FRAME_BYTES_MAX = 0x7fff_ffff;

/**
 * An append-only file of small records that must survive a crash before anything is done on their strength: the issuer's
 * journal, the registrar's poll book. Records that come together are one frame: a header of u32 length, 4 bytes of the length's SHA-256
 * and 8 of the content's; then the content, a sequence of u32 length ‖ record. A torn frame can only be the last one, and nobody was told
 * that it was written: it is cut off. Anything else that does not fit is corruption.
 */
export class RecordFile {
  readonly #file: FileHandle;
  readonly #lock: Lock;
  readonly #queue: WriteQueue<Bytes>;

  private constructor(file: FileHandle, lock: Lock) {
    this.#file = file;
    this.#lock = lock;
    this.#queue = new WriteQueue((records) => this.#write(records));
  }

  /** Opens or makes the file; `take` sees every record in order. One process at a time. */
  static async open(
    path: string,
    take: (record: Bytes) => void,
  ): Promise<Result<RecordFile, RecordFileError | LockError>> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const lock = takeLock(path);
    if (!lock.ok) return lock;
    const file = await open(path, "a+", 0o600);
    const bytes = new Uint8Array(await file.readFile());
    const good = readFrames(bytes, take);
    if (!good.ok) {
      await file.close();
      lock.value.release();
      return err({ code: "RECORDS_CORRUPT", path, offset: good.error.offset });
    }
    if (good.value < bytes.length) await file.truncate(good.value);
    await file.sync();
    await syncFolder(dirname(path));
    return ok(new RecordFile(file, lock.value));
  }

  /** Returns when the record is on the disk. */
  append(record: Bytes): Promise<void> {
    return this.#queue.add(record);
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#file.close();
    this.#lock.release();
  }

  async #write(records: readonly Bytes[]): Promise<void> {
    const content = concat(...records.flatMap((record) => [u32(record.length), record]));
    assert(content.length <= FRAME_BYTES_MAX, "too many records at once");
    await this.#file.appendFile(concat(headerOf(content), content));
    await this.#file.datasync();
  }
}

function headerOf(content: Bytes): Bytes {
  const length = u32(content.length);
  return concat(length, sha256(length).subarray(0, 4), sha256(content).subarray(0, 8));
}

/** The length of the good part; every record of it has been handed over. */
function readFrames(
  bytes: Bytes,
  take: (record: Bytes) => void,
): Result<number, { readonly code: "BROKEN"; readonly offset: number }> {
  let at = 0;
  while (at < bytes.length) {
    const start = at + HEADER_BYTES;
    if (start > bytes.length) return ok(at);
    const header = bytes.subarray(at, start);
    const end = start + readUint(header, 0, LENGTH_BYTES);
    const content = bytes.subarray(start, end);
    if (!equalBytes(header, headerOf(content))) {
      // Written in part: the end is missing, or the file system grew the file and what should stand there is zeros.
      const isTorn = isLengthRight(header)
        ? end >= bytes.length
        : bytes.subarray(start).every((byte) => byte === 0);
      return isTorn ? ok(at) : err({ code: "BROKEN", offset: at });
    }
    const records = recordsIn(content);
    // Right by its hash and wrong in itself: not written by us, and nothing of it is believed.
    if (records === undefined) return err({ code: "BROKEN", offset: at });
    for (const record of records) take(record);
    at = end;
  }
  return ok(at);
}

/** The length is vouched for by itself: one that was changed later must not make the rest look torn. */
const isLengthRight = (header: Bytes): boolean =>
  equalBytes(sha256(header.subarray(0, LENGTH_BYTES)).subarray(0, 4), header.subarray(4, 8));

/** The records of a frame; `undefined` if they do not fill it. */
function recordsIn(content: Bytes): readonly Bytes[] | undefined {
  const records: Bytes[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= content.length) {
    const end = at + LENGTH_BYTES + readUint(content, at, LENGTH_BYTES);
    if (end > content.length) return undefined;
    records.push(content.slice(at + LENGTH_BYTES, end));
    at = end;
  }
  return at === content.length ? records : undefined;
}
