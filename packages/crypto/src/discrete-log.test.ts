import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, hashToPoint, IDENTITY, multiplyBase, multiplyPublic, negate } from "@veche/group";
import fc from "fast-check";
import { SmallLogarithms } from "./discrete-log.ts";
import { seeded } from "./seeded.test.ts";

test("every count from 0 to the bound is found, the bound itself included", () => {
  for (const bound of [0, 1, 2, 3, 15, 16, 17, 100]) {
    const logarithms = new SmallLogarithms([bound]);
    for (let v = 0; v <= bound; v++) assert.equal(logarithms.find(multiplyPublic(BASE, BigInt(v)), bound), v);
  }
});

test("§08.5.1 a count above its bound, a negative one and a random point have no logarithm", () => {
  const logarithms = new SmallLogarithms([100, 40]);
  assert.equal(logarithms.find(multiplyBase(101n), 100), undefined);
  assert.equal(logarithms.find(multiplyBase(41n), 40), undefined);
  assert.equal(logarithms.find(multiplyBase(40n), 40), 40);
  assert.equal(logarithms.find(negate(BASE), 100), undefined);
  assert.equal(logarithms.find(hashToPoint(seeded("random point")(64)), 100), undefined);
  assert.equal(logarithms.find(IDENTITY, 0), 0);
});

test("one table serves logarithms with different bounds", () => {
  const bounds = [10, 5000, 0, 777];
  const logarithms = new SmallLogarithms(bounds);
  fc.assert(
    fc.property(fc.constantFrom(...bounds), fc.nat({ max: 6000 }), (bound, value) => {
      const expected = value <= bound ? value : undefined;
      return logarithms.find(multiplyPublic(BASE, BigInt(value)), bound) === expected;
    }),
    { numRuns: 60 },
  );
});

test("a million and a hundred thousand ballots", () => {
  const logarithms = new SmallLogarithms([1_100_000]);
  for (const count of [0, 1, 549_321, 1_099_999, 1_100_000]) {
    assert.equal(logarithms.find(multiplyPublic(BASE, BigInt(count)), 1_100_000), count);
  }
  assert.equal(logarithms.find(multiplyPublic(BASE, 1_100_001n), 1_100_000), undefined);
});
