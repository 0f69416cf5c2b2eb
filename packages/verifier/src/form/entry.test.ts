import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborValue, encodeCbor, sha256 } from "@veche/base";
import { decodeEntry, decodeTransaction, ENTRY_MAX, transactionHash } from "./entry.ts";

const SIGNATURE: CborValue = [2, 1, new Uint8Array(64)];
const CLOSE: CborValue = ["close", {}, [SIGNATURE]];
const encoded = (value: CborValue): Uint8Array => new Uint8Array(encodeCbor(value));
const decode = (value: CborValue): ReturnType<typeof decodeEntry> => decodeEntry(encoded(value));

test("an entry is a time and a transaction", () => {
  const { time, value } = decode([1000, CLOSE]);
  assert.equal(time, 1000);
  assert.deepEqual(value, {
    time: 1000,
    transactionBytes: encoded(CLOSE),
    transaction: {
      type: "close",
      body: {},
      bodyBytes: encoded({}),
      signatures: [{ role: 2, index: 1, signature: new Uint8Array(64) }],
    },
  });
  assert.deepEqual(value && transactionHash(value), sha256(encoded(CLOSE)));
});

test("what is no pair of a time and a transaction is no entry, and has no time", () => {
  const wrong: readonly CborValue[] = [
    {},
    0,
    "ab",
    new Uint8Array(2),
    [],
    [1],
    ["1", CLOSE],
    [CLOSE, 1],
    [1, CLOSE, 1],
  ];
  for (const value of wrong) assert.deepEqual(decode(value), { fault: "ENTRY_ENCODING" });
  const whole = encoded([1, CLOSE]);
  assert.deepEqual(decodeEntry(whole.subarray(0, -1)), { fault: "ENTRY_ENCODING" });
  assert.deepEqual(decodeEntry(new Uint8Array(0)), { fault: "ENTRY_ENCODING" });
});

test("of a wrong transaction the time is told, and what is wrong", () => {
  const signed = (...signatures: readonly CborValue[]): CborValue => ["close", {}, signatures];
  const encoding: readonly CborValue[] = [
    {},
    1,
    "abc",
    ["close", {}],
    ["close", {}, [], 1],
    [1, {}, []],
    ["close", [], []],
    ["close", new Uint8Array(0), []],
    ["close", {}, {}],
    ["close", {}, new Uint8Array(0)],
    signed(SIGNATURE, []),
    signed(1),
    signed([2, 1]),
    signed([2, 1, new Uint8Array(64), 1]),
    signed(["2", 1, new Uint8Array(64)]),
    signed([2, "1", new Uint8Array(64)]),
    signed([2, 1, "x".repeat(64)]),
    signed([2, 1, new Uint8Array(63)]),
    signed([2, 1, new Uint8Array(65)]),
  ];
  for (const value of encoding) {
    assert.deepEqual(decode([5, value]), { time: 5, fault: "ENTRY_ENCODING" });
    assert.equal(decodeTransaction(encoded(value)), undefined);
  }
  assert.deepEqual(decode([5, ["opens", {}, []]]), { time: 5, fault: "TYPE_UNKNOWN" });
  assert.deepEqual(decode([5, ["close", { at: 1 }, []]]), { time: 5, fault: "BODY_FORM" });
  assert.equal(decodeTransaction(encoded(CLOSE))?.type, "close");
  assert.equal(decodeTransaction(new Uint8Array(0)), undefined);
});

test("an entry has 60,000 bytes at most", () => {
  const cast = (length: number): Uint8Array => encoded([1, ["cast", { ballot: new Uint8Array(length) }, []]]);
  const frame = cast(50_000).length - 50_000;
  assert.equal(decodeEntry(cast(ENTRY_MAX - frame)).value?.transaction.type, "cast");
  assert.deepEqual(decodeEntry(cast(ENTRY_MAX + 1 - frame)), { fault: "ENTRY_TOO_LARGE" });
});
