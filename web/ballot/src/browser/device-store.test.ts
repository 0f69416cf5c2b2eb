import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDeviceStore } from "./device-store.ts";

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.of(...values);

test("what was put is there for a store that is opened later; keys are found by their beginning", async () => {
  const store = openDeviceStore();
  await store.put("e/1/a", bytes(1));
  await store.put("e/1/b", bytes(2));
  await store.put("e/10/a", bytes(3));
  const later = openDeviceStore();
  assert.deepEqual(await later.get("e/1/b"), bytes(2));
  assert.deepEqual(await later.keys("e/1/"), ["e/1/a", "e/1/b"]);
  await later.delete("e/1/a");
  assert.equal(await store.get("e/1/a"), undefined);
  assert.equal(await store.get("nothing"), undefined);
});

test("putIf changes only what it was told stands there", async () => {
  const store = openDeviceStore();
  assert.equal(await store.putIf("x", bytes(1), bytes(2)), false);
  assert.equal(await store.putIf("x", undefined, bytes(1)), true);
  assert.equal(await store.putIf("x", undefined, bytes(2)), false);
  assert.equal(await store.putIf("x", bytes(1, 1), bytes(2)), false);
  assert.equal(await store.putIf("x", bytes(1), bytes(2)), true);
  assert.equal(await store.putIf("x", bytes(2), undefined), true);
  assert.equal(await store.get("x"), undefined);
});

test("of fifty tabs that make the same step at once one makes it", async () => {
  const tabs = Array.from({ length: 50 }, openDeviceStore);
  const made = await Promise.all(tabs.map((tab, at) => tab.putIf("step", undefined, bytes(at))));
  const winner = made.indexOf(true);
  assert.equal(made.filter((was) => was).length, 1);
  assert.deepEqual(await openDeviceStore().get("step"), bytes(winner));
});
