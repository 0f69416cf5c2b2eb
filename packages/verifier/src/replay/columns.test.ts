import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, sha256, u32 } from "@veche/base";
import { seededBytes } from "../testing/random.ts";
import { CredentialTable, RollTable } from "./columns.ts";

const keyOf = (n: number): Bytes => sha256(u32(n));
/** Columns begin with 1024 rows and are doubled then. */
const COUNT = 2100;
const ROWS = [0, 1, 1023, 1024, 1025, 2047, 2048, 2049, COUNT - 1];

test("every entry of a long roll is there, in its style, from the first to the last", () => {
  const roll = new RollTable(seededBytes("roll"));
  for (let n = 0; n < COUNT; n++) {
    assert.ok(!roll.has(keyOf(n), 0));
    assert.equal(roll.stateOf(keyOf(n), 0, 0), "unknown");
    roll.add(keyOf(n), 0, n % 3);
  }
  for (const n of ROWS) {
    assert.ok(roll.has(keyOf(n), 0), `${n}`);
    assert.equal(roll.stateOf(keyOf(n), 0, n % 3), "fresh", `${n}`);
    assert.equal(roll.stateOf(keyOf(n), 0, (n + 1) % 3), "unknown");
    roll.issue(keyOf(n), 0);
    assert.equal(roll.stateOf(keyOf(n), 0, n % 3), "issued");
    assert.equal(roll.stateOf(keyOf(n), 0, (n + 1) % 3), "unknown");
  }
  assert.equal(roll.stateOf(keyOf(2), 0, 2), "fresh");
});

test("of each of many credentials the last ballot is known", () => {
  const table = new CredentialTable(seededBytes("credentials"));
  for (let n = 0; n < COUNT; n++) table.put(keyOf(n), 0, 1 + (n % 7), 1 + (n % 3), 10 + n, 20 + n);
  for (const n of ROWS) {
    const row = table.find(keyOf(n), 0);
    assert.equal(row, n);
    assert.deepEqual(
      [table.styleOf(row), table.seqOf(row), table.entryOf(row), table.blockOf(row)],
      [1 + (n % 7), 1 + (n % 3), 10 + n, 20 + n],
    );
  }
  assert.equal(table.find(keyOf(COUNT), 0), -1);
});
