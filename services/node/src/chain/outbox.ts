import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type Bytes, readUint, sha256, u64 } from "@veche/base";
import { encodeChainTransaction } from "@veche/ledger";
import { type Database, open, type RootDatabase } from "lmdb";
import { syncFolder } from "../store/files.ts";

const ELECTION_ID_BYTES = 32;
const TIME_BYTES = 8;
const HEIGHT_BYTES = 8;

/** A transaction that this node has accepted, for the chain to take. */
export type Kept = {
  /** SHA-256 of the chain transaction (§06.9.1): the same bytes may stand in two elections. */
  readonly key: Bytes;
  readonly electionId: Bytes;
  readonly transaction: Bytes;
  /** When it was accepted, ms. */
  readonly since: number;
  /** Of the chain's last block then. Below it this node knows less than when it accepted: it was wiped, and plays again. */
  readonly height: number;
};

type Table = Database<Buffer, Buffer>;
type Pending = { readonly put: Kept } | { readonly remove: Bytes };

/**
 * What this node has promised to bring into the chain, on disk (ADR 0019). A database of its own, not the elections' spools: it also
 * holds what begins an election, which has no store yet. It need not move together with any log: whatever stands in its log is
 * forgotten here, at the next start if not before.
 */
export class Outbox {
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #table: Table;
  #pending: Pending[] = [];
  #flushed: Promise<void> | undefined;

  private constructor(root: RootDatabase<Buffer, Buffer>) {
    this.#root = root;
    this.#table = root.openDB("outbox", { encoding: "binary", keyEncoding: "binary" });
  }

  static async open(folder: string): Promise<Outbox> {
    await mkdir(folder, { recursive: true });
    const root = open<Buffer, Buffer>({ path: folder, maxDbs: 1, overlappingSync: false, noMemInit: true });
    const outbox = new Outbox(root);
    // A crash must not take a new folder's name away while what is in it is durable.
    for (const path of [folder, dirname(folder)]) await syncFolder(path);
    return outbox;
  }

  /** Resolves when it is on the disk: only then may the node promise. Many that come at once share one writing. */
  add(kept: Kept): Promise<void> {
    this.#pending.push({ put: kept });
    return this.#flush();
  }

  /** Not waited for: what comes back after a crash is found in its log. */
  remove(key: Bytes): Promise<void> {
    this.#pending.push({ remove: key });
    return this.#flush();
  }

  get(key: Bytes): Kept | undefined {
    const value = this.#table.get(bufferOf(key));
    return value === undefined ? undefined : keptOf(key, new Uint8Array(value));
  }

  /** All of them, ascending by key. */
  *all(): Generator<Kept> {
    for (const { key, value } of this.#table.getRange()) {
      yield keptOf(new Uint8Array(key), new Uint8Array(value));
    }
  }

  async close(): Promise<void> {
    await this.#flushed;
    await this.#root.close();
  }

  #flush(): Promise<void> {
    this.#flushed ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const pending = this.#pending;
        this.#pending = [];
        this.#flushed = undefined;
        try {
          this.#root.transactionSync(() => this.#write(pending));
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return this.#flushed;
  }

  #write(pending: readonly Pending[]): void {
    for (const one of pending) {
      if ("remove" in one) {
        this.#table.removeSync(bufferOf(one.remove));
        continue;
      }
      const { key, since, height, electionId, transaction } = one.put;
      const value = Buffer.concat([u64(since), u64(height), electionId, transaction]);
      this.#table.putSync(bufferOf(key), value);
    }
  }
}

/** The key under which a transaction is kept. */
export const outboxKey = (electionId: Bytes, transaction: Bytes): Bytes =>
  sha256(encodeChainTransaction(electionId, transaction));

function keptOf(key: Bytes, value: Bytes): Kept {
  const numbers = TIME_BYTES + HEIGHT_BYTES;
  const behind = numbers + ELECTION_ID_BYTES;
  return {
    key,
    since: readUint(value, 0, TIME_BYTES),
    height: readUint(value, TIME_BYTES, HEIGHT_BYTES),
    electionId: value.slice(numbers, behind),
    transaction: value.slice(behind),
  };
}

/** LMDB takes and gives Buffers; the house speaks Uint8Array. */
const bufferOf = (bytes: Bytes): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
