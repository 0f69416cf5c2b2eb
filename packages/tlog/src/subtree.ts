import { type Bytes, err, ok, type Result } from "@veche/base";
import { emptyRoot, nodeHash } from "./merkle-hash.ts";

/** The complete subtree over the leaves [index·2^level, (index + 1)·2^level). */
export type NodeAddress = { readonly level: number; readonly index: number };

/** Hash of a complete subtree, or `undefined` if it is not at hand. The proof makers ask for nothing else. */
export type HashReader = (level: number, index: number) => Bytes | undefined;

export type HashMissing = { readonly code: "HASH_MISSING"; readonly level: number; readonly index: number };

/**
 * Leaves D[start:end) of RFC 6962: a subtree of the tree's own recursion, so `start` is a multiple of the
 * smallest power of two that is not below its length.
 */
export type LeafRange = { readonly start: number; readonly end: number };

/** The largest power of two strictly below `length` (k of RFC 6962 §2.1); `length` ≥ 2. */
export function splitPoint(length: number): number {
  let power = 1;
  while (power * 2 < length) power *= 2;
  return power;
}

/** The complete subtrees that make up a range, from left to right, each lower than the one before it. */
export function rangeNodes(range: LeafRange): readonly NodeAddress[] {
  const nodes: NodeAddress[] = [];
  let start = range.start;
  while (start < range.end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= range.end - start) {
      width *= 2;
      level++;
    }
    nodes.push({ level, index: start / width });
    start += width;
  }
  return nodes;
}

/** Merkle tree hash of a range (MTH of RFC 6962 §2.1); of no leaves, the empty root. */
export function rangeHash(range: LeafRange, read: HashReader): Result<Bytes, HashMissing> {
  let hash: Bytes | undefined;
  for (const { level, index } of rangeNodes(range).toReversed()) {
    const left = read(level, index);
    if (left === undefined) return err({ code: "HASH_MISSING", level, index });
    hash = hash === undefined ? left : nodeHash(left, hash);
  }
  return ok(hash ?? emptyRoot());
}

/** Root of the tree of the first `size` leaves. */
export const treeRoot = (size: number, read: HashReader): Result<Bytes, HashMissing> =>
  rangeHash({ start: 0, end: size }, read);

/** Hashes of several ranges, in order: the body of every proof. */
export function rangeHashes(
  ranges: readonly LeafRange[],
  read: HashReader,
): Result<readonly Bytes[], HashMissing> {
  const hashes: Bytes[] = [];
  for (const range of ranges) {
    const hash = rangeHash(range, read);
    if (!hash.ok) return hash;
    hashes.push(hash.value);
  }
  return ok(hashes);
}
