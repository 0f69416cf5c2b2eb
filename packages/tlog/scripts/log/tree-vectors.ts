/** Hashes, roots, inclusion and consistency proofs (§07.1.1). */
import { type Bytes, concat, sha256, toHex, u8, utf8 } from "@veche/base";
import {
  consistencyProof,
  EMPTY_ROOT,
  entryOf,
  imaginedConsistency,
  imaginedInclusion,
  inclusionPath,
  leafHash,
  nodeHash,
  rootOf,
  subtree,
} from "./tree.ts";

const [LEFT, RIGHT] = [leafHash(entryOf(0)), leafHash(entryOf(1))];

export function hashVectors() {
  const entries: readonly (readonly [string, Bytes])[] = [
    ["no bytes", new Uint8Array(0)],
    ["one zero byte", u8(0)],
    ["entry 0 of the log", entryOf(0)],
    ["what an inner node hashes, offered as an entry: not the hash of that node", concat(LEFT, RIGHT)],
    ["the same with the prefix of an inner node", concat(u8(1), LEFT, RIGHT)],
  ];
  const sizes = [...Array(21).keys(), 255, 256, 257, 70_000];
  return {
    leaves: entries.map(([name, entry]) => ({ name, entry: toHex(entry), hash: toHex(leafHash(entry)) })),
    nodes: [
      { left: toHex(LEFT), right: toHex(RIGHT), hash: toHex(nodeHash(LEFT, RIGHT)) },
      { left: toHex(RIGHT), right: toHex(LEFT), hash: toHex(nodeHash(RIGHT, LEFT)) },
      { left: toHex(EMPTY_ROOT), right: toHex(EMPTY_ROOT), hash: toHex(nodeHash(EMPTY_ROOT, EMPTY_ROOT)) },
    ],
    roots: sizes.map((size) => ({ size, root: toHex(rootOf(size)) })),
  };
}

/** The bytes with one bit changed. */
const flipped = (bytes: Bytes): Bytes => concat(u8((bytes[0] as number) ^ 1), bytes.slice(1));
const last = <T>(list: readonly T[]): T => list[list.length - 1] as T;
const OTHER = sha256(utf8("another hash"));

type Inclusion = {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Bytes;
  readonly root: Bytes;
  readonly proof: readonly Bytes[];
};

const inclusion = (index: number, size: number): Inclusion => ({
  index,
  size,
  leafHash: leafHash(entryOf(index)),
  root: rootOf(size),
  proof: inclusionPath(index, 0, size),
});

function imagined(index: number, size: number): Inclusion {
  const leaf = leafHash(entryOf(index));
  return { index, size, leafHash: leaf, ...imaginedInclusion(index, size, leaf) };
}

