import type { Bytes, RandomBytes } from "@veche/base";
import { KeyTable } from "./key-table.ts";

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A column that grows with the rows of a table. */
function grown<C extends Column>(column: C, row: number, make: (length: number) => C): C {
  if (row < column.length) return column;
  const larger = make(Math.max(1024, 2 * column.length));
  larger.set(column);
  return larger;
}

/** Roll entries of all styles (§04.1.4): of each its style, and whether a credential was issued for it. */
export class RollTable {
  readonly #keys: KeyTable;
  /** 2·style, and 1 more once it was issued. */
  #marks = new Uint32Array(0);

  constructor(randomBytes: RandomBytes) {
    this.#keys = new KeyTable(randomBytes);
  }

  has(bytes: Bytes, at: number): boolean {
    return this.#keys.find(bytes, at) >= 0;
  }

  add(bytes: Bytes, at: number, style: number): void {
    const row = this.#keys.add(bytes, at);
    this.#marks = grown(this.#marks, row, (length) => new Uint32Array(length));
    this.#marks[row] = 2 * style;
  }

  /** Whether the entry stands in the roll of the style, and whether it was issued. */
  stateOf(bytes: Bytes, at: number, style: number): "unknown" | "fresh" | "issued" {
    // Row -1, of what is not in the table, has no mark.
    const mark = this.#marks[this.#keys.find(bytes, at)];
    if (mark === 2 * style) return "fresh";
    return mark === 2 * style + 1 ? "issued" : "unknown";
  }

  issue(bytes: Bytes, at: number): void {
    const row = this.#keys.find(bytes, at);
    if (row >= 0) this.#marks[row] = (this.#marks[row] as number) | 1;
  }
}

/** Credentials with an accepted ballot, by row: what is known of the last one. */
export class CredentialTable {
  readonly #keys: KeyTable;
  #styles = new Uint16Array(0);
  #seqs = new Uint8Array(0);
  #entries = new Float64Array(0);
  #blocks = new Uint32Array(0);

  constructor(randomBytes: RandomBytes) {
    this.#keys = new KeyTable(randomBytes);
  }

  /** The row of X, or -1. */
  find(bytes: Bytes, at: number): number {
    return this.#keys.find(bytes, at);
  }

  styleOf(row: number): number {
    return this.#styles[row] as number;
  }

  seqOf(row: number): number {
    return this.#seqs[row] as number;
  }

  /** Where it stands in the log. */
  entryOf(row: number): number {
    return this.#entries[row] as number;
  }

  /** Serial number of its block. */
  blockOf(row: number): number {
    return this.#blocks[row] as number;
  }

  /** Notes the ballot that is now the last one of X; gives its row. */
  put(bytes: Bytes, at: number, style: number, seq: number, entry: number, block: number): void {
    const row = this.#keys.add(bytes, at);
    this.#styles = grown(this.#styles, row, (length) => new Uint16Array(length));
    this.#seqs = grown(this.#seqs, row, (length) => new Uint8Array(length));
    this.#entries = grown(this.#entries, row, (length) => new Float64Array(length));
    this.#blocks = grown(this.#blocks, row, (length) => new Uint32Array(length));
    this.#styles[row] = style;
    this.#seqs[row] = seq;
    this.#entries[row] = entry;
    this.#blocks[row] = block;
  }
}
