import assert from "node:assert/strict";
import { test } from "node:test";
import type { CborValue } from "@veche/base";
import { isTransactionType, readBody } from "./bodies.ts";

const totals = (refused: CborValue): CborValue => ({
  accepted: 1,
  applied: 2,
  date: "2026-02-01",
  recalled: 0,
  refused,
});
const codes = (count: number): CborValue =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`CODE_${i}`, i]));
const readsTotals = (refused: CborValue): boolean =>
  readBody("registration-totals", totals(refused)) !== undefined;

test("refusals are counted by at most 100 codes", () => {
  for (const [count, isRight] of [
    [0, true],
    [1, true],
    [100, true],
    [101, false],
  ] as const) {
    assert.equal(readsTotals(codes(count)), isRight, `${count} codes`);
  }
  for (const [refused, isRight] of [
    [{ ["A".repeat(40)]: 1 }, true],
    [{ ["A".repeat(41)]: 1 }, false],
    [{ "": 1 }, false],
    [{ lower: 1 }, false],
    [{ CODE: "1" }, false],
    [{ CODE: 1, lower: 1 }, false],
    [[], false],
  ] as const) {
    assert.equal(readsTotals(refused), isRight, JSON.stringify(refused));
  }
});

test("a roll has 1 to 1800 entries of 32 bytes", () => {
  for (const [length, isRight] of [
    [0, false],
    [31, false],
    [32, true],
    [33, false],
    [64, true],
    [32 * 1800, true],
    [32 * 1801, false],
  ] as const) {
    const body = { entries: new Uint8Array(length), first: 0, style: 0 };
    assert.equal(readBody("roll", body) !== undefined, isRight, `${length} bytes`);
  }
});

test("types are those of the specification, none that every object has", () => {
  assert.ok(isTransactionType("cast"));
  for (const type of ["Cast", "", "constructor", "toString"]) assert.ok(!isTransactionType(type), type);
});
