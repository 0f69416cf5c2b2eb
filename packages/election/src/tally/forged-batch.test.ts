import assert from "node:assert/strict";
import { test } from "node:test";
import { type EqualityStatement, hash, proveEquality, verifyEquality } from "@veche/crypto";
import {
  add,
  BASE,
  encodePoint,
  equalPoints,
  hashToPoint,
  multiply,
  multiplyBase,
  multiScalar,
  type Point,
  randomScalar,
  subtract,
} from "@veche/group";
import { seeded } from "../ballot/testing/scene.ts";

/*
 * A18 carried out. The victim folds all pairs (A_i, D_i) into one with coefficients d_i that depend on the key, i,
 * A_i and D_i only, as the batching of RFC 9497 does; they are cut to 20 bits, so that the attack takes a moment
 * instead of 2^36 steps. One trustee, who knows x, looks for errors e_i with Σ d_i·e_i = 0 and publishes
 * D_i = x·A_i + e_i·B: the folded statement is true, and votes are moved.
 */
const CANDIDATES = 256;

const randomBytes = seeded("forged batch");
const secret = randomScalar(randomBytes);
const key = multiplyBase(secret);
const bases = Array.from({ length: 4 }, () => hashToPoint(randomBytes(64)));
const honest = bases.map((base) => multiply(base, secret));

/** Below 2^20. */
function coefficient(i: number, image: Point): number {
  const digest = hash("decryption", encodePoint(key), i, encodePoint(bases[i] as Point), encodePoint(image));
  const [a, b, c] = digest as unknown as readonly [number, number, number];
  return ((a << 16) | (b << 8) | c) % 2 ** 20;
}

const statementOf = (some: readonly Point[], images: readonly Point[]): EqualityStatement => ({
  label: "decryption",
  context: [],
  key,
  bases: some,
  images,
});

/** The one pair that stands for all. */
function folded(images: readonly Point[]): EqualityStatement {
  const weights = images.map((image, i) => BigInt(coefficient(i, image)));
  return statementOf([multiScalar(bases, weights)], [multiScalar(images, weights)]);
}

const whole = (images: readonly Point[]): EqualityStatement => statementOf(bases, images);

/** D_i with e_i votes too many or, negative, too few, and d_i·e_i. */
type Lie = { readonly votes: number; readonly image: Point; readonly weight: number };

/** Lies about pair i, from one vote up: additions for pairs 0 and 2, subtractions for 1 and 3. */
function liesAbout(i: number): readonly Lie[] {
  const sign = i % 2 === 0 ? 1 : -1;
  let image = honest[i] as Point;
  return Array.from({ length: CANDIDATES }, (_, at) => {
    image = sign === 1 ? add(image, BASE) : subtract(image, BASE);
    const votes = sign * (at + 1);
    return { votes, image, weight: coefficient(i, image) * votes };
  });
}

/** Four lies, one about each pair, whose weights cancel: 2^16 sums on either side meet over a range of 2^29. */
function cancellingLies(): readonly Lie[] | undefined {
  const [first, second, third, fourth] = [0, 1, 2, 3].map(liesAbout) as [Lie[], Lie[], Lie[], Lie[]];
  const halves = new Map<number, readonly Lie[]>();
  for (const a of first) for (const b of second) halves.set(a.weight + b.weight, [a, b]);
  for (const c of third) {
    for (const d of fourth) {
      const half = halves.get(-c.weight - d.weight);
      if (half !== undefined) return [...half, c, d];
    }
  }
  return undefined;
}

test("A18 one trustee forges a folded proof about wrong decryptions; one challenge over all pairs refuses them", () => {
  const lies = cancellingLies();
  assert.ok(lies, "the attack finds errors that cancel");
  const forged = lies.map(({ image }) => image);
  forged.forEach((image, i) => {
    assert.ok(!equalPoints(image, honest[i] as Point));
  });

  // The folded proof is fooled.
  assert.ok(verifyEquality(folded(forged), proveEquality(folded(forged), secret, randomBytes)));

  // Ours is not, whatever proof the trustee tries.
  const attempts = [whole(forged), whole(honest), folded(forged), folded(honest)];
  for (const attempt of attempts) {
    assert.equal(verifyEquality(whole(forged), proveEquality(attempt, secret, randomBytes)), false);
  }
  assert.ok(verifyEquality(whole(honest), proveEquality(whole(honest), secret, randomBytes)));
});

test("A18 control: the folded proof accepts honest decryptions and refuses a single wrong one", () => {
  assert.ok(verifyEquality(folded(honest), proveEquality(folded(honest), secret, randomBytes)));
  const wrong = honest.map((image, i) => (i === 2 ? add(image, BASE) : image));
  assert.equal(verifyEquality(folded(wrong), proveEquality(folded(wrong), secret, randomBytes)), false);
});
