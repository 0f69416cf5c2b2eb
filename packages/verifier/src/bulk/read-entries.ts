import { type Bytes, readUint, sha256 } from "@veche/base";
import { LEAF_PREFIX, rootOfTile } from "../log/merkle.ts";
import { FULL_WIDTH } from "../log/tile-path.ts";
import type { BundleBatch, EntryColumns } from "./batch.ts";
import { KIND, type PlainEntry } from "./plain-entry.ts";

const HASH_BYTES = 32;

export function newColumns(entries: number): EntryColumns {
  return {
    starts: new Uint32Array(entries),
    lengths: new Uint16Array(entries),
    leaves: new Uint8Array(HASH_BYTES * entries),
    kinds: new Uint8Array(entries),
    times: new Float64Array(entries),
    styles: new Float64Array(entries),
    sets: new Float64Array(entries),
    seqs: new Uint8Array(entries),
    keys: new Uint8Array(HASH_BYTES * entries),
    transactionHashes: new Uint8Array(HASH_BYTES * entries),
    verdicts: new Uint8Array(entries),
  };
}

/** §07.2.1: u16(length) ‖ entry. Gives the number of bundles that could be divided. */
export function divideBundles({ bytes, bundles }: BundleBatch, columns: EntryColumns): number {
  let at = 0;
  let row = 0;
  for (const [i, bundle] of bundles.entries()) {
    const end = at + bundle.bytes;
    for (let n = 0; n < bundle.entries; n++) {
      if (at + 2 > end) return i;
      const length = readUint(bytes, at, 2);
      columns.starts[row] = at + 2;
      columns.lengths[row] = length;
      at += 2 + length;
      row += 1;
    }
    if (at !== end) return i;
  }
  return bundles.length;
}

/** Fills in the columns of one entry but its verdict; gives its kind. */
export function readRow(bytes: Bytes, columns: EntryColumns, row: number, plain: PlainEntry): number {
  const start = columns.starts[row] as number;
  const end = start + (columns.lengths[row] as number);
  columns.leaves.set(leafHashAt(bytes, start, end), HASH_BYTES * row);
  const kind = plain.read(bytes, start, end);
  if (kind === undefined) return KIND.other;
  columns.kinds[row] = kind;
  columns.times[row] = plain.time;
  columns.styles[row] = plain.style;
  columns.sets[row] = plain.set;
  columns.seqs[row] = plain.seq;
  if (plain.style >= 0) {
    columns.keys.set(bytes.subarray(plain.key, plain.key + HASH_BYTES), HASH_BYTES * row);
  }
  if (kind === KIND.cast) {
    columns.transactionHashes.set(sha256(bytes.subarray(plain.transaction, end)), HASH_BYTES * row);
  }
  return kind;
}

/** Before each entry stands its length: its last byte is lent to the prefix of a leaf, so that nothing is copied. */
function leafHashAt(bytes: Bytes, start: number, end: number): Bytes {
  const before = bytes[start - 1] as number;
  bytes[start - 1] = LEAF_PREFIX;
  const hash = sha256(bytes.subarray(start - 1, end));
  bytes[start - 1] = before;
  return hash;
}

/** The root of each full bundle of those that could be divided; zeros for a partial one. */
export function rootsOfBundles(batch: BundleBatch, count: number, leaves: Bytes): Bytes {
  const roots = new Uint8Array(HASH_BYTES * batch.bundles.length);
  let row = 0;
  for (const [i, { entries }] of batch.bundles.slice(0, count).entries()) {
    if (entries === FULL_WIDTH) {
      roots.set(rootOfTile(leaves.subarray(HASH_BYTES * row, HASH_BYTES * (row + entries))), HASH_BYTES * i);
    }
    row += entries;
  }
  return roots;
}

/** What tells a bundle from every other: a hash of the hashes of its entries. */
export const bundleDigest = (leaves: Bytes): Bytes => sha256(leaves);
