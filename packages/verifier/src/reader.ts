import type { Bytes } from "@veche/base";

export type RecordFile = {
  /** Path inside the record, with `/`. */
  readonly path: string;
  /** Size in bytes; -1 for what is not a regular file. */
  readonly size: number;
};

/** Access to the files of one record (spec/09-record.md), wherever they lie. */
export type RecordReader = {
  list(): Promise<readonly RecordFile[]>;
  /** The whole file, or `undefined` if it is missing or cannot be read. */
  read(path: string): Promise<Bytes | undefined>;
  /**
   * Bytes of a file from an offset on, fewer if it ends before; `undefined` like `read`. Only for the hints (§09.6), which
   * are as large as hundreds of bundles: a reader without it verifies without them.
   */
  readRange?(path: string, from: number, length: number): Promise<Bytes | undefined>;
};

/** A record held in memory. */
export function memoryReader(files: ReadonlyMap<string, Bytes>): RecordReader {
  return {
    list: async () => [...files].map(([path, bytes]) => ({ path, size: bytes.length })),
    read: async (path) => files.get(path),
    readRange: async (path, from, length) => files.get(path)?.slice(from, from + length),
  };
}
