import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256, toHex, u32 } from "@veche/base";
import fc from "fast-check";
import { seededBytes } from "../testing/random.ts";
import { CredentialTable, RollTable } from "./columns.ts";
import { KeyTable } from "./key-table.ts";

const keyOf = (n: number): Uint8Array => sha256(u32(n));

test("numbers keys in the order in which they come, and finds each", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200)), (numbers) => {
      const table = new KeyTable(seededBytes("keys"));
      const known = new Map<string, number>();
      for (const n of numbers) {
        const key = keyOf(n);
        assert.equal(table.find(key, 0), known.get(toHex(key)) ?? -1);
        const row = table.add(key, 0);
        if (!known.has(toHex(key))) known.set(toHex(key), known.size);
        assert.equal(row, known.get(toHex(key)));
      }
      assert.equal(table.size, known.size);
    }),
    { numRuns: 30 },
  );
});

test("holds more keys than a block of its memory, and keys that differ in one bit", () => {
  const table = new KeyTable(seededBytes("many"));
  const count = 70_000;
  const key = new Uint8Array(40);
  const write = (n: number): void => key.set(u32(n), 4 + (n % 8));
  for (let n = 0; n < count; n++) {
    key.fill(0);
    write(n);
    assert.equal(table.add(key, 4), n);
  }
  for (let n = 0; n < count; n += 997) {
    key.fill(0);
    write(n);
    assert.equal(table.find(key, 4), n);
  }
  key.fill(255);
  assert.equal(table.find(key, 4), -1);
});

test("an entry of the roll is fresh, then issued, in its style alone", () => {
  const roll = new RollTable(seededBytes("roll"));
  roll.add(keyOf(1), 0, 3);
  assert.equal(roll.stateOf(keyOf(1), 0, 3), "fresh");
  assert.equal(roll.stateOf(keyOf(1), 0, 2), "unknown");
  assert.equal(roll.stateOf(keyOf(2), 0, 3), "unknown");
  roll.issue(keyOf(1), 0);
  assert.equal(roll.stateOf(keyOf(1), 0, 3), "issued");
  assert.equal(roll.has(keyOf(1), 0), true);
});

test("of a credential the last ballot is known", () => {
  const table = new CredentialTable(seededBytes("credentials"));
  for (let n = 0; n < 3000; n++) table.put(keyOf(n), 0, n % 7, 0, 10 * n, n);
  table.put(keyOf(5), 0, 5, 1, 2 ** 39, 4000);
  const row = table.find(keyOf(5), 0);
  assert.deepEqual(
    [table.styleOf(row), table.seqOf(row), table.entryOf(row), table.blockOf(row)],
    [5, 1, 2 ** 39, 4000],
  );
  assert.equal(table.entryOf(table.find(keyOf(2999), 0)), 29_990);
});

test("a key of zeros is none that is in the table, however many are, until it is added", () => {
  const zeros = new Uint8Array(32);
  const table = new KeyTable(seededBytes("zeros"));
  for (let n = 0; n < 2100; n++) {
    assert.equal(table.find(zeros, 0), -1, `${n}`);
    assert.equal(table.add(keyOf(n), 0), n);
    assert.equal(table.add(keyOf(n), 0), n);
  }
  assert.equal(table.add(zeros, 0), 2100);
  assert.equal(table.find(zeros, 0), 2100);
});
