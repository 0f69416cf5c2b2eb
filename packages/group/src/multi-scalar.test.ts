import assert from "node:assert/strict";
import { test } from "node:test";
import { pippenger } from "@noble/curves/abstract/curve.js";
import { ristretto255 } from "@noble/curves/ed25519.js";
import { BugError } from "@veche/base";
import fc from "fast-check";
import { open, seal } from "./inner.ts";
import { multiScalar, signedDigits, windowsFor } from "./multi-scalar.ts";
import { add, BASE, equalPoints, IDENTITY, isIdentity, multiplyBase, negate, type Point } from "./point.ts";
import { ORDER, type Scalar } from "./scalar.ts";
import { anyPoint, anyScalar } from "./support.test.ts";

type Term = { readonly point: Point; readonly logarithm: Scalar };

/** `count` points of known logarithm at the cost of one addition each. */
function chain(first: Scalar, count: number): readonly Term[] {
  const terms: Term[] = [];
  let point = multiplyBase(first);
  for (let i = 0; i < count; i++) {
    terms.push({ point, logarithm: (first + BigInt(i)) % ORDER });
    point = add(point, BASE);
  }
  return terms;
}

function check(terms: readonly Term[], scalars: readonly Scalar[]): void {
  const sum = multiScalar(
    terms.map(({ point }) => point),
    scalars,
  );
  const logarithm = terms.reduce((total, term, i) => total + term.logarithm * (scalars[i] as Scalar), 0n);
  assert.ok(equalPoints(sum, multiplyBase(logarithm % ORDER)));
}

/** Deterministic scalars that look random: successive powers of a constant. */
function powers(count: number, modulus: bigint): readonly Scalar[] {
  const out: Scalar[] = [];
  let power = 3n ** 150n % modulus;
  for (let i = 0; i < count; i++) {
    power = (power * power + BigInt(i)) % modulus;
    out.push(power);
  }
  return out;
}

test("no terms give the identity", () => {
  assert.ok(isIdentity(multiScalar([], [])));
});

test("any terms give the sum of their products", () => {
  const terms = fc.array(fc.tuple(anyScalar, anyScalar), { maxLength: 6 });
  fc.assert(
    fc.property(terms, (pairs) => {
      check(
        pairs.map(([logarithm]) => ({ point: multiplyBase(logarithm), logarithm })),
        pairs.map(([, scalar]) => scalar),
      );
    }),
    { numRuns: 20 },
  );
});

test("both methods give the sum, on either side of their border", () => {
  for (const count of [1, 2, 47, 48, 49, 50, 64, 200]) {
    check(chain(ORDER - 20n, count), powers(count, ORDER));
    check(chain(5n, count), powers(count, 2n ** 128n));
  }
});

test("a batch of points agrees with the library's own method", () => {
  const terms = chain(77n, 1500);
  const points = terms.map(({ point }) => point);
  const full = powers(1500, ORDER);
  const scalars = powers(1500, 2n ** 128n).map((s, i) => (i % 3 === 0 ? (full[i] as Scalar) : s));
  const foreign = pippenger(ristretto255.Point, points.map(open), scalars);
  assert.ok(equalPoints(multiScalar(points, scalars), seal(foreign)));
  check(terms, scalars);
});

test("degenerate batches: zeros, ones, the largest scalar, identities, equal and opposite points", () => {
  for (const count of [40, 300]) {
    const terms = chain(9n, count);
    const constant = (s: Scalar): readonly Scalar[] => terms.map(() => s);
    for (const s of [0n, 1n, 2n, 3n, 2n ** 252n, ORDER - 1n]) check(terms, constant(s));
    const zero = { point: IDENTITY, logarithm: 0n };
    check(
      terms.map((term, i) => (i % 2 === 0 ? zero : term)),
      powers(count, ORDER),
    );
    check(
      terms.map(() => zero),
      powers(count, ORDER),
    );
    const one = { point: BASE, logarithm: 1n };
    const minusOne = { point: negate(BASE), logarithm: ORDER - 1n };
    check(
      terms.map((_, i) => (i % 2 === 0 ? one : minusOne)),
      constant(ORDER - 5n),
    );
    check(
      terms,
      terms.map((_, i) => (i === count - 1 ? ORDER - 1n : 0n)),
    );
  }
});

test("a wrong term shows", () => {
  for (const count of [40, 300]) {
    const terms = chain(11n, count).map(({ point }) => point);
    const scalars = powers(count, ORDER);
    const good = multiScalar(terms, scalars);
    const changed = scalars.with(count - 1, ((scalars[count - 1] as Scalar) + 1n) % ORDER);
    assert.equal(equalPoints(multiScalar(terms, changed), good), false);
    assert.equal(equalPoints(multiScalar(terms.with(0, BASE), scalars), good), false);
  }
});

test("the order of the terms does not matter", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyPoint, anyScalar), { minLength: 1, maxLength: 5 }), (pairs) => {
      const sum = (list: typeof pairs): Point =>
        multiScalar(
          list.map(([p]) => p),
          list.map(([, s]) => s),
        );
      assert.ok(equalPoints(sum(pairs), sum(pairs.toReversed())));
    }),
    { numRuns: 10 },
  );
});

test("the arguments must match and the scalars be reduced", () => {
  assert.throws(() => multiScalar([BASE], []), BugError);
  assert.throws(() => multiScalar([], [1n]), BugError);
  for (const bad of [-1n, ORDER]) assert.throws(() => multiScalar([BASE], [bad]), BugError);
  const many = chain(1n, 60).map(({ point }) => point);
  assert.throws(
    () =>
      multiScalar(
        many,
        many.map((_, i) => (i === 59 ? ORDER : 1n)),
      ),
    BugError,
  );
});

test("signed digits add up to the scalar at every width", () => {
  fc.assert(
    fc.property(anyScalar, fc.integer({ min: 2, max: 16 }), fc.boolean(), (scalar, width, tight) => {
      const bits = tight ? scalar.toString(2).length : 253;
      const digits = new Int32Array(windowsFor(bits, width));
      signedDigits(scalar, width, digits);
      let sum = 0n;
      digits.forEach((digit, k) => {
        assert.ok(Math.abs(digit) <= 2 ** (width - 1));
        sum += BigInt(digit) << BigInt(k * width);
      });
      assert.equal(sum, scalar);
    }),
    { numRuns: 500 },
  );
});

test("too few digits are a bug, not a wrong sum", () => {
  assert.throws(() => signedDigits(255n, 4, new Int32Array(2)), BugError);
});
