import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { HASH_BYTES } from "./limits.ts";
import { emptyRoot, half, isTreeSize, nodeHash } from "./merkle-hash.ts";
import { type HashMissing, type HashReader, type LeafRange, rangeHashes, splitPoint } from "./subtree.ts";

export type ConsistencyError = {
  readonly code: "SIZE_OUT_OF_RANGE" | "HASH_LENGTH" | "PROOF_LENGTH" | "ROOT_MISMATCH";
};

/** Size and root of a tree. */
export type TreeHead = { readonly size: number; readonly root: Bytes };

const areSizes = (oldSize: number, newSize: number): boolean =>
  isTreeSize(oldSize) && isTreeSize(newSize) && oldSize <= newSize;

/** The subtrees whose hashes are the consistency proof (PROOF of RFC 6962 §2.1.2); none for sizes 0 and equal. */
export function consistencyRanges(oldSize: number, newSize: number): readonly LeafRange[] {
  if (oldSize === 0 || oldSize === newSize) return [];
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = newSize;
  while (end !== oldSize) {
    const middle = start + splitPoint(end - start);
    if (oldSize <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // With start = 0 the remaining subtree is the whole old tree, whose root the verifier has already.
  if (start !== 0) ranges.push({ start, end });
  return ranges.reverse();
}

/** Proof that the first `oldSize` leaves of the tree of `newSize` leaves are the old tree. */
export function proveConsistency(
  oldSize: number,
  newSize: number,
  read: HashReader,
): Result<readonly Bytes[], HashMissing | { readonly code: "SIZE_OUT_OF_RANGE" }> {
  if (!areSizes(oldSize, newSize)) return err({ code: "SIZE_OUT_OF_RANGE" });
  return rangeHashes(consistencyRanges(oldSize, newSize), read);
}

/**
 * Checks that `next` extends `old` (RFC 9162 §2.1.4.2). From the empty tree, and between equal sizes, the proof
 * is empty; the root of the empty tree is known and checked.
 */
export function verifyConsistency(
  old: TreeHead,
  next: TreeHead,
  proof: readonly Bytes[],
): Result<undefined, ConsistencyError> {
  if (!areSizes(old.size, next.size)) return err({ code: "SIZE_OUT_OF_RANGE" });
  if (![old.root, next.root, ...proof].every((hash) => hash.length === HASH_BYTES)) {
    return err({ code: "HASH_LENGTH" });
  }
  for (const head of [old, next]) {
    if (head.size === 0 && !equalBytes(head.root, emptyRoot())) return err({ code: "ROOT_MISMATCH" });
  }
  if (old.size === 0 || old.size === next.size) {
    if (proof.length !== 0) return err({ code: "PROOF_LENGTH" });
    return old.size === 0 || equalBytes(old.root, next.root) ? ok(undefined) : err({ code: "ROOT_MISMATCH" });
  }
  return foldConsistency(old, next, proof);
}

function foldConsistency(
  old: TreeHead,
  next: TreeHead,
  proof: readonly Bytes[],
): Result<undefined, ConsistencyError> {
  let node = old.size - 1;
  let last = next.size - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  // An old tree whose size is a power of two is a node of the new tree: the proof leaves its root out.
  const path = node === 0 ? [old.root, ...proof] : proof;
  const first = path[0];
  if (first === undefined) return err({ code: "PROOF_LENGTH" });
  let oldHash = first;
  let nextHash = first;
  for (const sibling of path.slice(1)) {
    if (last === 0) return err({ code: "PROOF_LENGTH" });
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sibling, oldHash);
      nextHash = nodeHash(sibling, nextHash);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      nextHash = nodeHash(nextHash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  if (last !== 0) return err({ code: "PROOF_LENGTH" });
  return equalBytes(oldHash, old.root) && equalBytes(nextHash, next.root)
    ? ok(undefined)
    : err({ code: "ROOT_MISMATCH" });
}
