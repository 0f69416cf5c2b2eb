import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { type Bytes, concat, fromHex, sha256, toHex, u64 } from "@veche/base";
import { hashOf, listedOf } from "./transaction.ts";

/** Of a block, as it is stored. */
type Stored = { readonly height: number; readonly txs: readonly string[] };

export type Entry = { readonly index: number; readonly hash: string };

const NOTHING = new Uint8Array(32);

/**
 * A list to which blocks append, in a file of lines: what the chain under test replicates where a node would keep its elections. Its hash is a
 * chain over all transactions, and an empty block leaves it as it is.
 */
export class List {
  readonly #file: number;
  readonly #byCredential = new Map<string, Entry>();
  /** The hash after each transaction. */
  readonly #heads: Bytes[] = [];
  readonly #txs: Bytes[] = [];
  #height = 0;

  constructor(path: string) {
    const blocks = existsSync(path) ? storedBlocks(path) : [];
    this.#file = openSync(path, "a");
    for (const { height, txs } of blocks)
      this.#take(
        height,
        txs.map((tx) => fromHex(tx) ?? NOTHING),
      );
  }

  get height(): number {
    return this.#height;
  }

  get size(): number {
    return this.#txs.length;
  }

  /** Of the list as it would be with more behind it. */
  appHash(more: readonly Bytes[] = []): Bytes {
    const head = more.reduce(next, this.#heads.at(-1) ?? NOTHING);
    return sha256(concat(u64(this.size + more.length), head));
  }

  at = (index: number): Bytes | undefined => this.#txs[index];

  headAt = (size: number): Bytes => this.#heads[size - 1] ?? NOTHING;

  entryOf = (credential: string): Entry | undefined => this.#byCredential.get(credential);

  /** Whether it may stand in a block behind others that are not committed yet. */
  takes(tx: Bytes, before: ReadonlySet<string> = new Set()): boolean {
    const credential = listedOf(tx)?.credential;
    return credential !== undefined && !this.#byCredential.has(credential) && !before.has(credential);
  }

  /** Durable when it returns. */
  commit(height: number, txs: readonly Bytes[]): void {
    const stored: Stored = { height, txs: txs.map(toHex) };
    writeSync(this.#file, `${JSON.stringify(stored)}\n`);
    fsyncSync(this.#file);
    this.#take(height, txs);
  }

  close(): void {
    closeSync(this.#file);
  }

  #take(height: number, txs: readonly Bytes[]): void {
    for (const tx of txs) {
      const credential = listedOf(tx)?.credential ?? "";
      this.#byCredential.set(credential, { index: this.size, hash: hashOf(tx) });
      this.#heads.push(next(this.headAt(this.size), tx));
      this.#txs.push(tx);
    }
    this.#height = height;
  }
}

const next = (head: Bytes, tx: Bytes): Bytes => sha256(concat(head, sha256(tx)));

/** Of a file whose last line may be torn, as a killed process leaves it: the torn line is cut off. */
function storedBlocks(path: string): readonly Stored[] {
  const text = readFileSync(path, "utf8");
  const whole = text.lastIndexOf("\n") + 1;
  truncateSync(path, whole);
  return text
    .slice(0, whole)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Stored);
}