export function inclusionVectors() {
  const right: readonly (readonly [string, Inclusion])[] = [
    ...[1, 2, 3, 4, 5, 6, 7].map((size) => [`the last of ${size}`, inclusion(size - 1, size)] as const),
    ["the first of 7", inclusion(0, 7)],
    ["the fifth of 7", inclusion(4, 7)],
    ["in the middle of 20", inclusion(9, 20)],
    ["the last of a full tile", inclusion(255, 256)],
    ["the first after a full tile, alone on its side", inclusion(256, 257)],
    ["far inside", inclusion(65_535, 70_000)],
    ["the last of 70,000", inclusion(69_999, 70_000)],
    ["an index above 2^32", imagined(2 ** 32 + 5, 2 ** 40 - 1)],
    ["the last of 2^32 + 1", imagined(2 ** 32, 2 ** 32 + 1)],
    ["the largest tree", imagined(2 ** 53 - 3, 2 ** 53 - 1)],
  ];
  const base = inclusion(9, 20);
  const swapped = [base.proof[1] as Bytes, base.proof[0] as Bytes, ...base.proof.slice(2)];
  const large = imagined(2 ** 32 + 5, 2 ** 40 - 1);
  const wrong: readonly (readonly [string, string, Inclusion])[] = [
    ["the next index", "ROOT_MISMATCH", { ...base, index: 10 }],
    ["the index before", "ROOT_MISMATCH", { ...base, index: 8 }],
    ["the leaf of another entry", "ROOT_MISMATCH", { ...base, leafHash: leafHash(entryOf(8)) }],
    ["the entry hashed without its prefix", "ROOT_MISMATCH", { ...base, leafHash: sha256(entryOf(9)) }],
    ["the root of the tree before", "ROOT_MISMATCH", { ...base, root: rootOf(19) }],
    ["one bit of the root", "ROOT_MISMATCH", { ...base, root: flipped(base.root) }],
    [
      "one bit of the first hash",
      "ROOT_MISMATCH",
      { ...base, proof: [flipped(base.proof[0] as Bytes), ...base.proof.slice(1)] },
    ],
    [
      "one bit of the last hash",
      "ROOT_MISMATCH",
      { ...base, proof: [...base.proof.slice(0, -1), flipped(last(base.proof))] },
    ],
    ["two hashes in the other order", "ROOT_MISMATCH", { ...base, proof: swapped }],
    ["all hashes in the other order", "ROOT_MISMATCH", { ...base, proof: base.proof.toReversed() }],
    ["the first hash left out", "PROOF_LENGTH", { ...base, proof: base.proof.slice(1) }],
    ["the last hash left out", "PROOF_LENGTH", { ...base, proof: base.proof.slice(0, -1) }],
    ["no hashes", "PROOF_LENGTH", { ...base, proof: [] }],
    ["one hash too many", "PROOF_LENGTH", { ...base, proof: [...base.proof, OTHER] }],
    ["a hash in a tree of one entry", "PROOF_LENGTH", { ...inclusion(0, 1), proof: [OTHER] }],
    [
      "an inner node for a leaf, with a proof that begins above it",
      "PROOF_LENGTH",
      { ...inclusion(0, 4), leafHash: subtree(0, 2), proof: [subtree(2, 4)] },
    ],
    ["an index equal to the size", "INDEX_OUT_OF_RANGE", { ...base, index: 20 }],
    ["an index far above the size", "INDEX_OUT_OF_RANGE", { ...base, index: 2 ** 32 + 9 }],
    ["anything in the empty tree", "INDEX_OUT_OF_RANGE", { ...inclusion(0, 1), size: 0, root: EMPTY_ROOT }],
    ["a tree of 2^53 entries", "INDEX_OUT_OF_RANGE", { ...large, size: 2 ** 53 }],
    ["an index cut to 32 bits", "ROOT_MISMATCH", { ...large, index: 5 }],
    [
      "a hash of 31 bytes",
      "HASH_LENGTH",
      { ...base, proof: [...base.proof.slice(0, -1), last(base.proof).slice(1)] },
    ],
    [
      "a hash of 33 bytes",
      "HASH_LENGTH",
      { ...base, proof: [...base.proof.slice(0, -1), concat(last(base.proof), u8(0))] },
    ],
    ["a leaf hash of 31 bytes", "HASH_LENGTH", { ...base, leafHash: base.leafHash.slice(1) }],
    ["a root of 31 bytes", "HASH_LENGTH", { ...base, root: base.root.slice(1) }],
  ];
  return [...right.map(([name, claim]) => [name, "RIGHT", claim] as const), ...wrong].map(
    ([name, expect, claim]) => ({
      name,
      index: claim.index,
      size: claim.size,
      leafHash: toHex(claim.leafHash),
      root: toHex(claim.root),
      proof: claim.proof.map(toHex),
      expect,
    }),
  );
}

type Consistency = {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Bytes;
  readonly newRoot: Bytes;
  readonly proof: readonly Bytes[];
};

const consistency = (oldSize: number, newSize: number): Consistency => ({
  oldSize,
  newSize,
  oldRoot: rootOf(oldSize),
  newRoot: rootOf(newSize),
  proof: consistencyProof(oldSize, newSize),
});

const imaginedGrowth = (oldSize: number, newSize: number): Consistency => ({
  oldSize,
  newSize,
  ...imaginedConsistency(oldSize, newSize),
});

