import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodePoint, encodeScalar, IDENTITY, multiplyBase } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { proveEquality } from "../testing/proving.ts";
import { seededBytes } from "../testing/random.ts";
import { hashScalar } from "../transcript.ts";
import { type EqualityClaim, verifyEquality } from "./equality.ts";

const kernel = createKernel();
const secret = 4711n;
const point = (n: bigint): Bytes => encodePoint(multiplyBase(n));
const BASES = [point(5n), point(6n), point(7n)];
const NO_POINT = new Uint8Array(32).fill(0xff);

function claimOf(bases: readonly Bytes[]): EqualityClaim {
  const made = proveEquality(seededBytes("equality"), "dleq", [1, "context"], secret, bases);
  return { label: "dleq", context: [1, "context"], key: point(secret), bases: concat(...bases), ...made };
}

test("powers of the key's secret are right, whatever their number", () => {
  for (const count of [0, 1, 3]) {
    assert.equal(verifyEquality(claimOf(BASES.slice(0, count)), kernel), "right", `${count}`);
  }
});

test("anything else is wrong", () => {
  const claim = claimOf(BASES);
  const { powers, proof, bases } = claim;
  const other = proof.slice();
  other[40] = (other[40] as number) ^ 1;
  const [c, z] = [proof.subarray(0, 32), proof.subarray(32)];
  for (const change of [
    { proof: other },
    { proof: concat(c, NO_POINT) },
    { proof: concat(NO_POINT, z) },
    { proof: concat(c, encodeScalar(0n)) },
    { powers: concat(powers.subarray(0, 64), point(1n)) },
    { bases: concat(point(1n), bases.subarray(32)) },
    { key: point(secret + 1n) },
    { key: NO_POINT },
    { label: "other" },
    { context: [2, "context"] },
  ]) {
    assert.equal(verifyEquality({ ...claim, ...change }, kernel), "wrong");
  }
});

test("a key that is no point is not taken for the identity, whose logarithm everybody knows", () => {
  const bases = concat(...BASES);
  const powers = new Uint8Array(bases.length);
  // With x = 0 the response is w, whatever the challenge.
  const w = 99n;
  const forged = (key: Bytes): EqualityClaim => {
    const commitments = [point(w), concat(...[5n, 6n, 7n].map((n) => point(n * w)))];
    const c = hashScalar("dleq", key, bases, powers, ...commitments);
    const proof = concat(encodeScalar(c), encodeScalar(w));
    return { label: "dleq", context: [], key, bases, powers, proof };
  };
  assert.equal(verifyEquality(forged(encodePoint(IDENTITY)), kernel), "right");
  assert.equal(verifyEquality(forged(NO_POINT), kernel), "wrong");
});

test("points that cannot be read, or are not as many, are malformed", () => {
  const claim = claimOf(BASES);
  const { powers, bases } = claim;
  for (const change of [
    { powers: powers.subarray(0, 64) },
    { powers: concat(powers, point(1n)) },
    { powers: new Uint8Array(0) },
    { bases: bases.subarray(0, 64) },
    { bases: bases.subarray(0, 95), powers: powers.subarray(0, 95) },
    { bases: concat(bases, Uint8Array.of(0)), powers: concat(powers, Uint8Array.of(0)) },
    { powers: concat(powers.subarray(0, 64), NO_POINT) },
    { bases: concat(bases.subarray(0, 64), NO_POINT) },
  ]) {
    assert.equal(verifyEquality({ ...claim, ...change }, kernel), "malformed");
  }
});
