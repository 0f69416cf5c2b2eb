import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCbor, encodeCbor, expectOk, fromHex, toHex } from "./index.ts";

test("encodes maps with keys in deterministic order and decodes them again", () => {
  const value = { bb: 1, a: [true, "вече", new Uint8Array([1, 2])], c: 2 ** 40 };
  const bytes = encodeCbor(value);
  assert.equal(toHex(bytes).slice(0, 6), "a36161");
  assert.deepEqual(expectOk(decodeCbor(bytes), "round trip"), value);
});

const refused: Record<string, string> = {
  "negative integer": "20",
  float: "f93c00",
  null: "f6",
  undefined: "f7",
  tag: "c000",
  "indefinite array": "9fff",
  "indefinite bytes": "5f4101ff",
  "non-minimal integer": "1817",
  "keys out of order": "a2616201616100",
  "longer key first": "a262616100616200",
  "duplicate key": "a2616100616101",
  "integer key": "a10000",
  "trailing byte": "0000",
  "truncated text": "6261",
  "invalid UTF-8": "61ff",
  "integer above 2^53": "1b0020000000000001",
  empty: "",
};

for (const [name, hex] of Object.entries(refused)) {
  test(`refuses ${name}`, () => {
    assert.equal(decodeCbor(fromHex(hex) as Uint8Array).ok, false);
  });
}
