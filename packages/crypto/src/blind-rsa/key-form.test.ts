import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, expectOk, toHex, utf8 } from "@veche/base";
import { emsaPssEncode } from "./emsa-pss.ts";
import { bytesToInteger, integerToBytes } from "./integers.ts";
import { checkKeyForm, keyChallenges } from "./key-form.ts";
import { generateSignerKey, importSignerKey, proveKeyForm, rawSign } from "./signer.ts";
import {
  EXPONENT,
  inverse,
  pkcs8Of,
  power,
  prime,
  primeFrom,
  scripted,
  seeds,
  soundKey,
  soundRoots,
  systemRandom,
} from "./test-support.ts";
import { blind } from "./token.ts";

const n = soundKey.modulus;
const good = { ok: true, value: undefined };
const refused = (code: string, index?: number) => ({
  ok: false,
  error: index === undefined ? { code } : { code, index },
});
const number = (value: bigint): Bytes => integerToBytes(value, 256);
const replaced = (index: number, root: Bytes): readonly Bytes[] => soundRoots.with(index, root);

test("accepts a sound key, of the vectors and a new one, with its own roots only", () => {
  assert.deepEqual(checkKeyForm(n, soundRoots, seeds()), good);
  const key = generateSignerKey();
  const roots = expectOk(proveKeyForm(key, seeds()), "proving");
  assert.deepEqual(checkKeyForm(key.modulus, roots, seeds()), good);
  assert.deepEqual(checkKeyForm(key.modulus, soundRoots, seeds()).ok, false);
  assert.deepEqual(checkKeyForm(n, roots, seeds()).ok, false);
});

test("challenges are below n, differ, and depend on seed and modulus", () => {
  const challenges = keyChallenges(n, seeds());
  assert.equal(challenges.length, 9);
  assert.equal(new Set(challenges.map(toHex)).size, 9);
  for (const challenge of challenges) assert.ok(bytesToInteger(challenge) < bytesToInteger(n));
  assert.notDeepEqual(keyChallenges(n, seeds("another election")), challenges);
  assert.throws(() => keyChallenges(n, () => new Uint8Array(63)), { name: "BugError" });
});

test("refuses roots of another seed, in another order, too few, too many, wrong, unreduced or of another length", () => {
  assert.deepEqual(checkKeyForm(n, soundRoots, seeds("another election")), refused("root-wrong", 0));
  assert.deepEqual(checkKeyForm(n, soundRoots.toReversed(), seeds()), refused("root-wrong", 0));
  const swapped = replaced(7, soundRoots[8] as Bytes).with(8, soundRoots[7] as Bytes);
  assert.deepEqual(checkKeyForm(n, swapped, seeds()), refused("root-wrong", 7));
  assert.deepEqual(checkKeyForm(n, soundRoots.slice(0, 8), seeds()), refused("root-count"));
  assert.deepEqual(checkKeyForm(n, [...soundRoots, soundRoots[8] as Bytes], seeds()), refused("root-count"));
  assert.deepEqual(checkKeyForm(n, [], seeds()), refused("root-count"));
  for (const index of [0, 4, 8]) {
    const root = soundRoots[index] as Bytes;
    assert.deepEqual(checkKeyForm(n, replaced(index, number(1n)), seeds()), refused("root-wrong", index));
    assert.deepEqual(checkKeyForm(n, replaced(index, number(0n)), seeds()), refused("root-wrong", index));
    assert.deepEqual(checkKeyForm(n, replaced(index, n), seeds()), refused("root-range", index));
    assert.deepEqual(checkKeyForm(n, replaced(index, root.slice(1)), seeds()), refused("root-length", index));
    const longer = concat(Uint8Array.of(0), root);
    assert.deepEqual(checkKeyForm(n, replaced(index, longer), seeds()), refused("root-length", index));
  }
});

