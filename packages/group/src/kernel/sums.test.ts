import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, toHex } from "@veche/base";
import fc from "fast-check";
import { encodePoint, multiplyBase } from "../point.ts";
import { ORDER } from "../scalar.ts";
import { createKernel, type Terms } from "./index.ts";
import {
  anyEncoding,
  anyScalar,
  anyShort,
  edgeScalars,
  fieldBytes,
  goodEncodings,
  longs,
  none,
  numbersFrom,
  shorts,
} from "./testing/inputs.ts";
import { createReferenceKernel } from "./testing/reference.ts";

const kernel = createKernel();
const reference = createReferenceKernel();
const zeros = toHex(new Uint8Array(32));

/** Both kernels with the same points, among them the identity (0) and 1·B … 15·B. */
function load(encodings: readonly Bytes[]): void {
  for (const one of [kernel, reference]) {
    one.clear();
    one.decode(concat(...encodings));
  }
}

function sameSum(terms: Terms): void {
  const expected = reference.multiScalar(terms);
  assert.equal(toHex(kernel.multiScalar(terms)), toHex(expected));
  assert.equal(kernel.isZeroSum(terms), reference.isZeroSum(terms));
}

test("the empty sum is the identity", () => {
  kernel.clear();
  assert.equal(kernel.isZeroSum({ long: none, short: none }), true);
  assert.equal(toHex(kernel.multiScalar({ long: none, short: none })), zeros);
  assert.equal(toHex(kernel.sum(new Uint32Array(0))), zeros);
  assert.equal(kernel.rows(new Uint32Array(0), new Uint8Array(0), 2).length, 0);
});

test("every scalar at an edge, long and short, with every small point", () => {
  load(goodEncodings);
  for (const scalar of edgeScalars) {
    for (const point of [0, 1, 2, 15]) {
      sameSum({ long: longs([point], [scalar]), short: none });
      if (scalar < 2n ** 128n) sameSum({ long: none, short: shorts([point], [scalar]) });
    }
    const rows = edgeScalars.flatMap((other) => [scalar, other]);
    const points = Uint32Array.from(rows, (_, i) => 1 + (i % 2) * 6);
    const { scalars } = longs([], rows);
    assert.deepEqual(kernel.rows(points, scalars, 2), reference.rows(points, scalars, 2));
  }
});

test("a zero sum is seen, and one that is off by a unit is not", () => {
  load(goodEncodings);
  const n = 300;
  const random = numbersFrom(1);
  const scalars = Array.from({ length: n }, () => random.next().value % ORDER);
  const points = scalars.map((_, i) => i % 16);
  const total = scalars.reduce((sum, scalar, i) => sum + scalar * BigInt(i % 16), 0n) % ORDER;
  const closing = (ORDER - total) % ORDER;
  const terms = (last: bigint): Terms => ({ long: longs([...points, 1], [...scalars, last]), short: none });
  assert.equal(kernel.isZeroSum(terms(closing)), true);
  assert.equal(toHex(kernel.multiScalar(terms(closing))), zeros);
  assert.equal(kernel.isZeroSum(terms((closing + 1n) % ORDER)), false);
  assert.equal(toHex(kernel.multiScalar(terms((closing + 1n) % ORDER))), toHex(goodEncodings[1] as Bytes));
});

test("points repeated, cancelled and identical in all terms", () => {
  load(goodEncodings);
  const seven = Array.from({ length: 200 }, () => 7);
  sameSum({ long: longs(seven, Array(200).fill(ORDER - 1n)), short: shorts(seven, Array(200).fill(1n)) });
  sameSum({ long: longs(seven, Array(200).fill(5n)), short: none });
  sameSum({ long: none, short: shorts(Array(150).fill(0), Array(150).fill(2n ** 128n - 1n)) });
  sameSum({ long: longs([3, 3], [1n, ORDER - 1n]), short: shorts([3, 3], [0n, 0n]) });
  assert.equal(toHex(kernel.sum(Uint32Array.from([1, 1, 1, 0, 4]))), toHex(goodEncodings[7] as Bytes));
});