export function consistencyVectors() {
  const pairs: readonly (readonly [number, number])[] = [
    [0, 0],
    [0, 7],
    [1, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [3, 7],
    [4, 7],
    [6, 7],
    [7, 7],
    [8, 20],
    [13, 20],
    [255, 256],
    [256, 257],
    [257, 70_000],
    [65_536, 70_000],
    [69_999, 70_000],
  ];
  const right: readonly (readonly [string, Consistency])[] = [
    ...pairs.map(([from, to]) => [`from ${from} to ${to}`, consistency(from, to)] as const),
    ["sizes above 2^32", imaginedGrowth(2 ** 32 + 6, 2 ** 40 - 1)],
    ["from the power of two 2^33", imaginedGrowth(2 ** 33, 2 ** 34 + 1)],
    ["the largest trees", imaginedGrowth(2 ** 52 + 1, 2 ** 53 - 1)],
  ];
  const base = consistency(13, 20);
  const power = consistency(8, 20);
  const large = imaginedGrowth(2 ** 32 + 6, 2 ** 40 - 1);
  const wrong: readonly (readonly [string, string, Consistency])[] = [
    ["one bit of the old root", "ROOT_MISMATCH", { ...base, oldRoot: flipped(base.oldRoot) }],
    ["one bit of the new root", "ROOT_MISMATCH", { ...base, newRoot: flipped(base.newRoot) }],
    ["the roots exchanged", "ROOT_MISMATCH", { ...base, oldRoot: base.newRoot, newRoot: base.oldRoot }],
    ["another old tree of that size", "ROOT_MISMATCH", { ...base, oldRoot: OTHER }],
    [
      "one bit of the first hash",
      "ROOT_MISMATCH",
      { ...base, proof: [flipped(base.proof[0] as Bytes), ...base.proof.slice(1)] },
    ],
    [
      "one bit of the last hash",
      "ROOT_MISMATCH",
      { ...base, proof: [...base.proof.slice(0, -1), flipped(last(base.proof))] },
    ],
    ["the hashes in the other order", "ROOT_MISMATCH", { ...base, proof: base.proof.toReversed() }],
    ["the old size cut to 32 bits", "ROOT_MISMATCH", { ...large, oldSize: 6 }],
    ["the first hash left out", "PROOF_LENGTH", { ...base, proof: base.proof.slice(1) }],
    ["the last hash left out", "PROOF_LENGTH", { ...base, proof: base.proof.slice(0, -1) }],
    ["one hash too many", "PROOF_LENGTH", { ...base, proof: [...base.proof, OTHER] }],
    ["no hashes", "PROOF_LENGTH", { ...base, proof: [] }],
    ["no hashes from a power of two", "PROOF_LENGTH", { ...power, proof: [] }],
    [
      "the old root put before the hashes from a power of two",
      "PROOF_LENGTH",
      { ...power, proof: [power.oldRoot, ...power.proof] },
    ],
    ["a hash from the empty tree", "PROOF_LENGTH", { ...consistency(0, 7), proof: [rootOf(7)] }],
    ["a hash between equal sizes", "PROOF_LENGTH", { ...consistency(7, 7), proof: [OTHER] }],
    ["equal sizes, other roots", "ROOT_MISMATCH", { ...consistency(7, 7), newRoot: OTHER }],
    [
      "an empty tree with another root",
      "ROOT_MISMATCH",
      { ...consistency(0, 7), oldRoot: new Uint8Array(32) },
    ],
    ["a smaller new tree", "SIZE_OUT_OF_RANGE", { ...base, oldSize: 20, newSize: 13 }],
    ["a new tree of 2^53 entries", "SIZE_OUT_OF_RANGE", { ...base, newSize: 2 ** 53 }],
    [
      "a hash of 31 bytes",
      "HASH_LENGTH",
      { ...base, proof: [...base.proof.slice(0, -1), last(base.proof).slice(1)] },
    ],
    ["an old root of 33 bytes", "HASH_LENGTH", { ...base, oldRoot: concat(base.oldRoot, u8(0)) }],
  ];
  return [...right.map(([name, claim]) => [name, "RIGHT", claim] as const), ...wrong].map(
    ([name, expect, claim]) => ({
      name,
      oldSize: claim.oldSize,
      newSize: claim.newSize,
      oldRoot: toHex(claim.oldRoot),
      newRoot: toHex(claim.newRoot),
      proof: claim.proof.map(toHex),
      expect,
    }),
  );
}
