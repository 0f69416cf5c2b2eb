import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, encodeCbor, sha256, u8, utf8 } from "@veche/base";
import { leafHash, rootOfTile } from "../log/merkle.ts";
import { bundleOf, castEntry, issueEntry } from "../testing/sample.ts";
import type { BundleBatch } from "./batch.ts";
import { KIND, PlainEntry } from "./plain-entry.ts";
import { bundleDigest, divideBundles, newColumns, readRow, rootsOfBundles } from "./read-entries.ts";

const batchOf = (...bundles: readonly (readonly [bytes: Bytes, entries: number])[]): BundleBatch => ({
  bytes: concat(...bundles.map(([bytes]) => bytes)),
  bundles: bundles.map(([bytes, entries]) => ({ bytes: bytes.length, entries, hints: -1 })),
  hints: new Uint8Array(0),
  context: undefined,
  seed: new Uint8Array(0),
});
const ENTRIES = ["one", "three", "", "x"].map(utf8);
const [ONE, THREE, NONE, X] = ENTRIES as [Bytes, Bytes, Bytes, Bytes];

test("bundles are divided into their entries, of which one may be empty and the last", () => {
  const batch = batchOf([bundleOf(ONE, THREE), 2], [bundleOf(X, NONE), 2], [bundleOf(NONE), 1]);
  const columns = newColumns(5);
  assert.equal(divideBundles(batch, columns), 3);
  assert.deepEqual([...columns.lengths], [3, 5, 1, 0, 0]);
  assert.deepEqual([...columns.starts], [2, 7, 14, 17, 19]);
});

test("how many bundles come before the first that has not its entries", () => {
  const right = bundleOf(ONE, THREE);
  for (const wrong of [
    [right, 1],
    [right, 3],
    [right.subarray(0, -1), 2],
    [concat(right, u8(0)), 2],
    [concat(right, u8(0)), 3],
    [new Uint8Array(0), 1],
    [u8(0), 1],
  ] as const) {
    const what = `${wrong[0].length} bytes, ${wrong[1]} entries`;
    assert.equal(divideBundles(batchOf(wrong), newColumns(wrong[1])), 0, what);
    // What is missing in one bundle is not taken from the next.
    const batch = batchOf([right, 2], wrong, [right, 2]);
    assert.equal(divideBundles(batch, newColumns(4 + wrong[1])), 1, what);
  }
  assert.equal(divideBundles(batchOf([right, 2], [new Uint8Array(0), 0]), newColumns(2)), 2);
});

const BALLOT = concat(Uint8Array.of(1, 0, 1, 2, 0, 3), new Uint8Array(32).fill(8), utf8("rest"));

test("a row tells a cast, an issue and everything else", () => {
  const issue = issueEntry("read");
  const entries = [castEntry(BALLOT), castEntry(BALLOT.subarray(0, 37)), issue, utf8("other")];
  const bytes = bundleOf(...entries);
  const before = bytes.slice();
  const columns = newColumns(4);
  divideBundles(batchOf([bytes, 4]), columns);
  const plain = new PlainEntry();
  const kinds = entries.map((_, row) => readRow(bytes, columns, row, plain));
  assert.deepEqual(kinds, [KIND.cast, KIND.cast, KIND.issue, KIND.other]);
  assert.deepEqual(bytes, before, "the bytes are as they were");
  assert.deepEqual([...columns.kinds], kinds);
  assert.deepEqual([...columns.times], [1, 1, 1, 0]);
  assert.deepEqual([...columns.styles], [1, -1, 0, 0]);
  assert.deepEqual([...columns.sets], [3, 0, 0, 0]);
  assert.deepEqual([...columns.seqs], [2, 0, 0, 0]);
  assert.deepEqual(columns.leaves, concat(...entries.map(leafHash)));
  const nothing = new Uint8Array(32);
  // A ballot without a head has no X, only a cast has a hash.
  assert.deepEqual(columns.keys, concat(new Uint8Array(32).fill(8), nothing, sha256(utf8("read")), nothing));
  const hashes = [BALLOT, BALLOT.subarray(0, 37)].map((ballot) =>
    sha256(encodeCbor(["cast", { ballot }, []])),
  );
  assert.deepEqual(columns.transactionHashes, concat(...hashes, nothing, nothing));
});

test("full bundles have a root, those that could not be divided or are partial none", () => {
  const widths = [256, 255, 256, 1, 256];
  const batch = batchOf(...widths.map((width) => [new Uint8Array(0), width] as const));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const leaves = concat(...Array.from({ length: total }, (_, i) => leafHash(utf8(`${i}`))));
  const root = (from: number): Bytes => rootOfTile(leaves.subarray(32 * from, 32 * (from + 256)));
  const nothing = new Uint8Array(32);
  const all = [root(0), nothing, root(511), nothing, root(768)];
  assert.deepEqual(rootsOfBundles(batch, 5, leaves), concat(...all));
  assert.deepEqual(rootsOfBundles(batch, 2, leaves), concat(root(0), nothing, nothing, nothing, nothing));
  assert.deepEqual(rootsOfBundles(batch, 0, leaves), new Uint8Array(160));
  assert.deepEqual(bundleDigest(leaves), sha256(leaves));
});
