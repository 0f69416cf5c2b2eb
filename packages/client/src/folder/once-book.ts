import {
  type Bytes,
  concat,
  equalBytes,
  err,
  fromHex,
  ok,
  type Result,
  readUint,
  toHex,
  u16,
} from "@veche/base";
import type { LockError } from "./lock.ts";
import { RecordFile, type RecordFileError } from "./record-file.ts";

type Standing = { readonly value: Bytes; readonly durable: Promise<void> };

/**
 * A durable book in which each key gets one value, for ever: the issuer's rollEntry → issueHash (§04.5.4), the registrar's poll book. Of
 * any number of writers at the same time one wins, and nobody is told anything before it lasts.
 */
export class OnceBook {
  readonly #file: RecordFile;
  readonly #standing: Map<string, Standing>;

  private constructor(file: RecordFile, standing: Map<string, Standing>) {
    this.#file = file;
    this.#standing = standing;
  }

  /** Opens or makes the book. Two values for one key, or a record without its whole key, are corruption: the book cannot have written them. */
  static async open(path: string): Promise<Result<OnceBook, RecordFileError | LockError>> {
    const standing = new Map<string, Standing>();
    const durable = Promise.resolve();
    let isWrong = false;
    const file = await RecordFile.open(path, (record) => {
      const read = readRecord(record);
      const known = read && standing.get(read.name);
      isWrong ||= read === undefined || (known !== undefined && !equalBytes(known.value, read.value));
      if (read !== undefined) standing.set(read.name, { value: read.value, durable });
    });
    if (!file.ok) return file;
    if (!isWrong) return ok(new OnceBook(file.value, standing));
    await file.value.close();
    return err({ code: "RECORDS_CORRUPT", path, offset: 0 });
  }

  get size(): number {
    return this.#standing.size;
  }

  /** What stands for the key, once that lasts: this value if there was none before. */
  async bind(key: Bytes, value: Bytes): Promise<Bytes> {
    const name = toHex(key);
    const known = this.#standing.get(name);
    if (known !== undefined) {
      await known.durable;
      return known.value;
    }
    // ⚔ Taken before the first wait: whoever comes now finds it.
    const durable = this.#file.append(concat(u16(key.length), key, value));
    this.#standing.set(name, { value, durable });
    await durable;
    return value;
  }

  /** What stands for the key and lasts; `undefined` if nothing does. */
  async find(key: Bytes): Promise<Bytes | undefined> {
    const known = this.#standing.get(toHex(key));
    await known?.durable;
    return known?.value;
  }

  /** Every key with its value, in the order in which they came; the last ones may still be on their way to the disk. */
  *all(): Iterable<readonly [key: Bytes, value: Bytes]> {
    for (const [name, { value }] of this.#standing) yield [fromHex(name) ?? new Uint8Array(0), value];
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function readRecord(record: Bytes): { readonly name: string; readonly value: Bytes } | undefined {
  if (record.length < 2) return undefined;
  const end = 2 + readUint(record, 0, 2);
  if (end > record.length) return undefined;
  return { name: toHex(record.subarray(2, end)), value: record.slice(end) };
}
