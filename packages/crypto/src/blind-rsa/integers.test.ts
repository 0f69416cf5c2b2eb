import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  bytesToInteger,
  greatestCommonDivisor,
  integerToBytes,
  inverseModulo,
  inversesModulo,
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
  assert.throws(() => integerToBytes(-1n, 8), { name: "BugError" });
  assert.throws(() => integerToBytes(2n ** 64n, 8), { name: "BugError" });
  assert.deepEqual(integerToBytes(2n ** 64n, 9), Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0));
  assert.deepEqual(integerToBytes(0n, 0), new Uint8Array(0));
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

test("inverses of many at once are those of each, and none if one has none", () => {
  const modulus = fc.bigInt({ min: 2n, max: 2n ** 80n });
  const values = fc.array(fc.bigInt({ min: 0n, max: 2n ** 80n }), { maxLength: 6 });
  fc.assert(
    fc.property(modulus, values, (n, drawn) => {
      const each = drawn.map((value) => inverseModulo(value % n, n));
      const expected = each.includes(undefined) ? undefined : each;
      assert.deepEqual(
        inversesModulo(
          drawn.map((value) => value % n),
          n,
        ),
        expected,
      );
    }),
  );
  assert.deepEqual(inversesModulo([2n, 3n, 6n], 35n), [18n, 12n, 6n]);
  assert.equal(inversesModulo([2n, 5n], 35n), undefined);
  assert.deepEqual(inversesModulo([], 35n), []);
});

test("the 65537th power", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 2n, max: 2n ** 300n }), fc.bigInt({ min: 0n, max: 2n ** 300n }), (n, x) => {
      assert.equal(power65537(x % n, n), power(x, 65537n, n));
    }),
  );
});
