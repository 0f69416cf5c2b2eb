import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { HASH_BYTES } from "./limits.ts";
import { half, isTreeSize, nodeHash } from "./merkle-hash.ts";
import { type HashMissing, type HashReader, type LeafRange, rangeHashes, splitPoint } from "./subtree.ts";

export type InclusionError = {
  readonly code: "INDEX_OUT_OF_RANGE" | "HASH_LENGTH" | "PROOF_LENGTH" | "ROOT_MISMATCH";
};

/** The claim that the leaf with `leafHash` stands at `index` of the tree of `size` leaves and that `root`. */
export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Bytes;
  readonly root: Bytes;
};

const isIndex = (index: number, size: number): boolean =>
  isTreeSize(size) && isTreeSize(index) && index < size;

/** The subtrees whose hashes are the inclusion proof, from the leaf's sibling up (PATH of RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/** Inclusion proof of the leaf at `index` in the tree of `size` leaves, each hash 32 bytes. */
export function proveInclusion(
  index: number,
  size: number,
  read: HashReader,
): Result<readonly Bytes[], HashMissing | { readonly code: "INDEX_OUT_OF_RANGE" }> {
  if (!isIndex(index, size)) return err({ code: "INDEX_OUT_OF_RANGE" });
  return rangeHashes(inclusionRanges(index, size), read);
}

/** Checks an inclusion proof (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  claim: InclusionClaim,
  proof: readonly Bytes[],
): Result<undefined, InclusionError> {
  if (!isIndex(claim.index, claim.size)) return err({ code: "INDEX_OUT_OF_RANGE" });
  if (![claim.leafHash, claim.root, ...proof].every((hash) => hash.length === HASH_BYTES)) {
    return err({ code: "HASH_LENGTH" });
  }
  let node = claim.index;
  let last = claim.size - 1;
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (last === 0) return err({ code: "PROOF_LENGTH" });
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      // The last node of a level without a right sibling rises until it has a left one.
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  if (last !== 0) return err({ code: "PROOF_LENGTH" });
  return equalBytes(hash, claim.root) ? ok(undefined) : err({ code: "ROOT_MISMATCH" });
}
