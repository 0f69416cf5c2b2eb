import { assert, type Bytes, decodeCbor, encodeCbor, readUint, u8, u64 } from "@veche/base";
import type { LedgerView, Write } from "@veche/ledger";
import { decodeFrontier, encodeFrontier, type Frontier } from "@veche/tlog";
import { type Database, open, type RootDatabase } from "lmdb";
import type { LookupRow } from "../lookups/rows.ts";

/** The commit point of a log: everything up to here is durable and acknowledged, everything behind it never was. */
export type Head = {
  readonly size: number;
  /** Bytes of the entry file that hold these entries. */
  readonly fileLength: number;
  /** Time of the last block, ms; 0 before the first. */
  readonly time: number;
  readonly frontier: Frontier;
};

/** Where a transaction stands. */
export type Place = { readonly index: number; readonly blamed: boolean };

/** One block, as it is committed: all of it or nothing. */
export type IndexCommit = {
  readonly head: Head;
  /** Of the block of a chain in which the new entries stand. */
  readonly height?: number | undefined;
  readonly state: Bytes;
  readonly writes: readonly Write[];
  /** Of the new entries, in their order. */
  readonly transactions: readonly { readonly hash: Bytes; readonly blamed: boolean }[];
  readonly offsets: readonly number[];
  /** Hashes of casts that leave the spool. */
  readonly unspooled: readonly Bytes[];
  /** What pages will look up of the new entries. */
  readonly lookups: readonly LookupRow[];
};

/** A cast that waits for its tick, and when it came, ms. */
export type Spooled = { readonly hash: Bytes; readonly time: number; readonly transaction: Bytes };

type Table = Database<Buffer, Buffer>;

const FORMAT = 1;
const TABLES = { encoding: "binary", keyEncoding: "binary" } as const;

/**
 * The index of one log in LMDB. Commits are synchronous and on the disk when they return (`overlappingSync` would return
 * before). After `kill -9` LMDB opens at its last commit by itself.
 */
export class IndexDb implements LedgerView {
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #meta: Table;
  readonly #view: Table;
  readonly #places: Table;
  readonly #offsets: Table;
  readonly #spool: Table;
  readonly #lookups: Table;

  constructor(path: string) {
    this.#root = open<Buffer, Buffer>({ path, maxDbs: 8, overlappingSync: false, noMemInit: true });
    this.#meta = this.#root.openDB("meta", TABLES);
    this.#view = this.#root.openDB("view", TABLES);
    this.#places = this.#root.openDB("places", TABLES);
    this.#offsets = this.#root.openDB("offsets", TABLES);
    this.#spool = this.#root.openDB("spool", TABLES);
    this.#lookups = this.#root.openDB("lookups", TABLES);
  }

