import assert from "node:assert/strict";
import { test } from "node:test";
import { type StorageShare, storageRoom } from "./storage-share.ts";

const share = (quota: number, isKept: boolean): StorageShare => ({
  persist: async () => isKept,
  persisted: async () => false,
  estimate: async () => ({ quota, usage: 1_000 }),
});

test("a window is private if it keeps nothing for sure and has less room than any disk", async () => {
  const cases = [
    [share(100_000_000, false), true],
    [share(100_000_000, true), false],
    [share(10_000_000_000, false), false],
    [undefined, false],
    [{}, false],
  ] as const;
  for (const [given, expected] of cases)
    assert.equal((await storageRoom(given)).isPrivateWindow, expected, JSON.stringify(given));
});

test("what is left of the room is told, and nothing where the browser does not say it or fails", async () => {
  assert.equal((await storageRoom(share(5_000, true))).free, 4_000);
  const failing: StorageShare = {
    ...share(5_000, true),
    estimate: async () => {
      throw new Error("no estimate");
    },
  };
  assert.deepEqual(await storageRoom(failing), { isPrivateWindow: false, free: undefined });
});

test("nobody waits for a browser that waits for its reader", async () => {
  const silent: StorageShare = { ...share(100_000_000, false), persist: () => new Promise(() => {}) };
  assert.equal((await storageRoom(silent)).isPrivateWindow, true);
});
