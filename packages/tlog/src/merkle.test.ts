import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk, fromBase64, toHex } from "@veche/base";
import fc from "fast-check";
import { hex, leafHashesOf, NaiveTree, readVectors } from "./fixtures.test.ts";
import {
  consistencyRanges,
  emptyRoot,
  inclusionRanges,
  leafHash,
  nodeHash,
  proveConsistency,
  proveInclusion,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./index.ts";

const bytesOf = (base64: string): Bytes => fromBase64(base64) ?? new Uint8Array(0);
const SIZES = 300;
const LEAVES = leafHashesOf(SIZES);
const TREE = new NaiveTree(LEAVES);

test("hashes of RFC 6962: empty tree, empty leaf, one node", () => {
  assert.equal(toHex(emptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const empty = leafHash(new Uint8Array(0));
  assert.equal(toHex(empty), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  // Leaves "" and 0x00 of the test tree of Certificate Transparency.
  const root = nodeHash(empty, leafHash(hex("00")));
  assert.equal(toHex(root), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
});

type InclusionCase = {
  readonly case: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

test("foreign inclusion vectors: the valid hold, the corrupted are refused", () => {
  const { cases } = readVectors<{ cases: readonly InclusionCase[] }>("rfc6962-inclusion.json");
  assert.equal(cases.length, 53);
  for (const vector of cases) {
    const claim = {
      index: vector.leafIdx,
      size: vector.treeSize,
      root: bytesOf(vector.root),
      leafHash: bytesOf(vector.leafHash),
    };
    const result = verifyInclusion(claim, (vector.proof ?? []).map(bytesOf));
    assert.equal(result.ok, !vector.wantErr, vector.case);
  }
});

type ConsistencyCase = {
  readonly case: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

test("foreign consistency vectors: the valid hold, the corrupted are refused", () => {
  const { cases } = readVectors<{ cases: readonly ConsistencyCase[] }>("rfc6962-consistency.json");
  assert.equal(cases.length, 43);
  for (const vector of cases) {
    const result = verifyConsistency(
      { size: vector.size1, root: bytesOf(vector.root1) },
      { size: vector.size2, root: bytesOf(vector.root2) },
      (vector.proof ?? []).map(bytesOf),
    );
    assert.equal(result.ok, !vector.wantErr, vector.case);
  }
});

test(`roots and inclusion proofs of all trees up to ${SIZES} leaves are those of RFC 6962`, () => {
  for (let size = 0; size <= SIZES; size++) {
    assert.deepEqual(expectOk(treeRoot(size, TREE.read), "root"), TREE.root(0, size));
    for (let index = 0; index < size; index++) {
      const proof = expectOk(proveInclusion(index, size, TREE.read), "proof");
      assert.deepEqual(proof, TREE.path(index, 0, size));
    }
  }
});

test(`consistency proofs between all trees up to ${SIZES} leaves are those of RFC 6962`, () => {
  for (let size = 1; size <= SIZES; size++) {
    for (let old = 1; old <= size; old++) {
      const proof = expectOk(proveConsistency(old, size, TREE.read), "proof");
      assert.deepEqual(proof, TREE.consistency(old, size));
    }
    assert.deepEqual(expectOk(proveConsistency(0, size, TREE.read), "proof"), []);
  }
});

const inclusionOf = (index: number, size: number) => ({
  claim: { index, size, leafHash: LEAVES[index] as Bytes, root: TREE.root(0, size) },
  proof: TREE.path(index, 0, size),
});

const headOf = (size: number) => ({ size, root: TREE.root(0, size) });

test("every proof of the small trees verifies", () => {
  for (let size = 1; size <= 100; size++) {
    for (let index = 0; index < size; index++) {
      const { claim, proof } = inclusionOf(index, size);
      assert(verifyInclusion(claim, proof).ok, `${index} of ${size}`);
      assert(
        verifyConsistency(headOf(index), headOf(size), index === 0 ? [] : TREE.consistency(index, size)).ok,
      );
    }
    assert(verifyConsistency(headOf(size), headOf(size), []).ok);
  }
});

const flip = (bytes: Bytes, bit: number): Bytes => {
  const changed = bytes.slice();
  const at = Math.floor(bit / 8) % bytes.length;
  changed[at] = (changed[at] as number) ^ (1 << (bit % 8));
  return changed;
};

/** All ways to spoil a list of hashes: flip a bit, drop one, double one, add one, swap the first two. */
function corruptions(proof: readonly Bytes[], at: number, bit: number): readonly (readonly Bytes[])[] {
  const stranger = leafHash(hex("ff"));
  const place = proof.length === 0 ? 0 : at % proof.length;
  const lists = [
    [...proof, stranger],
    [stranger, ...proof],
    [...proof, new Uint8Array(0)],
  ];
  if (proof.length > 0) {
    const chosen = proof[place] as Bytes;
    lists.push(proof.with(place, flip(chosen, bit)) as Bytes[], proof.toSpliced(place, 1) as Bytes[]);
    lists.push(
      proof.toSpliced(place, 0, chosen) as Bytes[],
      proof.with(place, chosen.slice(0, 31)) as Bytes[],
    );
  }
  if (proof.length > 1) lists.push([proof[1] as Bytes, proof[0] as Bytes, ...proof.slice(2)]);
  return lists;
}

const anySize = fc.integer({ min: 1, max: SIZES });

test("a corrupted inclusion proof or claim is refused", () => {
  fc.assert(
    fc.property(anySize, fc.nat(), fc.nat(), fc.nat({ max: 255 }), (size, i, at, bit) => {
      const index = i % size;
      const { claim, proof } = inclusionOf(index, size);
      for (const spoilt of corruptions(proof, at, bit)) {
        assert(!verifyInclusion(claim, spoilt).ok);
      }
      assert(!verifyInclusion({ ...claim, root: flip(claim.root, bit) }, proof).ok);
      assert(!verifyInclusion({ ...claim, leafHash: flip(claim.leafHash, bit) }, proof).ok);
      const other = at % size;
      if (other !== index) assert(!verifyInclusion({ ...claim, index: other }, proof).ok);
    }),
  );
});

test("a proof with a hash too many or too few is refused for its length", () => {
  const { claim, proof } = inclusionOf(5, 13);
  const codeOf = (hashes: readonly Bytes[]) => {
    const result = verifyInclusion(claim, hashes);
    return result.ok ? undefined : result.error.code;
  };
  assert.equal(codeOf([...proof, claim.root]), "PROOF_LENGTH");
  assert.equal(codeOf(proof.slice(0, -1)), "PROOF_LENGTH");
  assert.equal(codeOf([]), "PROOF_LENGTH");
  const extended = [...TREE.consistency(5, 13), claim.root];
  assert.deepEqual(verifyConsistency(headOf(5), headOf(13), extended), {
    ok: false,
    error: { code: "PROOF_LENGTH" },
  });
});

test("a corrupted consistency proof or head is refused", () => {
  fc.assert(
    fc.property(anySize, fc.nat(), fc.nat(), fc.nat({ max: 255 }), (size, o, at, bit) => {
      const old = headOf(1 + (o % size));
      const next = headOf(size);
      const proof = TREE.consistency(old.size, size);
      assert(verifyConsistency(old, next, proof).ok);
      for (const spoilt of corruptions(proof, at, bit)) {
        assert(!verifyConsistency(old, next, spoilt).ok);
      }
      assert(!verifyConsistency({ ...old, root: flip(old.root, bit) }, next, proof).ok);
      assert(!verifyConsistency(old, { ...next, root: flip(next.root, bit) }, proof).ok);
      if (old.size !== size) assert(!verifyConsistency(next, old, proof).ok);
    }),
  );
});

test("sizes and indices that are no exact integers in range are refused", () => {
  const { claim, proof } = inclusionOf(3, 8);
  for (const index of [-1, 8, 3.5, Number.NaN, 2 ** 53, 2 ** 64 - 1, Number.POSITIVE_INFINITY]) {
    assert.deepEqual(verifyInclusion({ ...claim, index }, proof), {
      ok: false,
      error: { code: "INDEX_OUT_OF_RANGE" },
    });
    assert(!proveInclusion(index, 8, TREE.read).ok);
  }
  for (const size of [-1, 0, 2 ** 53, 2 ** 64, Number.NaN]) {
    assert(!verifyInclusion({ ...claim, size }, proof).ok);
    assert(!verifyConsistency(headOf(3), { ...headOf(8), size }, TREE.consistency(3, 8)).ok);
    assert(!proveConsistency(3, size, TREE.read).ok);
  }
  assert(!proveConsistency(9, 8, TREE.read).ok);
});

test("from the empty tree only its own root and the empty proof are consistent", () => {
  const next = headOf(5);
  assert(verifyConsistency({ size: 0, root: emptyRoot() }, next, []).ok);
  assert(!verifyConsistency({ size: 0, root: next.root }, next, []).ok);
  assert(!verifyConsistency({ size: 0, root: emptyRoot() }, next, [next.root]).ok);
  assert(!verifyConsistency({ size: 0, root: emptyRoot() }, { size: 0, root: next.root }, []).ok);
});

test("a missing hash is named, not guessed", () => {
  const read = (level: number, index: number) =>
    level === 2 && index === 1 ? undefined : TREE.read(level, index);
  assert.deepEqual(proveInclusion(0, 8, read), {
    ok: false,
    error: { code: "HASH_MISSING", level: 2, index: 1 },
  });
});

test("trees near 2^53 leaves keep exact proofs", () => {
  // All leaves alike, so that the hash of a complete subtree depends on its level alone.
  const levels = [leafHash(hex("00"))];
  for (let level = 0; level < 53; level++)
    levels.push(nodeHash(levels[level] as Bytes, levels[level] as Bytes));
  const read = (level: number) => levels[level];
  const largest = Number.MAX_SAFE_INTEGER;
  assert.equal(inclusionRanges(0, largest).length, 53);
  assert.equal(consistencyRanges(1, largest).length, 53);
  for (const size of [largest, 2 ** 52 + 2, 2 ** 52, 2 ** 40 + 1]) {
    const root = expectOk(treeRoot(size, read), "root");
    for (const index of [0, 1, 2 ** 32, 2 ** 39 + 12_345, size - 2, size - 1]) {
      const proof = expectOk(proveInclusion(index, size, read), "proof");
      assert(verifyInclusion({ index, size, root, leafHash: levels[0] as Bytes }, proof).ok);
      const old = { size: index + 1, root: expectOk(treeRoot(index + 1, read), "old root") };
      const extension = expectOk(proveConsistency(old.size, size, read), "proof");
      assert(extension.length <= 54);
      assert(verifyConsistency(old, { size, root }, extension).ok);
    }
  }
});
