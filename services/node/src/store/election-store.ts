import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assert, type Bytes, err, ok, type Result } from "@veche/base";
import type { LedgerView, Write } from "@veche/ledger";
import { EMPTY_FRONTIER, type Frontier, leafHash } from "@veche/tlog";
import type { LookupRow } from "../lookups/rows.ts";
import { EntryFile, type EntryFileError } from "./entry-file.ts";
import { syncFolder } from "./files.ts";
import { type Head, IndexDb, type Place, type Spooled } from "./index-db.ts";

export type StoreError = EntryFileError;

/** Folders and files of one election below the node's home. */
export type ElectionPaths = {
  readonly folder: string;
  readonly entries: string;
  readonly index: string;
  /** What the world may read: checkpoint and tiles. */
  readonly published: string;
  readonly temporary: string;
  readonly evidence: string;
  /** Saves readers time; nothing depends on it. */
  readonly hints: string;
};

export function electionPaths(folder: string): ElectionPaths {
  return {
    folder,
    entries: join(folder, "entries"),
    index: join(folder, "index"),
    published: join(folder, "public"),
    temporary: join(folder, "temporary"),
    evidence: join(folder, "evidence"),
    hints: join(folder, "hints"),
  };
}

/** Where new entries stand in the entry file, and their leaf hashes. */
export type Appended = { readonly offsets: readonly number[]; readonly leaves: readonly Bytes[] };

/** What the entries of one block change. */
export type StoredBlock = {
  readonly time: number;
  /** Of the block of a chain. */
  readonly height?: number | undefined;
  /** SHA-256 of the transaction bytes of each entry, and whether it was blamed. */
  readonly transactions: readonly { readonly hash: Bytes; readonly blamed: boolean }[];
  /** Of the log with these entries, as the state machine has it. */
  readonly frontier: Frontier;
  readonly state: Bytes;
  readonly writes: readonly Write[];
  readonly unspooled: readonly Bytes[];
  readonly lookups: readonly LookupRow[];
};

export const EMPTY_HEAD: Head = { size: 0, fileLength: 0, time: 0, frontier: EMPTY_FRONTIER };

/**
 * One log on disk. The crash rule: entries are appended and synced first, then one LMDB transaction moves the head over
 * them; at the start the entry file is cut back to the head. So whatever was acknowledged is there, and nothing else.
 */
export class ElectionStore {
  readonly paths: ElectionPaths;
  readonly #entries: EntryFile;
  readonly #index: IndexDb;
  #head: Head;

  private constructor(paths: ElectionPaths, entries: EntryFile, index: IndexDb, head: Head) {
    this.paths = paths;
    this.#entries = entries;
    this.#index = index;
    this.#head = head;
  }

  static async open(folder: string): Promise<Result<ElectionStore, StoreError>> {
    const paths = electionPaths(folder);
    await rm(paths.temporary, { recursive: true, force: true });
    for (const path of [paths.folder, paths.index, paths.published, paths.temporary]) {
      await mkdir(path, { recursive: true });
    }
    const index = new IndexDb(paths.index);
    const head = index.head() ?? EMPTY_HEAD;
    const entries = await EntryFile.open(paths.entries, head.fileLength);
    if (!entries.ok) {
      await index.close();
      return err(entries.error);
    }
    // A crash must not take a new folder's name away while what is in it is durable.
    for (const path of [paths.index, paths.folder, dirname(paths.folder)]) await syncFolder(path);
    return ok(new ElectionStore(paths, entries.value, index, head));
  }

  get head(): Head {
    return this.#head;
  }

  /** Of the block of a chain in which the last entries stand; 0: of none. */
  get height(): number {
    return this.#index.height();
  }

  /** The encoded state of the last commit; nothing before the first. */
  get state(): Bytes | undefined {
    return this.#index.state();
  }

  get view(): LedgerView {
    return this.#index;
  }

  /** First half of a commit: the entries are on the disk, and not yet part of the log. A failure is final. */
  async append(entries: readonly Bytes[]): Promise<Appended> {
    return { offsets: await this.#entries.append(entries), leaves: entries.map(leafHash) };
  }

  /** Second half, in one go: head, state, view and spool move together, and are durable when it returns. */
  commit({ offsets, leaves }: Appended, block: StoredBlock): void {
    const { frontier, time } = block;
    const size = this.#head.size + leaves.length;
    assert(frontier.size === size, "the state machine has appended the same entries");
    const head: Head = { size, fileLength: this.#entries.length, time, frontier };
    const { height, state, writes, transactions, unspooled, lookups } = block;
    this.#index.commit({ head, height, state, writes, transactions, offsets, unspooled, lookups });
    this.#head = head;
  }

  placeOf(transactionHash: Bytes): Place | undefined {
    return this.#index.placeOf(transactionHash);
  }

  entry(index: number): Bytes | undefined {
    const offset = index < this.#head.size ? this.#index.offsetOf(index) : undefined;
    return offset === undefined ? undefined : this.#entries.read(offset);
  }

  /** The entries [from, to), which must exist, read one by one. */
  *entries(from: number, to: number): Generator<Bytes> {
    if (from >= to) return;
    yield* this.#entries.entriesFrom(this.offsetOf(from), to - from);
  }

  /** Where entry `index` begins in the entry file; of the size of the log, where it ends. */
  offsetOf(index: number): number {
    const offset = index === this.#head.size ? this.#head.fileLength : this.#index.offsetOf(index);
    if (offset === undefined) throw new RangeError(`no entry ${index}`);
    return offset;
  }

  spool(casts: readonly Spooled[]): void {
    this.#index.spool(casts);
  }

  unspool(hashes: readonly Bytes[]): void {
    this.#index.unspool(hashes);
  }

  spooled(hash: Bytes): Spooled | undefined {
    return this.#index.spooled(hash);
  }

  allSpooled(): Iterable<Spooled> {
    return this.#index.allSpooled();
  }

  /** What pages look up (§12.7.2), and whoever checks it or makes it anew. */
  get lookups(): Pick<
    IndexDb,
    "lookup" | "lookupsOf" | "allLookups" | "lookupSize" | "addLookups" | "forgetLookups"
  > {
    return this.#index;
  }

  viewEntries(): Iterable<readonly [Bytes, Bytes]> {
    return this.#index.viewEntries();
  }

  async close(): Promise<void> {
    await this.#entries.close();
    await this.#index.close();
  }
}
