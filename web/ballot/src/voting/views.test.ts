import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kept } from "./record-store.ts";
import type { BallotRecord } from "./records.ts";
import { storedView } from "./views.ts";

const bytes = new Uint8Array(0);

function kept(key: string, stage: "prepared" | "asked" | "resumed" | "ready" | "done", style: number): Kept {
  const named = { style, request: bytes };
  const done = { trackerHash: bytes, index: 1, time: 2, receipt: bytes, seq: 0, credential: bytes };
  const record: BallotRecord =
    stage === "done"
      ? { ...named, stage, ...done }
      : stage === "ready"
        ? { ...named, stage, credential: bytes }
        : { ...named, stage, pending: bytes };
  return { key, record };
}

const leftovers = (...all: readonly Kept[]): readonly string[] =>
  storedView(all, undefined).flatMap(({ key, isLeftover }) => (isLeftover ? [key] : []));

test("a request is a leftover once another ballot of its style has gone further, and not before", () => {
  const requests = [kept("a", "asked", 0), kept("b", "resumed", 0), kept("c", "prepared", 0)];
  assert.deepEqual(leftovers(...requests), []);
  assert.deepEqual(leftovers(...requests, kept("d", "done", 1)), []);
  assert.deepEqual([...leftovers(...requests, kept("d", "done", 0))].sort(), ["a", "b", "c"]);
  assert.deepEqual([...leftovers(kept("e", "asked", 1), kept("d", "ready", 1))], ["e"]);
  assert.deepEqual(leftovers(kept("d", "ready", 0), kept("e", "done", 0)), []);
});
