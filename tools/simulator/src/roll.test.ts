import assert from "node:assert/strict";
import { test } from "node:test";
import { compareBytes, concat, sha256, u32 } from "@veche/base";
import { sortEntries } from "./roll.ts";

test("entries are sorted by all their bytes, those with the same beginning too", () => {
  const entries = Array.from({ length: 2_000 }, (_, n) => {
    const entry = sha256(u32(n));
    // A tenth of them share their first four bytes with others.
    if (n % 10 === 0) entry.set(u32(7), 0);
    return entry;
  });
  const expected = concat(...[...entries].sort(compareBytes));
  assert.deepEqual(sortEntries(concat(...entries)), expected);
  assert.deepEqual(sortEntries(new Uint8Array(0)), new Uint8Array(0));
});
