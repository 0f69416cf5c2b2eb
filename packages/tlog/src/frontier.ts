import { assert, type Bytes, concat, err, ok, type Result, readUint, u64 } from "@veche/base";
import { HASH_BYTES, MAX_TREE_SIZE } from "./limits.ts";
import { emptyRoot, half, isTreeSize, nodeHash } from "./merkle-hash.ts";

/**
 * The right edge of a tree: all that is needed to append to it and to know its root. `roots` are those of its
 * complete subtrees from left (largest) to right, one for each 1 bit of `size`. A value: appending makes a new one.
 */
export type Frontier = { readonly size: number; readonly roots: readonly Bytes[] };

export type FrontierError = { readonly code: "FRONTIER_MALFORMED" };

export const EMPTY_FRONTIER: Frontier = { size: 0, roots: [] };

/** The frontier after appending leaves, given by their leaf hashes (32 bytes each), in order. */
export function appendLeaves(frontier: Frontier, leafHashes: Iterable<Bytes>): Frontier {
  const roots = [...frontier.roots];
  let size = frontier.size;
  for (const leaf of leafHashes) {
    assert(leaf.length === HASH_BYTES, "a leaf hash has 32 bytes");
    assert(size < MAX_TREE_SIZE, "a tree has fewer than 2^53 leaves");
    let hash = leaf;
    // Appending is binary addition: each trailing 1 bit of the size is a subtree that the new one completes.
    for (let rest = size; rest % 2 === 1; rest = half(rest)) {
      hash = nodeHash(roots.pop() as Bytes, hash);
    }
    roots.push(hash);
    size++;
  }
  return { size, roots };
}

/** Root of the tree: the complete subtrees joined from the right; of the empty tree, SHA-256 of nothing. */
export function frontierRoot(frontier: Frontier): Bytes {
  return frontier.roots.length === 0
    ? emptyRoot()
    : frontier.roots.reduceRight((right, left) => nodeHash(left, right));
}

/** Canonical bytes: u64 size ‖ the subtree roots from left to right. */
export function encodeFrontier(frontier: Frontier): Bytes {
  return concat(u64(frontier.size), ...frontier.roots);
}

/** Inverse of `encodeFrontier`; refuses a size of 2^53 and more and any length but the one the size implies. */
export function decodeFrontier(bytes: Bytes): Result<Frontier, FrontierError> {
  if (bytes.length < 8) return err({ code: "FRONTIER_MALFORMED" });
  const size = readUint(bytes, 0, 8);
  if (!isTreeSize(size) || bytes.length !== 8 + HASH_BYTES * countOnes(size)) {
    return err({ code: "FRONTIER_MALFORMED" });
  }
  const roots: Bytes[] = [];
  for (let at = 8; at < bytes.length; at += HASH_BYTES) roots.push(bytes.slice(at, at + HASH_BYTES));
  return ok({ size, roots });
}

function countOnes(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = half(rest)) ones += rest % 2;
  return ones;
}
