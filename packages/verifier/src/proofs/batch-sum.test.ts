import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, sha512, toHex, u64 } from "@veche/base";
import { BASE, encodePoint, multiplyBase, ORDER } from "@veche/group";
import { signIssue } from "../testing/proving.ts";
import { seededBytes } from "../testing/random.ts";
import { hash64 } from "../transcript.ts";
import { Coefficients, type Statement, statementHolds } from "./batch-sum.ts";
import { issueStatement } from "./schnorr.ts";

const secret = 12345n;
const key = multiplyBase(secret);
const random = seededBytes("batch");
const seed = random(32);

test("a signature holds for its message and for no other", () => {
  const message = hash64("test-message", 1);
  const signature = signIssue(random, secret, message);
  const holds = (about: Uint8Array): boolean => {
    const statement = issueStatement(key, encodePoint(key), about, signature);
    return statement !== undefined && statementHolds(statement, new Coefficients(seed));
  };
  assert.equal(holds(message), true);
  assert.equal(holds(hash64("test-message", 2)), false);
});

test("errors that would cancel under one coefficient do not", () => {
  const offBy = (...scalars: readonly bigint[]): Statement => ({
    addTo: (sum, coefficients) => {
      for (const scalar of scalars) sum.addLong(BASE, coefficients.next() * scalar);
      sum.addShared(key, 0n);
    },
  });
  assert.equal(statementHolds(offBy(1n, ORDER - 1n), new Coefficients(seed)), false);
  assert.equal(statementHolds(offBy(0n, ORDER), new Coefficients(seed)), true);
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

test("four coefficients come from each block of the seed and its number, the lower half of each first", () => {
  const source = new Coefficients(seed);
  const drawn = Array.from({ length: 9 }, () => source.next());
  const expected = [0, 1, 2].flatMap((number) => {
    const block = toHex(sha512(concat(seed, u64(number))));
    const half = (at: number): string => block.slice(16 * at, 16 * at + 16);
    return [0, 2, 4, 6].map((low) => BigInt(`0x${half(low + 1)}${half(low)}`));
  });
  assert.deepEqual(drawn, expected.slice(0, 9));
});