test("random sums of both kinds agree with noble", () => {
  const term = fc.tuple(fc.nat({ max: 11 }), anyScalar, fc.nat({ max: 11 }), anyShort);
  fc.assert(
    fc.property(
      fc.array(anyEncoding, { minLength: 12, maxLength: 12 }),
      fc.array(term, { maxLength: 40 }),
      fc.nat({ max: 40 }),
      fc.nat({ max: 40 }),
      (encodings, terms, longCount, shortCount) => {
        load(encodings);
        const long = terms.slice(0, longCount);
        const short = terms.slice(0, shortCount);
        sameSum({
          long: longs(
            long.map(([point]) => point),
            long.map(([, scalar]) => scalar),
          ),
          short: shorts(
            short.map(([, , point]) => point),
            short.map(([, , , scalar]) => scalar),
          ),
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("random rows of every width agree with noble", () => {
  fc.assert(
    fc.property(
      fc.array(anyEncoding, { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.tuple(fc.nat({ max: 4 }), anyScalar), { maxLength: 20 }),
      (encodings, width, terms) => {
        load(encodings);
        const whole = terms.slice(0, terms.length - (terms.length % width));
        const { points, scalars } = longs(
          whole.map(([point]) => point),
          whole.map(([, scalar]) => scalar),
        );
        assert.deepEqual(kernel.rows(points, scalars, width), reference.rows(points, scalars, width));
      },
    ),
    { numRuns: 60 },
  );
});

test("rows that cancel to the identity or to small points, by whatever scalars, agree with noble", () => {
  const whole = fc.bigInt({ min: 1n, max: ORDER - 1n });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(whole, whole, fc.nat({ max: 2 })), { minLength: 1, maxLength: 9 }),
      (rows) => {
        // A row is 1·S − x·D with S = x·D + count·B: its half is often a point of order 4 and no identity of the curve.
        load(
          rows.flatMap(([x, d, count]) => [
            encodePoint(multiplyBase((x * d + BigInt(count)) % ORDER)),
            encodePoint(multiplyBase(d)),
          ]),
        );
        const numbers = rows.flatMap((_, i) => [2 * i, 2 * i + 1]);
        const { points, scalars } = longs(
          numbers,
          rows.flatMap(([x]) => [1n, ORDER - x]),
        );
        const encodings = kernel.rows(points, scalars, 2);
        const expected = rows.map(([, , count]) => encodePoint(multiplyBase(BigInt(count))));
        assert.equal(toHex(encodings), toHex(concat(...expected)));
      },
    ),
    { numRuns: 40 },
  );
});

/**
 * Large sums without large costs: point i is a_i·B with known a_i, so that the sum is one product. Points are made by the
 * kernel's own fixed base, which fixed.test.ts compares with noble, and are taken in turn.
 */
const KNOWN = 500;
const random = numbersFrom(2);
const logarithms = Array.from({ length: KNOWN }, () => random.next().value % ORDER);

function loadKnown(): void {
  const base = kernel.fixedBase(goodEncodings[1] as Bytes);
  assert.ok(base !== undefined);
  const encodings = kernel.multiplyFixed([base], concat(...logarithms.map(fieldBytes)));
  kernel.clear();
  assert.equal(kernel.decode(encodings).allValid, true);
}

/** Σ over the first n known points with scalars from a sequence, and the encoding it must have. */
function largeSum(longCount: number, shortCount: number): void {
  const scalars = numbersFrom(longCount * 100_003 + shortCount);
  const numbers = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => (i * 7) % KNOWN);
  const long = numbers(longCount).map(() => scalars.next().value % ORDER);
  const short = numbers(shortCount).map(() => scalars.next().value % 2n ** 128n);
  const total = [...long, ...short].reduce((sum, scalar, i) => {
    const at = i < longCount ? i : i - longCount;
    return sum + scalar * (logarithms[(at * 7) % KNOWN] as bigint);
  }, 0n);
  const expected = toHex(encodePoint(multiplyBase(total % ORDER)));
  const terms = { long: longs(numbers(longCount), long), short: shorts(numbers(shortCount), short) };
  assert.equal(toHex(kernel.multiScalar(terms)), expected, `${longCount} long, ${shortCount} short`);
}

test("every count of terms up to a hundred, and counts around every change of window beyond", () => {
  loadKnown();
  for (let n = 1; n <= 100; n++) largeSum(n, 0);
  for (let n = 1; n <= 100; n++) largeSum(n % 5, n);
  for (let n = 100; n < 6000; n = Math.ceil(n * 1.4)) {
    largeSum(n, 0);
    largeSum(0, n);
    largeSum(n >> 2, n);
  }
  largeSum(9000, 18000);
});
