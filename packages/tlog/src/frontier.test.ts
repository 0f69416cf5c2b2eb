import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, expectOk, u64 } from "@veche/base";
import fc from "fast-check";
import { leafHashesOf, NaiveTree } from "./fixtures.test.ts";
import {
  appendLeaves,
  decodeFrontier,
  EMPTY_FRONTIER,
  encodeFrontier,
  type Frontier,
  frontierRoot,
  MAX_TREE_SIZE,
} from "./index.ts";

const LEAVES = leafHashesOf(300);
const TREE = new NaiveTree(LEAVES);

test("one leaf at a time, the root is that of RFC 6962 at every size", () => {
  let frontier = EMPTY_FRONTIER;
  for (let size = 0; size <= LEAVES.length; size++) {
    assert.equal(frontier.size, size);
    assert.deepEqual(frontierRoot(frontier), TREE.root(0, size));
    if (size < LEAVES.length) frontier = appendLeaves(frontier, [LEAVES[size] as Bytes]);
  }
});

test("batches give what single leaves give, and the old value stays as it was", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 5 }), (batches) => {
      let frontier = EMPTY_FRONTIER;
      for (const batch of batches) {
        const before = encodeFrontier(frontier);
        const next = appendLeaves(frontier, LEAVES.slice(frontier.size, frontier.size + batch));
        assert.deepEqual(encodeFrontier(frontier), before);
        frontier = next;
        assert.deepEqual(frontierRoot(frontier), TREE.root(0, frontier.size));
      }
    }),
  );
});

test("bytes come back as the same frontier, which goes on as the first one", () => {
  for (let size = 0; size < LEAVES.length; size++) {
    const frontier = appendLeaves(EMPTY_FRONTIER, LEAVES.slice(0, size));
    const decoded = expectOk(decodeFrontier(encodeFrontier(frontier)), "round trip");
    assert.deepEqual(decoded, frontier);
    assert.deepEqual(frontierRoot(appendLeaves(decoded, LEAVES.slice(size))), TREE.root(0, LEAVES.length));
  }
});

const isRefused = (bytes: Bytes): boolean => !decodeFrontier(bytes).ok;

test("bytes of another length or with a size of 2^53 and more are refused", () => {
  const bytes = encodeFrontier(appendLeaves(EMPTY_FRONTIER, LEAVES.slice(0, 5)));
  assert(!isRefused(bytes));
  assert(isRefused(new Uint8Array(0)));
  assert(isRefused(bytes.slice(0, 7)));
  assert(isRefused(bytes.slice(0, -1)));
  assert(isRefused(concat(bytes, new Uint8Array(1))));
  assert(isRefused(concat(bytes, new Uint8Array(32))));
  assert(isRefused(concat(u64(7), bytes.slice(8))));
  assert(isRefused(concat(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0), new Uint8Array(32))));
  assert(isRefused(concat(new Uint8Array(8).fill(0xff), new Uint8Array(64 * 32))));
});

test("the last leaf of the largest tree fits, one more is a bug of the caller", () => {
  const leaf = LEAVES[0] as Bytes;
  const nearlyFull: Frontier = { size: MAX_TREE_SIZE - 1, roots: Array.from({ length: 52 }, () => leaf) };
  const full = appendLeaves(nearlyFull, [leaf]);
  assert.equal(full.roots.length, 53);
  assert.deepEqual(expectOk(decodeFrontier(encodeFrontier(full)), "round trip"), full);
  assert.throws(() => appendLeaves(full, [leaf]), { name: "BugError" });
  assert.throws(() => appendLeaves(EMPTY_FRONTIER, [new Uint8Array(31)]), { name: "BugError" });
});
