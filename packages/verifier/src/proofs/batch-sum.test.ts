import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, encodePoint, multiplyBase, ORDER } from "@veche/group";
import fc from "fast-check";
import { signIssue } from "../testing/proving.ts";
import { seededBytes } from "../testing/random.ts";
import { hash64 } from "../transcript.ts";
import { Coefficients, judgeBatch, type Statement } from "./batch-sum.ts";
import { issueStatement } from "./schnorr.ts";

const secret = 12345n;
const key = multiplyBase(secret);
const keyBytes = encodePoint(key);
const random = seededBytes("batch");
const seed = random(32);

function signature(n: number, right: boolean): Statement {
  const message = hash64("test-message", n);
  const bytes = signIssue(random, secret, right ? message : hash64("test-message", n + 1000));
  const statement = issueStatement(key, keyBytes, message, bytes);
  assert.ok(statement !== undefined);
  return statement;
}

test("exactly the wrong statements of a batch are named", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (rights) => {
      const statements = rights.map((right, i) => signature(i, right));
      assert.deepEqual(judgeBatch(statements, new Coefficients(seed)), rights);
    }),
    { numRuns: 30 },
  );
});

test("errors that would cancel under one coefficient do not", () => {
  const offBy = (scalar: bigint): Statement => ({
    addTo: (sum, coefficients) => {
      const coefficient = coefficients.next();
      sum.addLong(BASE, coefficient * scalar);
      sum.addShared(key, 0n);
    },
  });
  assert.deepEqual(judgeBatch([offBy(1n), offBy(ORDER - 1n)], new Coefficients(seed)), [false, false]);
  assert.deepEqual(judgeBatch([offBy(0n), offBy(ORDER)], new Coefficients(seed)), [true, true]);
});

test("coefficients have 128 bits, differ, and follow from the seed", () => {
  const draw = (from: Uint8Array): readonly bigint[] => {
    const source = new Coefficients(from);
    return Array.from({ length: 500 }, () => source.next());
  };
  const drawn = draw(seed);
  assert.equal(new Set(drawn).size, 500);
  assert.ok(drawn.every((one) => one >= 0n && one < 1n << 128n));
  assert.ok(drawn.some((one) => one >= 1n << 127n));
  assert.deepEqual(draw(seed), drawn);
  assert.notDeepEqual(draw(random(32)), drawn);
});
