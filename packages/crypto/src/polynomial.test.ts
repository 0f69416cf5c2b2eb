import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError } from "@veche/base";
import { addScalars, equalPoints, multiplyBase, multiplyScalars, ORDER, type Scalar } from "@veche/group";
import fc from "fast-check";
import { commit, evaluate, evaluateInExponent, lagrangeAtZero, randomPolynomial } from "./polynomial.ts";
import { seeded } from "./seeded.test.ts";

const polynomials = fc
  .record({ size: fc.integer({ min: 1, max: 6 }), seed: fc.string() })
  .map(({ size, seed }) => randomPolynomial(size, seeded(seed)));
const indices = (count: number): fc.Arbitrary<readonly number[]> =>
  fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: count, maxLength: count });

const interpolate = (f: readonly Scalar[], at: readonly number[]): Scalar => {
  const weights = lagrangeAtZero(at);
  return at.reduce((sum, j, i) => addScalars(sum, multiplyScalars(weights[i] as Scalar, evaluate(f, j))), 0n);
};

test("a value is Σ a_t·x^t", () => {
  assert.equal(evaluate([5n, 7n, 11n], 3), 5n + 21n + 99n);
  assert.equal(evaluate([ORDER - 1n, 1n], 1), 0n);
});

test("§03.2.4 commitments evaluate to the value in the exponent, at every index up to 99", () => {
  fc.assert(
    fc.property(polynomials, fc.integer({ min: 1, max: 99 }), (f, x) =>
      equalPoints(evaluateInExponent(commit(f), x), multiplyBase(evaluate(f, x))),
    ),
    { numRuns: 15 },
  );
});

test("§08.5.1 as many values as coefficients give f(0), in any order of the indices", () => {
  fc.assert(
    fc.property(
      polynomials.chain((f) => fc.tuple(fc.constant(f), indices(f.length))),
      ([f, at]) => interpolate(f, at) === f[0] && interpolate(f, [...at].reverse()) === f[0],
    ),
    { numRuns: 25 },
  );
});

test("§08.5.1 one value fewer gives something else", () => {
  const f = randomPolynomial(3, seeded("fewer"));
  assert.notEqual(interpolate(f, [1, 2]), f[0]);
});

test("indices are distinct and count from 1: anything else is our own bug", () => {
  assert.throws(() => lagrangeAtZero([1, 2, 1]), BugError);
  assert.throws(() => lagrangeAtZero([0, 1]), BugError);
  assert.throws(() => evaluate([1n, 2n], 0), BugError);
});