test("refuses a root not reduced modulo n, though its power is right", () => {
  const index = soundRoots.findIndex((root) => bytesToInteger(root) + bytesToInteger(n) < 2n ** 2048n);
  assert.ok(index >= 0, "a root of the vectors that leaves room for n");
  const unreduced = number(bytesToInteger(soundRoots[index] as Bytes) + bytesToInteger(n));
  assert.deepEqual(checkKeyForm(n, replaced(index, unreduced), seeds()), refused("root-range", index));
});

test("refuses a modulus of another length, even, or of 2047 bits with right roots", () => {
  assert.deepEqual(checkKeyForm(n.subarray(1), soundRoots, seeds()), refused("modulus-length"));
  assert.deepEqual(checkKeyForm(concat(Uint8Array.of(0), n), soundRoots, seeds()), refused("modulus-length"));
  assert.deepEqual(
    checkKeyForm(number(bytesToInteger(n) - 1n), soundRoots, seeds()),
    refused("modulus-even"),
  );
  const factors = [prime("soundP"), primeFrom("a shorter prime", 1024, 2n, 1n) >> 1n];
  while (!isUsable(factors[1] as bigint)) factors[1] = (factors[1] as bigint) + 1n;
  const short = proofFor(factors);
  assert.equal(bytesToInteger(short.modulus) >> 2046n, 1n);
  assert.deepEqual(checkKeyForm(short.modulus, short.roots, seeds()), refused("modulus-size"));
});

/** Prime to all appearance (Fermat, base 2), and of the sound kind. */
const isUsable = (value: bigint): boolean => power(2n, value - 1n, value) === 1n && value % EXPONENT !== 1n;

/** Right roots for a modulus of these distinct primes, none of them 1 modulo 65537, by arithmetic. */
function proofFor(factors: readonly bigint[]): { modulus: Bytes; roots: readonly Bytes[] } {
  const value = factors.reduce((product, factor) => product * factor);
  const order = factors.reduce((product, factor) => product * (factor - 1n), 1n);
  const exponent = inverse(EXPONENT, order);
  const modulus = number(value);
  const roots = keyChallenges(modulus, seeds()).map((challenge) =>
    number(power(bytesToInteger(challenge), exponent, value)),
  );
  return { modulus, roots };
}

test("refuses every prime factor below 65537, the first and the last; 65537 itself is none of them", () => {
  const large = [prime("soundP"), primeFrom("a third prime", 1008, 2n, 1n)];
  const below = proofFor([65521n, ...large]);
  assert.deepEqual(checkKeyForm(below.modulus, below.roots, seeds()), refused("modulus-small-factor"));
  const at = proofFor([65537n, ...large]);
  assert.deepEqual(checkKeyForm(at.modulus, at.roots, seeds()), good);
  for (const factor of [3n, 5n, 7n, 251n, 257n, 32749n, 65519n, 65521n]) {
    const cofactor = (2n ** 2048n - 1n) / factor;
    const modulus = number(factor * (cofactor % 2n === 0n ? cofactor - 1n : cofactor));
    assert.deepEqual(checkKeyForm(modulus, soundRoots, seeds()), refused("modulus-small-factor"));
  }
});

/** The 65537th power residue symbol of `value` modulo p: 1 iff it is a 65537th power there. */
const symbol = (value: bigint, p: bigint): bigint => power(value, (p - 1n) / EXPONENT, p);

const messages = Array.from({ length: 12 }, (_, voter) => utf8(`the credential of voter ${voter}`));
const encode = (message: Bytes): bigint => bytesToInteger(emsaPssEncode(message, 2047, new Uint8Array(0)));

const malformedKeys = {
  "both primes 1 modulo 65537": [prime("malformedP"), prime("malformedQ")],
  "one prime 1 modulo 65537": [prime("malformedP"), prime("soundQ")],
} as const;

