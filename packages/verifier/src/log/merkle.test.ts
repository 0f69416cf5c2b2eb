import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, sha256, toHex, utf8 } from "@veche/base";
import fc from "fast-check";
import { leafHash, nodeHash, rootOfInclusion, rootOfTile, sameRoot, TreeBuilder } from "./merkle.ts";

const leaves = (count: number): readonly Bytes[] =>
  Array.from({ length: count }, (_, at) => leafHash(utf8(`entry ${at}`)));

/** RFC 6962 §2.1, word for word: the left half is the largest power of two below the number of leaves. */
function rootBySpecification(all: readonly Bytes[]): Bytes {
  const [first] = all;
  if (first === undefined) return sha256(new Uint8Array(0));
  if (all.length === 1) return first;
  let half = 1;
  while (2 * half < all.length) half *= 2;
  return nodeHash(rootBySpecification(all.slice(0, half)), rootBySpecification(all.slice(half)));
}

/** RFC 6962 §2.1.1. */
function pathBySpecification(index: number, all: readonly Bytes[]): readonly Bytes[] {
  if (all.length <= 1) return [];
  let half = 1;
  while (2 * half < all.length) half *= 2;
  const [left, right] = [all.slice(0, half), all.slice(half)];
  return index < half
    ? [...pathBySpecification(index, left), rootBySpecification(right)]
    : [...pathBySpecification(index - half, right), rootBySpecification(left)];
}

test("leaf by leaf the tree has the root of the specification, and gives its tiles when they are full", () => {
  const tree = new TreeBuilder();
  const all = leaves(600);
  for (const [at, leaf] of all.entries()) {
    const full = tree.append(leaf);
    assert.equal(full.length, (at + 1) % 256 === 0 ? 1 : 0);
    if (full[0] !== undefined) {
      assert.deepEqual([full[0].level, full[0].index], [0, (at + 1) / 256 - 1]);
      assert.deepEqual(full[0].hashes, concat(...all.slice(at - 255, at + 1)));
    }
    if (at % 50 === 0 || at % 256 > 253)
      assert.equal(toHex(tree.root()), toHex(rootBySpecification(all.slice(0, at + 1))));
  }
  assert.equal(tree.size, 600);
  assert.deepEqual(
    tree.partialTiles().map(({ level, index, hashes }) => [level, index, hashes.length / 32]),
    [
      [0, 2, 88],
      [1, 0, 2],
    ],
  );
});

test("a tree of full tiles has no partial tile of leaves; one of nothing has the root of nothing", () => {
  const tree = new TreeBuilder();
  assert.deepEqual(tree.root(), sha256(new Uint8Array(0)));
  for (const leaf of leaves(256)) tree.append(leaf);
  assert.deepEqual(
    tree.partialTiles().map(({ level }) => level),
    [1],
  );
});

test("whole tiles make the same tree, and may follow full tiles alone", () => {
  const all = leaves(512);
  const tree = new TreeBuilder();
  for (const from of [0, 256]) {
    const tile = concat(...all.slice(from, from + 256));
    assert.equal(tree.appendTile(tile, rootOfTile(tile))[0]?.index, from / 256);
  }
  assert.deepEqual(tree.root(), rootBySpecification(all));
  const tail = concat(...leaves(3));
  assert.deepEqual(tree.rootWith(tail), rootBySpecification([...all, ...leaves(3)]));
  assert.throws(() => tree.appendTile(tail, rootOfTile(tail)));
  tree.append(leafHash(utf8("more")));
  const tile = concat(...all.slice(0, 256));
  assert.throws(() => tree.appendTile(tile, rootOfTile(tile)));
});

test("an inclusion proof leads to the root, for every leaf of every size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(1000), (size, at) => {
      const all = leaves(size);
      const index = at % size;
      const leaf = all[index] as Bytes;
      const path = pathBySpecification(index, all);
      const root = rootBySpecification(all);
      assert.deepEqual(rootOfInclusion(leaf, index, size, path), root);
      assert.equal(rootOfInclusion(leaf, index, size, [...path, root]), undefined);
      if (path.length > 0) assert.equal(rootOfInclusion(leaf, index, size, path.slice(1)), undefined);
    }),
  );
});

test("a leaf beyond the tree, and hashes of another length, lead nowhere", () => {
  const [leaf, other] = leaves(2) as [Bytes, Bytes];
  assert.deepEqual(rootOfInclusion(leaf, 0, 1, []), leaf);
  assert.equal(rootOfInclusion(leaf, 1, 1, []), undefined);
  assert.equal(rootOfInclusion(leaf.slice(1), 0, 1, []), undefined);
  assert.equal(rootOfInclusion(leaf, 0, 1, [other]), undefined);
  assert.deepEqual(rootOfInclusion(leaf, 0, 2, [other]), nodeHash(leaf, other));
  assert.equal(rootOfInclusion(leaf, 0, 2, [other.slice(1)]), undefined);
  assert.equal(rootOfInclusion(leaf, 0, 2, []), undefined);
});

test("no root is the same as none", () => {
  const [root, other] = leaves(2) as [Bytes, Bytes];
  assert.ok(sameRoot(root, root.slice()));
  assert.ok(!sameRoot(root, other));
  assert.ok(!sameRoot(undefined, root));
});
