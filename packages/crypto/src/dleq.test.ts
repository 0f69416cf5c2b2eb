import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, utf8 } from "@veche/base";
import {
  add,
  BASE,
  encodePoint,
  hashToPoint,
  IDENTITY,
  multiply,
  multiplyBase,
  multiScalar,
  negateScalar,
  type Point,
  randomScalar,
  sumPoints,
} from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import fc from "fast-check";
import { type EqualityStatement, proveEquality, verifyEncodedEquality, verifyEquality } from "./dleq.ts";
import { decodeProof, type ProofScalars } from "./proof-bytes.ts";
import { flipped, seeded, stuck } from "./seeded.test.ts";

const kernel = createKernel();
const randomBytes = seeded("dleq");
const secret = randomScalar(randomBytes);
const pointAt = (i: number): Point => hashToPoint(seeded(`base ${i}`)(64));

function honest(count: number): EqualityStatement {
  const bases = Array.from({ length: count }, (_, i) => pointAt(i));
  return {
    label: "decryption",
    context: [utf8("election"), 7],
    key: multiplyBase(secret),
    bases,
    images: bases.map((base) => multiply(base, secret)),
  };
}

const statement = honest(3);
const proof = proveEquality(statement, secret, randomBytes);

/** By the reference, and in bytes by the kernel, which must agree. */
function verify(one: EqualityStatement, bytes: Bytes): boolean {
  const right = verifyEquality(one, bytes);
  const encoded = {
    label: one.label,
    context: one.context,
    key: encodePoint(one.key),
    bases: concat(...one.bases.map(encodePoint)),
    images: concat(...one.images.map(encodePoint)),
  };
  assert.equal(verifyEncodedEquality(kernel, encoded, bytes), right ? "RIGHT" : "WRONG");
  return right;
}

const replaced = (points: readonly Point[], at: number, point: Point): readonly Point[] =>
  points.map((p, i) => (i === at ? point : p));

test("§01.6.4 equality of logarithms of any number of pairs verifies", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), (count) => {
      const some = honest(count);
      const bytes = proveEquality(some, secret, randomBytes);
      return bytes.length === 64 && verify(some, bytes);
    }),
    { numRuns: 10 },
  );
});

test("§01.2.4 the identity is a valid base", () => {
  const one = { ...honest(2), bases: [IDENTITY, BASE], images: [IDENTITY, multiplyBase(secret)] };
  assert.ok(verify(one, proveEquality(one, secret, randomBytes)));
});

test("L3 every field under the challenge of an equality proof binds", () => {
  assert.ok(verify(statement, proof));
  const mutants: readonly EqualityStatement[] = [
    { ...statement, label: "canary-proof" },
    { ...statement, context: [utf8("other"), 7] },
    { ...statement, context: [utf8("election"), 8] },
    { ...statement, context: [utf8("election")] },
    { ...statement, key: add(statement.key, BASE) },
    { ...statement, bases: [...statement.bases].reverse(), images: [...statement.images].reverse() },
    { ...statement, bases: statement.bases.slice(1), images: statement.images.slice(1) },
    { ...statement, images: statement.images.slice(1) },
    ...[0, 1, 2].flatMap((i) => [
      { ...statement, bases: replaced(statement.bases, i, BASE) },
      { ...statement, images: replaced(statement.images, i, BASE) },
    ]),
  ];
  for (const mutant of mutants) assert.equal(verify(mutant, proof), false);
});

test("§01.6.4 c and z are canonical scalars, 64 bytes", () => {
  const tooLarge = new Uint8Array(32).fill(0xff);
  const wrong: readonly Bytes[] = [
    concat(tooLarge, proof.subarray(32)),
    concat(proof.subarray(0, 32), tooLarge),
    proof.subarray(1),
    concat(proof, new Uint8Array(1)),
    new Uint8Array(64),
    flipped(proof, 0),
    flipped(proof, 256),
  ];
  for (const bytes of wrong) assert.equal(verify(statement, bytes), false);
});

test("A18 errors that cancel in the sum of all images are refused: no pair is folded into another", () => {
  const shift = multiplyBase(1000n);
  const cheated = {
    ...statement,
    images: [
      add(statement.images[0] as Point, shift),
      add(statement.images[1] as Point, multiply(shift, 2n)),
      add(statement.images[2] as Point, multiply(shift, negateScalar(3n))),
    ],
  };
  assert.deepEqual(encodePoint(sumPoints(cheated.images)), encodePoint(sumPoints(statement.images)));
  assert.equal(verify(cheated, proveEquality(cheated, secret, randomBytes)), false);
  assert.equal(verify(cheated, proof), false);
});

test("L4 a prover with another secret than the key's is refused", () => {
  const other = randomScalar(randomBytes);
  const lie = { ...statement, images: statement.bases.map((base) => multiply(base, other)) };
  assert.equal(verify(lie, proveEquality(lie, other, randomBytes)), false);
  assert.equal(verify(lie, proveEquality(lie, secret, randomBytes)), false);
});

test("§01.6.1 with a stuck generator two statements do not share the commitment", () => {
  const other = honest(2);
  const one = proveEquality(statement, secret, stuck);
  const two = proveEquality(other, secret, stuck);
  assert.ok(verify(statement, one) && verify(other, two));
  assert.notDeepEqual(commitmentOf(statement.key, one), commitmentOf(other.key, two));
});

/** a_B = z·B − c·key: two proofs that share it give the secret away. */
function commitmentOf(key: Point, bytes: Bytes): Bytes {
  const { challenge, response } = decodeProof(bytes) as ProofScalars;
  return encodePoint(multiScalar([BASE, key], [response, negateScalar(challenge)]));
}

test("§01.2.2 an image that is no point is told from a wrong proof; a base or a key that is none is a bug", () => {
  const none = new Uint8Array(32).fill(0xff);
  const encoded = {
    label: statement.label,
    context: statement.context,
    key: encodePoint(statement.key),
    bases: concat(...statement.bases.map(encodePoint)),
    images: concat(...statement.images.map(encodePoint)),
  };
  const images = concat(encoded.images.subarray(0, 32), none, encoded.images.subarray(64));
  assert.equal(verifyEncodedEquality(kernel, encoded, proof), "RIGHT");
  assert.equal(verifyEncodedEquality(kernel, { ...encoded, images }, proof), "NOT_POINTS");
  assert.equal(verifyEncodedEquality(kernel, { ...encoded, images }, proof.subarray(1)), "NOT_POINTS");
  assert.throws(() => verifyEncodedEquality(kernel, { ...encoded, bases: images }, proof), /points/);
  assert.throws(() => verifyEncodedEquality(kernel, { ...encoded, key: none }, proof), /points/);
});