  head(): Head | undefined {
    const bytes = read(this.#meta, HEAD);
    return bytes === undefined ? undefined : decodeHead(bytes);
  }

  /** Of the last block of a chain that changed this log; 0: of none. */
  height(): number {
    const bytes = read(this.#meta, HEIGHT);
    return bytes === undefined ? 0 : readUint(bytes, 0, 8);
  }

  state(): Bytes | undefined {
    return read(this.#meta, STATE);
  }

  get(key: Bytes): Bytes | undefined {
    return read(this.#view, key);
  }

  placeOf(transactionHash: Bytes): Place | undefined {
    const bytes = read(this.#places, transactionHash);
    return bytes === undefined ? undefined : { index: readUint(bytes, 0, 8), blamed: bytes[8] === 1 };
  }

  offsetOf(index: number): number | undefined {
    const bytes = read(this.#offsets, u64(index));
    return bytes === undefined ? undefined : readUint(bytes, 0, 8);
  }

  commit({ head, height, state, writes, transactions, offsets, unspooled, lookups }: IndexCommit): void {
    const first = head.size - transactions.length;
    this.#root.transactionSync(() => {
      transactions.forEach(({ hash, blamed }, i) => {
        put(this.#places, hash, Buffer.concat([u64(first + i), u8(blamed ? 1 : 0)]));
        put(this.#offsets, u64(first + i), u64(offsets[i] as number));
      });
      for (const [key, value] of writes) {
        if (value === undefined) remove(this.#view, key);
        else put(this.#view, key, value);
      }
      for (const hash of unspooled) remove(this.#spool, hash);
      const isWhole = this.lookupSize() === first;
      for (const [key, value] of lookups) put(this.#lookups, key, value);
      if (isWhole) put(this.#meta, LOOKUP_SIZE, u64(head.size));
      put(this.#meta, STATE, state);
      if (height !== undefined) put(this.#meta, HEIGHT, u64(height));
      put(this.#meta, HEAD, encodeHead(head));
    });
  }

  /** Durable when it returns: a promise may be given. */
  spool(casts: readonly Spooled[]): void {
    this.#root.transactionSync(() => {
      for (const { hash, time, transaction } of casts) {
        put(this.#spool, hash, Buffer.concat([u64(time), transaction]));
      }
    });
  }

  unspool(hashes: readonly Bytes[]): void {
    this.#root.transactionSync(() => {
      for (const hash of hashes) remove(this.#spool, hash);
    });
  }

  spooled(hash: Bytes): Spooled | undefined {
    const bytes = read(this.#spool, hash);
    return bytes === undefined ? undefined : { hash, ...decodeSpooled(bytes) };
  }

  /** All of them, ascending by hash. */
  *allSpooled(): Generator<Spooled> {
    for (const { key, value } of this.#spool.getRange()) {
      yield { hash: new Uint8Array(key), ...decodeSpooled(new Uint8Array(value)) };
    }
  }

  /** Every key and value of the view in order of keys, to compare two of them. */
  *viewEntries(): Generator<readonly [Bytes, Bytes]> {
    for (const { key, value } of this.#view.getRange()) yield [new Uint8Array(key), new Uint8Array(value)];
  }

  /** How many entries the lookups hold the rows of: the size of the log, or they are to be made anew. */
  lookupSize(): number {
    const bytes = read(this.#meta, LOOKUP_SIZE);
    return bytes === undefined ? 0 : readUint(bytes, 0, 8);
  }

  /** Forgets the lookups: the next start makes them anew from the entries. */
  forgetLookups(): void {
    this.#root.transactionSync(() => {
      this.#lookups.clearSync();
      remove(this.#meta, LOOKUP_SIZE);
    });
  }

  /** Rows of entries that are in the log already; `size`: as many entries have theirs then. */
  addLookups(rows: readonly LookupRow[], size: number): void {
    this.#root.transactionSync(() => {
      for (const [key, value] of rows) put(this.#lookups, key, value);
      put(this.#meta, LOOKUP_SIZE, u64(size));
    });
  }

  lookup(key: Bytes): Bytes | undefined {
    return read(this.#lookups, key);
  }

  /** Indices below `prefix`, ascending, with their values. */
  *lookupsOf(prefix: Bytes): Generator<{ readonly index: number; readonly value: Bytes }> {
    const start = Buffer.concat([prefix, u64(0)]);
    const end = Buffer.concat([prefix, new Uint8Array(8).fill(0xff)]);
    for (const { key, value } of this.#lookups.getRange({ start, end })) {
      yield { index: readUint(new Uint8Array(key), prefix.length, 8), value: new Uint8Array(value) };
    }
  }

  /** All of them in order of keys, to compare them with what the entries say. */
  *allLookups(): Generator<LookupRow> {
    for (const { key, value } of this.#lookups.getRange()) yield [new Uint8Array(key), new Uint8Array(value)];
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}

const HEAD = Buffer.from("head");
const HEIGHT = Buffer.from("height");
const STATE = Buffer.from("state");
/** Renamed when rows of a new kind came: lookups of an older version, which lack them, are made anew at the start. */
const LOOKUP_SIZE = Buffer.from("lookup-size-2");

/** LMDB takes and gives Buffers; the house speaks Uint8Array. */
const bufferOf = (bytes: Bytes): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function read(table: Table, key: Bytes): Bytes | undefined {
  const value = table.get(bufferOf(key));
  return value === undefined ? undefined : new Uint8Array(value);
}

function put(table: Table, key: Bytes, value: Bytes): void {
  table.putSync(bufferOf(key), bufferOf(value));
}

function remove(table: Table, key: Bytes): void {
  table.removeSync(bufferOf(key));
}

function encodeHead({ size, fileLength, time, frontier }: Head): Bytes {
  return encodeCbor([FORMAT, size, fileLength, time, encodeFrontier(frontier)]);
}

/** What we wrote ourselves under LMDB's own checks: anything else is a bug or a foreign file. */
function decodeHead(bytes: Bytes): Head {
  const value = decodeCbor(bytes);
  const fields = value.ok && Array.isArray(value.value) ? value.value : [];
  const [format, size, fileLength, time, encoded] = fields;
  assert(format === FORMAT, "the index is of a format that this version writes");
  assert(
    typeof size === "number" && typeof fileLength === "number" && typeof time === "number",
    "a head holds numbers",
  );
  assert(encoded instanceof Uint8Array, "a head holds a frontier");
  const frontier = decodeFrontier(encoded);
  assert(frontier.ok && frontier.value.size === size, "the frontier is that of the size");
  return { size, fileLength, time, frontier: frontier.value };
}

function decodeSpooled(bytes: Bytes): Omit<Spooled, "hash"> {
  return { time: readUint(bytes, 0, 8), transaction: bytes.slice(8) };
}
