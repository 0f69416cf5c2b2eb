import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  BASE,
  decodePoint,
  equalPoints,
  IDENTITY,
  multiplyBase,
  multiplyPublic,
  type Point,
  randomScalar,
  type Scalar,
  subtract,
} from "@veche/group";
import fc from "fast-check";
import {
  addCiphertexts,
  type Ciphertext,
  encodeCiphertext,
  encrypt,
  subtractCiphertexts,
  sumCiphertexts,
  ZERO_CIPHERTEXT,
} from "./elgamal.ts";
import { seeded } from "./seeded.test.ts";

const randomBytes = seeded("elgamal");
const secret = randomScalar(randomBytes);
const key = multiplyBase(secret);

/** v·B of a ciphertext, by the secret key. */
const open = ({ alpha, beta }: Ciphertext, x: Scalar = secret): Point =>
  subtract(beta, multiplyPublic(alpha, x));

const same = (p: Ciphertext, q: Ciphertext): boolean =>
  equalPoints(p.alpha, q.alpha) && equalPoints(p.beta, q.beta);

test("§05.1.2 (α, β) = (r·B, v·B + r·Y), and the secret key opens it to v·B", () => {
  for (const value of [0, 1] as const) {
    const r = randomScalar(randomBytes);
    const ciphertext = encrypt(key, value, r);
    assert.ok(equalPoints(ciphertext.alpha, multiplyPublic(BASE, r)));
    const message = value === 1 ? BASE : IDENTITY;
    assert.ok(equalPoints(ciphertext.beta, add(message, multiplyPublic(key, r))));
    assert.ok(equalPoints(open(ciphertext), message));
    assert.ok(!equalPoints(open(ciphertext, secret + 1n), message), "another key opens it to something else");
  }
});

test("sums of ciphertexts open to sums of votes; what was added can be taken out again", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0 as const, 1 as const), { maxLength: 8 }), (votes) => {
      const ciphertexts = votes.map((vote) => encrypt(key, vote, randomScalar(randomBytes)));
      const sum = sumCiphertexts(ciphertexts);
      const count = votes.reduce((total: number, vote) => total + vote, 0);
      assert.ok(equalPoints(open(sum), multiplyPublic(BASE, BigInt(count))));
      assert.ok(same(ciphertexts.reduce(subtractCiphertexts, sum), ZERO_CIPHERTEXT));
    }),
    { numRuns: 10 },
  );
});

test("ZERO_CIPHERTEXT changes no sum", () => {
  const ciphertext = encrypt(key, 1, 5n);
  assert.ok(same(addCiphertexts(ciphertext, ZERO_CIPHERTEXT), ciphertext));
  assert.ok(same(sumCiphertexts([]), ZERO_CIPHERTEXT));
});

test("§05.1.3 α stands before β", () => {
  const ciphertext = encrypt(key, 1, 7n);
  const bytes = encodeCiphertext(ciphertext);
  assert.equal(bytes.length, 64);
  assert.ok(equalPoints(decodePoint(bytes.subarray(0, 32)) as Point, ciphertext.alpha));
  assert.ok(equalPoints(decodePoint(bytes.subarray(32)) as Point, ciphertext.beta));
});

test("a vote that is neither 0 nor 1 is the caller's bug", () => {
  for (const value of [2, -1, 0.5, Number.NaN]) {
    assert.throws(() => encrypt(key, value as 0 | 1, 5n), /0 or 1/);
  }
});
