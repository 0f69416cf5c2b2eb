import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "@veche/base";
import {
  add,
  encodePoint,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  ORDER,
  randomScalar,
} from "@veche/group";
import fc from "fast-check";
import { seededBytes } from "../testing/random.ts";
import { lagrange, type OpeningClaim, openSums } from "./counts.ts";

const random = seededBytes("counts");

/** Sums of votes encrypted under a key shared among trustees, with what k of them decrypt. */
function claimOf(counts: readonly number[], trustees: readonly number[], limit: number): OpeningClaim {
  const coefficients = trustees.map(() => randomScalar(random));
  const shareOf = (j: number): bigint =>
    coefficients.reduce((sum, a, t) => (sum + a * BigInt(j) ** BigInt(t)) % ORDER, 0n);
  const key = multiplyBase(coefficients[0] ?? 0n);
  const nonces = counts.map(() => randomScalar(random));
  const bases = nonces.map(multiplyBase);
  const sums = counts.map((count, i) =>
    add(multiplyBase(BigInt(count)), multiplyPublic(key, nonces[i] ?? 0n)),
  );
  return {
    trustees,
    shares: trustees.map((j) =>
      concat(...bases.map((base) => encodePoint(multiplyPublic(base, shareOf(j))))),
    ),
    sums: concat(...sums.map(encodePoint)),
    limits: counts.map(() => limit),
  };
}

const trustees = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 5 });

test("any k trustees open every count up to its limit, and none beyond", () => {
  fc.assert(
    fc.property(
      trustees,
      fc.array(fc.nat(700), { minLength: 1, maxLength: 4 }),
      fc.nat(700),
      (set, counts, limit) => {
        const expected = counts.map((count) => (count <= limit ? count : undefined));
        assert.deepEqual(openSums(claimOf(counts, set, limit)), expected);
      },
    ),
    { numRuns: 25 },
  );
});

test("each count is held against its own limit", () => {
  const claim = claimOf([5, 5, 0, 6], [1, 2], 0);
  assert.deepEqual(openSums({ ...claim, limits: [10, 4, 0, 6] }), [5, undefined, 0, 6]);
  assert.deepEqual(openSums({ ...claim, limits: [0, 5, 0, 5] }), [undefined, 5, 0, undefined]);
  assert.deepEqual(openSums({ ...claim, limits: [] }), []);
});

test("one share of another trustee opens nothing", () => {
  const claim = claimOf([3, 4], [1, 2, 3], 10);
  assert.deepEqual(openSums({ ...claim, trustees: [1, 2, 4] }), [undefined, undefined]);
});

test("bytes that are no points open nothing", () => {
  const claim = claimOf([3], [1, 2], 10);
  const noPoint = new Uint8Array(32).fill(0xff);
  assert.deepEqual(openSums({ ...claim, sums: noPoint }), [undefined]);
  for (const at of [0, 1]) {
    const shares = claim.shares.map((share, i) => (i === at ? noPoint : share));
    assert.deepEqual(openSums({ ...claim, shares }), [undefined]);
  }
  assert.deepEqual(openSums(claim), [3]);
});

test("Lagrange factors interpolate at zero", () => {
  // f(x) = 7 + 5x + x²
  const f = (x: number): bigint => BigInt(7 + 5 * x + x * x);
  const set = [2, 5, 9];
  const sum = set.reduce((total, j) => (total + multiplyScalars(lagrange(set, j), f(j))) % ORDER, 0n);
  assert.equal(sum, 7n);
});
