import assert from "node:assert/strict";
import { test } from "node:test";
import type { RandomBytes } from "@veche/base";
import {
  add,
  BASE,
  IDENTITY,
  isIdentity,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  multiScalar,
  negateScalar,
  ORDER,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import fc from "fast-check";
import { verifyBatch } from "./batch.ts";
import { type Equation, pointSum, type Statement, verifyStatement } from "./equations.ts";
import { seeded } from "./seeded.test.ts";

const randomBytes = seeded("batch");
const draw = (): Scalar => randomScalar(randomBytes);
const key = multiplyBase(draw());

/** P + c·Q − z·B with z right, or wrong by `error`. */
function equation(error: Scalar = 0n): Equation {
  const [p, q, c] = [draw(), draw(), draw()];
  const z = p + multiplyScalars(c, q) + error;
  return {
    points: [multiplyPublic(BASE, p), multiplyPublic(BASE, q), BASE],
    scalars: [1n, c, negateScalar(z % ORDER)],
  };
}

const right = (): Statement => ({ equations: [equation(), equation()], sums: [] });
const wrong = (): Statement => ({ equations: [equation(), equation(1n)], sums: [] });

test("the batch's verdicts are those of single verification, whichever statements are wrong", () => {
  const rights = Array.from({ length: 9 }, right);
  const wrongs = Array.from({ length: 9 }, wrong);
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 9 }), (pattern) => {
      const statements = pattern.map((isRight, i) => (isRight ? rights[i] : wrongs[i]) as Statement);
      assert.deepEqual(verifyBatch(statements, randomBytes), pattern);
      assert.deepEqual(statements.map(verifyStatement), pattern);
    }),
    { numRuns: 12 },
  );
});

test("one wrong statement among many is found at every place", () => {
  const rights = Array.from({ length: 8 }, right);
  const bad = wrong();
  for (let at = 0; at < 8; at++) {
    const statements = rights.map((statement, i) => (i === at ? bad : statement));
    assert.deepEqual(
      verifyBatch(statements, randomBytes),
      statements.map((_, i) => i !== at),
    );
  }
});

/** Two equations wrong by +1 and −1: their plain sum holds. */
const cancelling = (): Statement => ({ equations: [equation(1n), equation(ORDER - 1n)], sums: [] });

test("errors that cancel, within a statement or between two, are refused", () => {
  const together = { equations: cancelling().equations, sums: [] };
  assert.deepEqual(verifyBatch([right(), together], randomBytes), [true, false]);
  const [plus, minus] = cancelling().equations as [Equation, Equation];
  const apart = [plus, minus].map((one) => ({ equations: [one], sums: [] }));
  assert.deepEqual(verifyBatch([...apart, right()], randomBytes), [false, false, true]);
});

test("positive control: a batch with one coefficient for a statement accepts errors that cancel", () => {
  const careless = (statements: readonly Statement[]): boolean => {
    const weighted = statements.flatMap(({ equations }) => {
      const coefficient = draw();
      return equations.map(({ points, scalars }) => ({
        points,
        scalars: scalars.map((scalar) => multiplyScalars(coefficient, scalar)),
      }));
    });
    const points = weighted.flatMap((one) => one.points);
    return isIdentity(
      multiScalar(
        points,
        weighted.flatMap((one) => one.scalars),
      ),
    );
  };
  assert.equal(careless([right(), cancelling()]), true);
  assert.equal(careless([right(), wrong()]), false);
});

test("a sum's coefficient is charged to its parts, also where a part stands in other equations", () => {
  const secrets = [draw(), draw(), draw()];
  const parts = secrets.map((s) => multiplyBase(s));
  const sum = pointSum(parts);
  const total = secrets.reduce((a, b) => a + b, 0n) % ORDER;
  const one = (point: Point, secret: Scalar): Equation => ({
    points: [point, BASE],
    scalars: [3n, negateScalar(multiplyScalars(3n, secret))],
  });
  const equations = [one(parts[0] as Point, secrets[0] as Scalar), one(sum.sum, total)];
  const good: Statement = { equations, sums: [sum] };
  const bad: Statement = { equations: [equations[0] as Equation, one(sum.sum, total - 1n)], sums: [sum] };
  assert.deepEqual(verifyBatch([good, bad, good], randomBytes), [true, false, true]);
  assert.deepEqual([good, bad].map(verifyStatement), [true, false]);
  const unused: Statement = { equations: [equations[0] as Equation], sums: [sum] };
  assert.deepEqual(verifyBatch([unused], randomBytes), [true]);
});

test("the identity is an equation's term like any other; the final test is that of the group", () => {
  const trivial: Statement = { equations: [{ points: [IDENTITY, BASE], scalars: [5n, 0n] }], sums: [] };
  const wholeOrder: Statement = {
    equations: [{ points: [key, key], scalars: [1n, ORDER - 1n] }],
    sums: [],
  };
  assert.deepEqual(verifyBatch([trivial, wholeOrder], randomBytes), [true, true]);
  assert.ok(!isIdentity(add(key, BASE)));
});

test("an independent coefficient of 16 bytes is drawn for every equation, afresh at every halving", () => {
  const counted = (statements: readonly Statement[]): number => {
    let drawn = 0;
    const counting: RandomBytes = (length) => {
      drawn += length;
      return randomBytes(length);
    };
    verifyBatch(statements, counting);
    return drawn;
  };
  assert.equal(counted([right(), right(), right()]), 6 * 16);
  // Four statements, then the half that holds, then each statement of the other.
  assert.equal(counted([right(), right(), wrong(), right()]), (8 + 4 + 2 + 2) * 16);
});

test("a broken generator is a bug, not a verdict", () => {
  assert.throws(() => verifyBatch([wrong()], (length) => new Uint8Array(length)), /generator/);
  assert.throws(() => verifyBatch([wrong()], () => new Uint8Array(3)), /generator/);
});

test("no statement, no verdict; a statement that claims nothing is a bug", () => {
  assert.deepEqual(verifyBatch([], randomBytes), []);
  const empty: Statement = { equations: [], sums: [] };
  assert.throws(() => verifyBatch([empty], randomBytes), /claims/);
  assert.throws(() => verifyStatement(empty), /claims/);
});
