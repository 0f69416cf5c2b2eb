import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Bytes, compareBytes, concat, fromHex, toHex, u8, uintBytes, utf8 } from "./bytes.ts";
import { type CborValue, decodeCbor, encodeCbor } from "./cbor.ts";
import { BugError, expectOk } from "./result.ts";

const { value: anyValue } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.maxSafeNat(),
    fc.constantFrom(0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
    fc.boolean(),
    fc.uint8Array({ maxLength: 30 }),
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: "grapheme", maxLength: 30 }), tie("value"), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
}));

/** A second encoder, written from §01.3 alone. */
function reference(value: CborValue): Bytes {
  if (typeof value === "boolean") return u8(value ? 0xf5 : 0xf4);
  if (typeof value === "number") return head(0, value);
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  if (typeof value === "string") return concat(head(3, utf8(value).length), utf8(value));
  if (Array.isArray(value)) return concat(head(4, value.length), ...value.map(reference));
  const pairs = Object.entries(value)
    .map(([key, item]) => ({ key: reference(key), item: reference(item) }))
    .sort((a, b) => compareBytes(a.key, b.key));
  return concat(head(5, pairs.length), ...pairs.flatMap(({ key, item }) => [key, item]));
}

function head(major: number, value: number): Bytes {
  const type = major << 5;
  if (value < 24) return u8(type | value);
  if (value < 2 ** 8) return concat(u8(type | 24), uintBytes(value, 1));
  if (value < 2 ** 16) return concat(u8(type | 25), uintBytes(value, 2));
  if (value < 2 ** 32) return concat(u8(type | 26), uintBytes(value, 4));
  return concat(u8(type | 27), uintBytes(value, 8));
}

const nested = (levels: number): CborValue => (levels === 0 ? 1 : [nested(levels - 1)]);

test("RFC 8949 appendix A, the rows inside the data model", () => {
  const rows: readonly (readonly [CborValue, string])[] = [
    [0, "00"],
    [23, "17"],
    [24, "1818"],
    [100, "1864"],
    [1000, "1903e8"],
    [1000000, "1a000f4240"],
    [1000000000000, "1b000000e8d4a51000"],
    [false, "f4"],
    [true, "f5"],
    [new Uint8Array(), "40"],
    [Uint8Array.of(1, 2, 3, 4), "4401020304"],
    ["", "60"],
    ["IETF", "6449455446"],
    ["ü", "62c3bc"],
    ["水", "63e6b0b4"],
    ["𐅑", "64f0908591"],
    [[], "80"],
    [[1, [2, 3], [4, 5]], "8301820203820405"],
    [{}, "a0"],
    [{ a: 1, b: [2, 3] }, "a26161016162820203"],
    [["a", { b: "c" }], "826161a161626163"],
  ];
  for (const [value, hex] of rows) {
    assert.equal(toHex(encodeCbor(value)), hex);
    assert.deepEqual(expectOk(decodeCbor(fromHex(hex) as Bytes), hex), value);
  }
});

test("every value has the encoding that the specification gives it, and comes back", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const bytes = encodeCbor(value);
      assert.equal(toHex(bytes), toHex(reference(value)));
      assert.deepEqual(expectOk(decodeCbor(bytes), "round trip"), value);
    }),
    { numRuns: 300 },
  );
});

test("any bytes are the one encoding of a value, or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
      const decoded = decodeCbor(bytes);
      if (decoded.ok) assert.equal(toHex(encodeCbor(decoded.value)), toHex(bytes));
    }),
    { numRuns: 1000 },
  );
});

test("a changed, missing or additional byte never gives the same value", () => {
  fc.assert(
    fc.property(anyValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, mask) => {
      const bytes = encodeCbor(value);
      const changed = bytes.map((byte, i) => (i === at % bytes.length ? byte ^ mask : byte));
      for (const other of [changed, bytes.slice(0, -1), concat(bytes, u8(0))]) {
        const decoded = decodeCbor(other);
        if (decoded.ok) assert.notDeepEqual(decoded.value, value);
      }
      assert.equal(decodeCbor(concat(bytes, u8(0))).ok, false);
    }),
    { numRuns: 200 },
  );
});

test("values nest 15 deep and no deeper", () => {
  assert.ok(decodeCbor(encodeCbor(nested(15))).ok);
  assert.equal(decodeCbor(reference(nested(16))).ok, false);
  assert.throws(() => encodeCbor(nested(16)), BugError);
  assert.equal(decodeCbor(new Uint8Array(60_000).fill(0x81)).ok, false);
});

test("lengths beyond the input are refused at once", () => {
  for (const hex of [
    "9b0000000fffffffff",
    "bb0000000fffffffff",
    "5b0000000fffffffff",
    "7b001fffffffffffff",
  ]) {
    assert.equal(decodeCbor(fromHex(hex) as Bytes).ok, false, hex);
  }
});

test("keys of every name are plain members", () => {
  for (const key of ["__proto__", "constructor", "toString", "0", ""]) {
    const bytes = concat(u8(0xa1), reference(key), reference({ a: 1 }));
    const value = expectOk(decodeCbor(bytes), key);
    assert.deepEqual(Object.entries(value), [[key, { a: 1 }]]);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  }
});

test("values outside the model are not encoded: no decoder would read them", () => {
  const outside: readonly unknown[] = [
    -1,
    -0,
    1.5,
    2 ** 53,
    Number.NaN,
    null,
    undefined,
    10n,
    "\ud800",
    "\u{feff}mark",
    { "\u{feff}": 1 },
    { "\udc00": 1 },
    { a: undefined },
    [null],
    new Map(),
    new Date(0),
    () => 1,
  ];
  for (const value of outside) assert.throws(() => encodeCbor(value as CborValue), BugError);
});
