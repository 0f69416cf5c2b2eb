import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceStore } from "../voting/contract.ts";
import { MemoryStore } from "../voting/testing/memory-store.ts";
import { secureRandomBytes } from "../worker/random.ts";
import { keeps } from "./probe.ts";

test("tabs that are opened at once find a browser that keeps what it is given, and leave nothing behind", async () => {
  const store = new MemoryStore();
  const found = await Promise.all(Array.from({ length: 12 }, () => keeps(store, secureRandomBytes)));
  assert.ok(found.every(Boolean));
  assert.equal(store.rows.size, 0);
});

test("a browser that keeps other bytes, no keys, or nothing is told from one that does", async () => {
  const wrong: readonly Partial<DeviceStore>[] = [
    { get: async () => undefined },
    { get: async () => Uint8Array.of(1, 2, 3) },
    { pairsOf: async () => [] },
    { put: () => Promise.reject(new Error("no room")) },
    { addPair: () => Promise.reject(new Error("keys are not kept")) },
  ];
  for (const part of wrong) {
    const memory = new MemoryStore();
    const store: DeviceStore = {
      get: (key) => memory.get(key),
      put: (key, value) => memory.put(key, value),
      putIf: (key, previous, value) => memory.putIf(key, previous, value),
      delete: (key) => memory.delete(key),
      keys: (prefix) => memory.keys(prefix),
      addPair: (key, standing, pair) => memory.addPair(key, standing, pair),
      pairsOf: (key) => memory.pairsOf(key),
      ...part,
    };
    assert.equal(await keeps(store, secureRandomBytes), false);
  }
});
