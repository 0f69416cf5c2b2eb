import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Bytes,
  compareBytes,
  concat,
  equalBytes,
  fromHex,
  fromUtf8,
  readUint,
  toHex,
  u8,
  u16,
  u32,
  u64,
  uintBytes,
  utf8,
} from "./bytes.ts";

const anyBytes = fc.uint8Array({ maxLength: 40 });

test("concatenation keeps every byte in order and shares nothing", () => {
  fc.assert(
    fc.property(fc.array(anyBytes, { maxLength: 5 }), (parts) => {
      assert.deepEqual(
        [...concat(...parts)],
        parts.flatMap((part) => [...part]),
      );
    }),
  );
  const part = u8(1);
  const joined = concat(part);
  part[0] = 2;
  assert.equal(joined[0], 1);
});

test("equality is that of contents", () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (a, b) => {
      assert.equal(equalBytes(a, b), toHex(a) === toHex(b));
      assert.ok(equalBytes(a, a.slice()));
      assert.equal(equalBytes(a, concat(a, u8(0))), false);
    }),
  );
});

test("order is that of unsigned bytes, a prefix first", () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (a, b) => {
      assert.equal(Math.sign(compareBytes(a, b)), Math.sign(Buffer.compare(a, b)));
      assert.ok(compareBytes(a, concat(a, b)) <= 0);
    }),
  );
  assert.ok(compareBytes(u8(127), u8(128)) < 0);
});

test("hexadecimal is lower case and comes back", () => {
  fc.assert(
    fc.property(anyBytes, (b) => {
      assert.equal(toHex(b), Buffer.from(b).toString("hex"));
      assert.deepEqual(fromHex(toHex(b)), b);
    }),
  );
});

test("other writings of hexadecimal are refused", () => {
  for (const text of ["0", "AB", "aB", "0g", "0x00", " 00", "00\n", "00 ", "-1", "é0", "٠٠"]) {
    assert.equal(fromHex(text), undefined, JSON.stringify(text));
  }
});

test("text comes back, byte order mark included", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      assert.equal(fromUtf8(utf8(text)), text);
    }),
  );
  assert.equal(fromUtf8(utf8("\ufeffвече")), "\ufeffвече");
});

test("bytes that are not UTF-8 are refused", () => {
  const bad = ["ff", "c0af", "e28220", "eda080", "f4908080", "80", "c3"];
  for (const hex of bad) assert.equal(fromUtf8(fromHex(hex) as Bytes), undefined, hex);
});

test("integers are big-endian and come back", () => {
  const sizes = fc.constantFrom(1 as const, 2 as const, 4 as const, 8 as const);
  fc.assert(
    fc.property(sizes, fc.maxSafeNat(), anyBytes, (size, value, before) => {
      const fitting = value % 2 ** (8 * size);
      const encoded = uintBytes(fitting, size);
      assert.equal(toHex(encoded), fitting.toString(16).padStart(2 * size, "0"));
      assert.equal(readUint(concat(before, encoded), before.length, size), fitting);
    }),
  );
  assert.equal(
    toHex(concat(u8(255), u16(258), u32(65536), u64(2 ** 53 - 1))),
    "ff010200010000001fffffffffffff",
  );
});

test("an integer that does not fit crashes", () => {
  assert.throws(() => u8(256), RangeError);
  assert.throws(() => u16(65536), RangeError);
  assert.throws(() => u32(2 ** 32), RangeError);
  for (const value of [-1, 1.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
    assert.throws(() => u64(value), RangeError);
  }
});
