import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import { ed25519PublicKey } from "./ed25519.ts";
import { StrictKeys } from "./strict-keys.ts";
import { hex } from "./support.test.ts";

const key = (n: number): Bytes => ed25519PublicKey(Uint8Array.of(n, n >> 8, ...new Uint8Array(30)));

test("a key is read once and then remembered", () => {
  const keys = new StrictKeys(4);
  const first = keys.find(key(1));
  assert.ok(first !== undefined);
  for (let use = 0; use < 12; use++) assert.equal(keys.find(key(1)), first);
  assert.deepEqual(first.toBytes(), key(1));
});

test("only the most recently used keys are kept", () => {
  const keys = new StrictKeys(3);
  const [a, b] = [keys.find(key(1)), keys.find(key(2))];
  keys.find(key(3));
  assert.equal(keys.find(key(1)), a, "still known, and now the last used");
  keys.find(key(4));
  assert.equal(keys.find(key(1)), a);
  assert.notEqual(keys.find(key(2)), b, "driven out and read again");
  assert.equal(keys.size, 3);
});

test("refused keys drive out no good one", () => {
  const keys = new StrictKeys(2);
  const good = keys.find(key(1));
  const identity = hex(`01${"00".repeat(31)}`);
  const order8 = hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  for (const bad of [identity, order8, new Uint8Array(31), new Uint8Array(32).fill(255)]) {
    assert.equal(keys.find(bad), undefined);
  }
  assert.equal(keys.find(key(1)), good);
  assert.equal(keys.size, 1);
});
