import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex, utf8 } from "@veche/base";
import { bytesToInteger, integerToBytes } from "./integers.ts";
import { checkKeyForm, keyChallenges } from "./key-form.ts";
import { mgf1 } from "./mgf1.ts";
import { proveKeyForm, rawSign } from "./signer.ts";
import {
  EXPONENT,
  hex,
  inverse,
  keyVectors,
  pkcs8Of,
  power,
  prime,
  primeFrom,
  scripted,
  seeds,
  soundKey,
  soundRoots,
} from "./test-support.ts";
import { blind, finalize } from "./token.ts";

/** The vectors in `blind-rsa-2048.json` come from their rule, and each number in them from the ones before. */

test("the primes of the vectors are the ones their rule gives", () => {
  for (const name of ["soundP", "soundQ"] as const) {
    assert.equal(prime(name), primeFrom(keyVectors.labels[name], 1024, 2n, 1n));
    assert.notEqual(prime(name) % EXPONENT, 1n);
  }
  for (const name of ["malformedP", "malformedQ"] as const) {
    assert.equal(prime(name), primeFrom(keyVectors.labels[name], 1024, 2n * EXPONENT, 1n));
    assert.equal(prime(name) % EXPONENT, 1n);
  }
});

test("the key of the vectors is made of the sound primes", () => {
  assert.equal(bytesToInteger(soundKey.modulus), prime("soundP") * prime("soundQ"));
  assert.equal(toHex(soundKey.modulus), keyVectors.sound.modulus);
  assert.equal(toHex(pkcs8Of(prime("soundP"), prime("soundQ"))), keyVectors.sound.pkcs8);
});

test("challenges and roots of the vectors", () => {
  assert.deepEqual(keyChallenges(soundKey.modulus, seeds()).map(toHex), keyVectors.sound.challenges);
  assert.deepEqual(proveKeyForm(soundKey, seeds()), { ok: true, value: soundRoots });
  assert.deepEqual(checkKeyForm(soundKey.modulus, soundRoots, seeds()), { ok: true, value: undefined });
  const d = inverse(EXPONENT, (prime("soundP") - 1n) * (prime("soundQ") - 1n));
  const n = bytesToInteger(soundKey.modulus);
  const byArithmetic = power(bytesToInteger(hex(keyVectors.sound.challenges[0] ?? "")), d, n);
  assert.equal(toHex(integerToBytes(byArithmetic, 256)), keyVectors.sound.roots[0]);
});

for (const vector of keyVectors.tokens) {
  test(`token of the vectors: ${vector.name}`, () => {
    const factor = mgf1(utf8(vector.factorLabel), 256);
    factor[0] = (factor[0] as number) & 0x7f;
    assert.equal(toHex(factor), vector.factor);
    const message = hex(vector.message);
    const blinded = blind(soundKey.modulus, message, scripted(factor));
    const expected = { blindedMessage: hex(vector.blindedMessage), inverse: hex(vector.inverse) };
    assert.deepEqual(blinded, { ok: true, value: expected });
    const answer = rawSign(soundKey, expected.blindedMessage);
    assert.deepEqual(answer, { ok: true, value: hex(vector.blindSignature) });
    const signature = finalize(soundKey.modulus, message, hex(vector.blindSignature), expected.inverse);
    assert.deepEqual(signature, { ok: true, value: hex(vector.signature) });
  });
}
