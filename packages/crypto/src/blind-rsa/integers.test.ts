import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  bytesToInteger,
  greatestCommonDivisor,
  integerToBytes,
  inverseModulo,
  power65537,
} from "./integers.ts";
import { power } from "./test-support.ts";

test("bytes and integers, both ways, leading zeros kept", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      assert.deepEqual(integerToBytes(bytesToInteger(bytes), bytes.length), bytes);
    }),
  );
  assert.equal(bytesToInteger(Uint8Array.of(1, 0)), 256n);
  assert.deepEqual(integerToBytes(255n, 1), Uint8Array.of(255));
  assert.throws(() => integerToBytes(256n, 1), { name: "BugError" });
  assert.throws(() => integerToBytes(-1n, 1), { name: "BugError" });
});

test("the inverse exists exactly where nothing is shared, and gives one", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 2n, max: 2n ** 200n }), fc.bigInt({ min: 0n, max: 2n ** 200n }), (n, x) => {
      const inverse = inverseModulo(x % n, n);
      if (greatestCommonDivisor(n, x % n) !== 1n) return assert.equal(inverse, undefined);
      assert.ok(inverse !== undefined && 0n <= inverse && inverse < n);
      assert.equal(((x % n) * inverse) % n, 1n);
    }),
  );
  assert.equal(inverseModulo(0n, 15n), undefined);
  assert.equal(inverseModulo(6n, 15n), undefined);
  assert.equal(inverseModulo(1n, 15n), 1n);
  assert.throws(() => inverseModulo(15n, 15n), { name: "BugError" });
  assert.throws(() => inverseModulo(-1n, 15n), { name: "BugError" });
});

test("the 65537th power", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 2n, max: 2n ** 300n }), fc.bigInt({ min: 0n, max: 2n ** 300n }), (n, x) => {
      assert.equal(power65537(x % n, n), power(x, 65537n, n));
    }),
  );
});