for (const [name, [p, q]] of Object.entries(malformedKeys)) {
  const modulus = number(p * q);

  test(`⚔ the attack: with ${name} the issuer links each blinded message to its voter, without signing`, () => {
    const seen = messages.map(
      (message) => expectOk(blind(modulus, message, systemRandom), "blinding").blindedMessage,
    );
    const published = messages.map((message) => symbol(encode(message), p));
    assert.equal(new Set(published).size, messages.length);
    const linked = seen.map((blinded) => published.indexOf(symbol(bytesToInteger(blinded), p)));
    assert.deepEqual(
      linked,
      messages.map((_, voter) => voter),
    );
  });

  test(`⚔ the defence: with ${name} no challenge has a root, and what its maker tries is refused`, () => {
    const challenges = keyChallenges(modulus, seeds()).map(bytesToInteger);
    for (const challenge of challenges) assert.notEqual(symbol(challenge, p), 1n);
    const attempts = challenges.map((challenge) => number(nearestRoot(challenge, p, q)));
    assert.deepEqual(checkKeyForm(modulus, attempts, seeds()), refused("root-wrong", 0));
    assert.deepEqual(
      checkKeyForm(
        modulus,
        soundRoots.map(() => number(1n)),
        seeds(),
      ),
      refused("root-wrong", 0),
    );
  });
}

/**
 * A root of the part of `challenge` that has one, modulo each prime: all that the maker of the key can compute.
 */
function nearestRoot(challenge: bigint, p: bigint, q: bigint): bigint {
  const [modP, modQ] = [p, q].map((factor) => {
    const order = (factor - 1n) % EXPONENT === 0n ? (factor - 1n) / EXPONENT : factor - 1n;
    return power(challenge, inverse(EXPONENT, order), factor);
  }) as [bigint, bigint];
  return (modQ + q * ((((modP - modQ) * inverse(q, p)) % p) + p)) % (p * q);
}

test("positive control: what the maker of a malformed key tries does work where the key is sound", () => {
  const challenges = keyChallenges(n, seeds()).map(bytesToInteger);
  const roots = challenges.map((challenge) =>
    number(nearestRoot(challenge, prime("soundP"), prime("soundQ"))),
  );
  assert.deepEqual(roots, soundRoots);
});

test("⚔ under a sound key each blinded message hides every message: each pair has its factor", () => {
  const few = messages.slice(0, 4);
  const seen = few.map((message) => expectOk(blind(n, message, systemRandom), "blinding").blindedMessage);
  const value = bytesToInteger(n);
  for (const message of few) {
    for (const blinded of seen) {
      const quotient = (bytesToInteger(blinded) * inverse(encode(message), value)) % value;
      const factor = expectOk(rawSign(soundKey, number(quotient)), "the factor");
      assert.deepEqual(expectOk(blind(n, message, scripted(factor)), "blinding").blindedMessage, blinded);
    }
  }
});

test("⚔ the square of 65537 in n leaks too and has no small factor: the roots refuse it", () => {
  const square = EXPONENT * EXPONENT;
  const modulus = number(square * prime("soundP") * primeFrom("a fourth prime", 992, 2n, 1n));
  const leak = (value: bigint): bigint => power(value, EXPONENT - 1n, square);
  const [message = utf8("")] = messages;
  const { blindedMessage } = expectOk(blind(modulus, message, systemRandom), "blinding");
  assert.equal(leak(bytesToInteger(blindedMessage)), leak(encode(message)));
  for (const challenge of keyChallenges(modulus, seeds()))
    assert.notEqual(leak(bytesToInteger(challenge)), 1n);
  assert.deepEqual(
    checkKeyForm(
      modulus,
      soundRoots.map(() => number(2n)),
      seeds(),
    ),
    refused("root-wrong", 0),
  );
});

test("a damaged key makes no proof", () => {
  const damaged = importSignerKey(pkcs8Of(prime("soundP"), prime("soundQ"), { d: 4n, dp: 4n }));
  const roots = proveKeyForm(expectOk(damaged, "OpenSSL does not look at d"), seeds());
  assert.deepEqual(roots, { ok: false, error: { code: "signing-failure" } });
});
