import type { Bytes } from "@veche/base";

/**
 * Where a party keeps its own view of one log: entries that are only appended, and the last checkpoint it accepted. The
 * view is worth only what survives a crash: what `commit` has returned from must still be there afterwards.
 */
export type ViewStorage = {
  /** The last committed checkpoint note, and how many entries are stored; there may be more than it covers. */
  readonly load: () => Promise<StoredView>;
  /** Stored entries [from, to) in order, in batches; the caller has seen to it that they are there. */
  readonly read: (from: number, to: number) => AsyncIterable<readonly Bytes[]>;
  /** Appends without promising that it lasts. */
  readonly append: (entries: readonly Bytes[]) => Promise<void>;
  /** Drops all entries from `size` on: what was appended but never committed. */
  readonly truncate: (size: number) => Promise<void>;
  /** Makes all appended entries last, THEN replaces the checkpoint, whole or not at all. */
  readonly commit: (checkpoint: Bytes) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type StoredView = { readonly checkpoint: Bytes | undefined; readonly size: number };

const BATCH = 256;

/** For tests, and for a page that keeps nothing. */
export function memoryStorage(): ViewStorage {
  const entries: Bytes[] = [];
  let checkpoint: Bytes | undefined;
  return {
    load: async () => ({ checkpoint, size: entries.length }),
    read: async function* (from, to) {
      for (let at = from; at < to; at += BATCH) yield entries.slice(at, Math.min(at + BATCH, to));
    },
    append: async (added) => {
      entries.push(...added);
    },
    truncate: async (size) => {
      entries.length = Math.min(entries.length, size);
    },
    commit: async (note) => {
      checkpoint = note;
    },
    close: async () => {},
  };
}

/** One stored entry; `undefined` if the storage gives none. */
export async function readEntry(storage: ViewStorage, index: number): Promise<Bytes | undefined> {
  for await (const [entry] of storage.read(index, index + 1)) return entry;
  return undefined;
}
