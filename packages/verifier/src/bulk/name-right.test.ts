import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodePoint, multiplyBase } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import fc from "fast-check";
import { seededBytes } from "../testing/random.ts";
import { drawCoefficients } from "./coefficients.ts";
import { nameRight } from "./name-right.ts";
import { addIssue } from "./statements.ts";
import { EquationSum } from "./sum.ts";

const kernel = createKernel();
const base = encodePoint(multiplyBase(1n));
const secret = 77n;
const key = encodePoint(multiplyBase(secret));
const seed = seededBytes("name-right")(32);

/** Statements R + c·P − z·B = 0 with R = r·B, each off by so much. */
function sumOf(errors: readonly bigint[]): EquationSum {
  kernel.clear();
  kernel.decode(concat(base, base, key));
  const nonces = errors.map((_, i) => BigInt(1000 + i));
  const points: readonly Bytes[] = nonces.map((nonce) => encodePoint(multiplyBase(nonce)));
  const { first } = kernel.decode(concat(...points));
  const sum = new EquationSum(kernel, 0, drawCoefficients(seed, errors.length));
  errors.forEach((error, i) => {
    const c = BigInt(3 + i);
    addIssue(sum, first + i, c, (nonces[i] as bigint) + c * secret + error);
  });
  return sum;
}

test("exactly the wrong statements are named, and only those are judged alone", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (rights) => {
      const asked: number[] = [];
      const sum = sumOf(rights.map((right) => (right ? 0n : 1n)));
      const named = nameRight(sum, (statement) => {
        asked.push(statement);
        return false;
      });
      assert.deepEqual([...named], rights.map(Number));
      assert.deepEqual(
        asked,
        rights.flatMap((right, i) => (right ? [] : [i])),
      );
    }),
    { numRuns: 40 },
  );
});

/** Names the right ones, and counts the runs that were summed. */
function countSums(rights: readonly boolean[]): readonly [named: readonly number[], sums: number] {
  const sum = sumOf(rights.map((right) => (right ? 0n : 1n)));
  let sums = 0;
  const counted = Object.create(sum, {
    holds: {
      value: (from: number, to: number) => {
        sums += 1;
        return sum.holds(from, to);
      },
    },
    statements: { value: rights.length },
  }) as EquationSum;
  return [[...nameRight(counted, () => false)], sums];
}

test("where nearly all are wrong, each is summed alone instead of being found by halving", () => {
  const rights = Array.from({ length: 64 }, (_, i) => i % 8 === 5);
  // One for all, two for each of seven halvings, one for each.
  assert.deepEqual(countSums(rights), [rights.map(Number), 1 + 14 + 64]);
});

test("one wrong statement is found by halving, with one sum for each half that is right before it", () => {
  const but = (wrong: number): readonly boolean[] => Array.from({ length: 64 }, (_, i) => i !== wrong);
  // Where the first half is right, the second is wrong without a sum.
  assert.deepEqual(countSums(but(63)), [but(63).map(Number), 1 + 6]);
  assert.deepEqual(countSums(but(0)), [but(0).map(Number), 1 + 2 * 6]);
  assert.deepEqual(countSums(but(64)), [but(64).map(Number), 1]);
  assert.deepEqual(countSums([]), [[], 0]);
});

test("errors that cancel each other are found all the same", () => {
  assert.deepEqual([...nameRight(sumOf([5n, -5n, 0n]), () => false)], [0, 0, 1]);
});

test("what is judged alone has the last word", () => {
  assert.deepEqual([...nameRight(sumOf([0n, 1n, 0n]), () => true)], [1, 1, 1]);
});

test("coefficients have 128 bits, differ, and follow from the seed", () => {
  const drawn = drawCoefficients(seed, 500);
  const each = Array.from({ length: 500 }, (_, i) =>
    Buffer.from(drawn.subarray(16 * i, 16 * i + 16)).toString("hex"),
  );
  assert.equal(drawn.length, 8000);
  assert.equal(new Set(each).size, 500);
  assert.deepEqual(drawCoefficients(seed, 500), drawn);
  assert.notDeepEqual(drawCoefficients(seededBytes("other")(32), 500), drawn);
});
