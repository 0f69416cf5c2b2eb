import type { Bytes } from "@veche/base";
import type { BundleBatch, EntryColumns } from "./batch.ts";
import { KIND, PlainEntry } from "./plain-entry.ts";
import type { PreparedElection } from "./prepared.ts";
import { readRow } from "./read-entries.ts";

/** Entries of a batch with points in them, by number. Offsets are into the bytes of the batch. */
export type Gathered = {
  readonly rows: Uint32Array;
  /** The ballot, or the body of an `issue`. */
  readonly bodies: Uint32Array;
  readonly bodyEnds: Uint32Array;
  /** Of an `issue`. */
  readonly signatures: Uint32Array;
  /** Number of its first point among those gathered. */
  readonly firsts: Uint32Array;
  /** The points of all of them, in the order of the hints (§09.6.2). */
  readonly encodings: Bytes;
  readonly bundles: readonly GatheredBundle[];
};

export type GatheredBundle = {
  readonly points: number;
  /** The hints of exactly these points, if the bundle has them. */
  readonly hints: Bytes | undefined;
  /** Whether it has another number of hints. */
  readonly isMisfit: boolean;
};

/**
 * Reads the entries of the bundles that could be divided into their columns, and collects the points of those
 * that can be divided into parts: every `issue` with its one signature, every `cast` whose ballot has a style
 * of the election and the length of that style.
 */
export class Gatherer {
  readonly #batch: BundleBatch;
  readonly #columns: EntryColumns;
  readonly #election: PreparedElection | undefined;
  readonly #plain = new PlainEntry();
  readonly #rows: Uint32Array;
  readonly #bodies: Uint32Array;
  readonly #bodyEnds: Uint32Array;
  readonly #signatures: Uint32Array;
  readonly #firsts: Uint32Array;
  readonly #encodings: Bytes;
  #count = 0;
  #points = 0;

  constructor(batch: BundleBatch, columns: EntryColumns, election: PreparedElection | undefined) {
    this.#batch = batch;
    this.#columns = columns;
    this.#election = election;
    const entries = columns.starts.length;
    this.#rows = new Uint32Array(entries);
    this.#bodies = new Uint32Array(entries);
    this.#bodyEnds = new Uint32Array(entries);
    this.#signatures = new Uint32Array(entries);
    this.#firsts = new Uint32Array(entries);
    // The points of an entry stand in the entry: there cannot be more.
    this.#encodings = new Uint8Array(election === undefined ? 0 : batch.bytes.length);
  }

  /** Reads the first bundles of the batch. */
  read(count: number): Gathered {
    const bundles: GatheredBundle[] = [];
    let row = 0;
    let hintsAt = 0;
    for (const bundle of this.#batch.bundles.slice(0, count)) {
      const before = this.#points;
      for (const end = row + bundle.entries; row < end; row++) this.#readEntry(row);
      const points = this.#points - before;
      const hints = this.#batch.hints.subarray(hintsAt, hintsAt + Math.max(0, bundle.hints));
      hintsAt += hints.length;
      // §09.6.3: hints that are not as many as the points of their bundle are not used.
      const fits = bundle.hints === 32 * points;
      bundles.push({ points, hints: fits ? hints : undefined, isMisfit: bundle.hints >= 0 && !fits });
    }
    return {
      rows: this.#rows.subarray(0, this.#count),
      bodies: this.#bodies,
      bodyEnds: this.#bodyEnds,
      signatures: this.#signatures,
      firsts: this.#firsts,
      encodings: this.#encodings.subarray(0, 32 * this.#points),
      bundles,
    };
  }

  #readEntry(row: number): void {
    const plain = this.#plain;
    const kind = readRow(this.#batch.bytes, this.#columns, row, plain);
    if (kind === KIND.other || this.#election === undefined) return;
    const at = this.#count;
    this.#firsts[at] = this.#points;
    if (kind === KIND.issue) {
      this.#gather(plain.signature, 32);
    } else {
      const style = this.#election.styles[plain.style];
      if (style === undefined || style.ballotBytes !== plain.bodyEnd - plain.body) return;
      this.#gather(plain.key, 32);
      this.#gather(plain.body + style.ciphertextsAt, style.responsesAt - style.ciphertextsAt);
    }
    this.#rows[at] = row;
    this.#bodies[at] = plain.body;
    this.#bodyEnds[at] = plain.bodyEnd;
    this.#signatures[at] = plain.signature;
    this.#count += 1;
  }

  #gather(from: number, length: number): void {
    this.#encodings.set(this.#batch.bytes.subarray(from, from + length), 32 * this.#points);
    this.#points += length / 32;
  }
}
