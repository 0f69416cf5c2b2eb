import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import { faultsOf } from "../testing/lone-election.ts";
import { checkOrder, newBlock } from "./blocks.ts";

const hash = (n: number): Bytes => new Uint8Array(32).fill(n);

/** Entries of one block: hashes of casts, or `undefined` for what is none. */
const orderOf = (...casts: readonly (Bytes | undefined)[]): Promise<readonly string[]> =>
  faultsOf((judge) => {
    const block = newBlock(5, 1);
    for (const cast of casts) checkOrder(block, cast, judge);
  });

test("the casts of a block come last, each hash larger than the one before", async () => {
  assert.deepEqual(await orderOf(), []);
  assert.deepEqual(await orderOf(undefined, undefined, hash(1), hash(2), hash(200)), []);
  assert.deepEqual(await orderOf(hash(2), hash(1)), ["V07 CAST_ORDER"]);
  assert.deepEqual(await orderOf(hash(2), hash(2)), ["V07 CAST_ORDER"]);
  assert.deepEqual(await orderOf(hash(1), hash(3), hash(2)), ["V07 CAST_ORDER"]);
  assert.deepEqual(await orderOf(undefined, hash(1), undefined), ["V07 CAST_BEFORE_OTHERS"]);
});
