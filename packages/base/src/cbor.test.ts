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
  "text that begins with U+FEFF": "63efbbbf",
  "longer text that begins with U+FEFF": `7864efbbbf${"61".repeat(97)}`,
  "key that begins with U+FEFF": "a163efbbbf00",
  "integer above 2^53": "1b0020000000000001",
  empty: "",
};

for (const [name, hex] of Object.entries(refused)) {
  test(`refuses ${name}`, () => {
    assert.equal(decodeCbor(fromHex(hex) as Uint8Array).ok, false);
  });
}

test("U+FEFF inside a text stays where it is", () => {
  for (const text of ["a\u{feff}", `a\u{feff}${"b".repeat(100)}`]) {
    assert.equal(expectOk(decodeCbor(encodeCbor(text)), "text"), text);
  }
});

test("what is encoded or decoded is a plain Uint8Array with memory of its own", () => {
  for (const value of [[], new Uint8Array(5_000), new Uint8Array(1)]) {
    assert.equal(Object.getPrototypeOf(encodeCbor(value)), Uint8Array.prototype);
  }
  const bytes = encodeCbor(new Uint8Array(3));
  bytes.slice(1).fill(1);
  assert.equal(toHex(bytes), "43000000");
  for (const given of [bytes, Buffer.from(bytes)]) {
    const decoded = expectOk(decodeCbor(given), "byte string") as Uint8Array;
    assert.equal(Object.getPrototypeOf(decoded), Uint8Array.prototype);
    decoded.fill(1);
    assert.equal(toHex(given), "43000000");
  }
});
