import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, concat } from "@veche/base";
import fc from "fast-check";
import {
  addScalars,
  decodeScalar,
  encodeScalar,
  invertScalar,
  isScalar,
  multiplyScalars,
  negateScalar,
  ORDER,
  randomScalar,
  reduceScalar,
  subtractScalars,
} from "./scalar.ts";
import { anyScalar, bytes } from "./support.test.ts";

const littleEndian = (value: bigint, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

test("the order is the prime of RFC 9496", () => {
  assert.equal(ORDER, 2n ** 252n + 27742317777372353535851937790883648493n);
});

test("scalars are 32 bytes little-endian and come back", () => {
  fc.assert(
    fc.property(anyScalar, (s) => {
      assert.deepEqual(encodeScalar(s), littleEndian(s, 32));
      assert.equal(decodeScalar(encodeScalar(s)), s);
    }),
  );
});

test("a scalar inside other bytes is read from where it stands", () => {
  const within = new Uint8Array(110).fill(255);
  within.set(littleEndian(ORDER - 1n, 32), 5);
  within.set(littleEndian(2n ** 500n + 3n, 64), 41);
  assert.equal(decodeScalar(within.subarray(5, 37)), ORDER - 1n);
  assert.equal(reduceScalar(within.subarray(41, 105)), (2n ** 500n + 3n) % ORDER);
});

test("only values below the order are decoded", () => {
  for (const value of [0n, 1n, ORDER - 1n]) assert.equal(decodeScalar(littleEndian(value, 32)), value);
  for (const value of [ORDER, ORDER + 1n, 2n * ORDER, 2n ** 253n, 2n ** 256n - 1n]) {
    assert.equal(decodeScalar(littleEndian(value, 32)), undefined);
  }
  fc.assert(
    fc.property(anyScalar, fc.integer({ min: 1, max: 14 }), (s, times) => {
      assert.equal(decodeScalar(littleEndian(s + BigInt(times) * ORDER, 32)), undefined);
    }),
  );
});

test("only 32 bytes are decoded", () => {
  for (const length of [0, 1, 31, 33, 64]) assert.equal(decodeScalar(new Uint8Array(length)), undefined);
});

test("any 32 bytes are a scalar and its one encoding, or refused", () => {
  fc.assert(
    fc.property(bytes(32), (b) => {
      const s = decodeScalar(b);
      if (s !== undefined) assert.deepEqual(encodeScalar(s), b);
    }),
  );
});

test("wide reduction is the integer mod the order", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 512n - 1n }), (wide) => {
      assert.equal(reduceScalar(littleEndian(wide, 64)), wide % ORDER);
    }),
  );
  assert.equal(reduceScalar(littleEndian(ORDER, 64)), 0n);
  for (const length of [0, 32, 63, 65]) assert.throws(() => reduceScalar(new Uint8Array(length)), BugError);
});

test("arithmetic is that of integers mod the order", () => {
  fc.assert(
    fc.property(anyScalar, anyScalar, (a, b) => {
      assert.equal(addScalars(a, b), (a + b) % ORDER);
      assert.equal(multiplyScalars(a, b), (a * b) % ORDER);
      assert.equal(subtractScalars(a, b), (a - b + ORDER) % ORDER);
      assert.equal(addScalars(a, negateScalar(a)), 0n);
      assert.ok(isScalar(negateScalar(a)));
      if (a !== 0n) assert.equal(multiplyScalars(a, invertScalar(a)), 1n);
    }),
  );
});

test("unreduced scalars and the inverse of zero are bugs", () => {
  for (const bad of [-1n, ORDER, ORDER + 5n]) {
    assert.equal(isScalar(bad), false);
    assert.throws(() => encodeScalar(bad), BugError);
    assert.throws(() => addScalars(bad, 1n), BugError);
    assert.throws(() => multiplyScalars(1n, bad), BugError);
    assert.throws(() => negateScalar(bad), BugError);
    assert.throws(() => invertScalar(bad), BugError);
  }
  assert.throws(() => invertScalar(0n), BugError);
});

test("a random scalar takes 64 bytes of the given generator", () => {
  const asked: number[] = [];
  const wide = concat(littleEndian(7n, 32), littleEndian(1n, 32));
  const scalar = randomScalar((length) => {
    asked.push(length);
    return wide;
  });
  assert.deepEqual(asked, [64]);
  assert.equal(scalar, (7n + 2n ** 256n) % ORDER);
});

test("a generator that gives nothing or too little is a bug", () => {
  assert.throws(() => randomScalar((length) => new Uint8Array(length)), BugError);
  assert.throws(() => randomScalar(() => new Uint8Array(32).fill(1)), BugError);
});
