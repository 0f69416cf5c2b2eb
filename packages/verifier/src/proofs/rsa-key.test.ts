import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { modulusOf, rsaKeyOf } from "../testing/parties.ts";
import { rsaRoots } from "../testing/proving.ts";
import { type RsaKeyClaim, rsaChallenge, toInteger, verifyRsaKey } from "./rsa-key.ts";

const electionId = new Uint8Array(32).fill(5);
const E = 65_537n;

function power(base: bigint, exponent: bigint, n: bigint): bigint {
  let out = 1n;
  let square = base % n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) out = (out * square) % n;
    square = (square * square) % n;
  }
  return out;
}

/** Fermat to four bases: enough to build examples with. */
const isPrime = (n: bigint): boolean => [2n, 3n, 5n, 7n].every((base) => power(base, n - 1n, n) === 1n);

function primeFrom(start: bigint): bigint {
  let n = start | 1n;
  while (!isPrime(n)) n += 2n;
  return n;
}

function inverse(a: bigint, m: bigint): bigint {
  let [r, next, x, y] = [m, a % m, 0n, 1n];
  while (next !== 0n) {
    const q = r / next;
    [r, next, x, y] = [next, r - q * next, y, x - q * y];
  }
  assert.equal(r, 1n);
  return ((x % m) + m) % m;
}

const bytesOf = (n: bigint, length: number): Bytes =>
  Uint8Array.from({ length }, (_, i) => Number((n >> BigInt(8 * (length - 1 - i))) & 0xffn));

/** Primes of 41 bits. */
const PRIMES: readonly bigint[] = Array.from({ length: 50 }, (_, i) =>
  primeFrom(2n ** 40n + BigInt(i << 12)),
);

/** A modulus of so many bits with this factor, the others of 41 bits and more; with right roots. */
function claimWith(factor: bigint, bits = 2048): RsaKeyClaim {
  const primes = factor === 1n ? [] : [factor];
  let n = factor;
  for (const prime of PRIMES) {
    if (n >= 2n ** BigInt(bits - 90)) break;
    primes.push(prime);
    n *= prime;
  }
  // A little over half of what has so many bits: room for a root with n added to it.
  primes.push(primeFrom(2n ** BigInt(bits - 1) / n + 2n ** 20n));
  n *= primes.at(-1) as bigint;
  assert.equal(n.toString(2).length, bits);
  // Roots mod each prime, and from these the one mod n.
  const parts = primes.map((prime) => {
    const others = n / prime;
    return { prime, d: prime === 2n ? 1n : inverse(E, prime - 1n), unit: others * inverse(others, prime) };
  });
  const modulus = bytesOf(n, Math.ceil(bits / 8));
  const claim = { electionId, issuer: 1, styleId: "a", modulus };
  const roots = Array.from({ length: 9 }, (_, i) => {
    const challenge = rsaChallenge(claim, n, i);
    const root = parts.reduce((sum, { prime, d, unit }) => sum + power(challenge, d, prime) * unit, 0n);
    return bytesOf(root % n, 256);
  });
  return { ...claim, roots: concat(...roots) };
}

const RIGHT = claimWith(1n);

test("a key with its nine roots is right, for its own election, issuer and style", () => {
  const key = rsaKeyOf(1, 0);
  const roots = rsaRoots(electionId, 1, "a", key);
  const claim = { electionId, issuer: 1, styleId: "a", modulus: modulusOf(key), roots };
  assert.ok(verifyRsaKey(claim));
  assert.ok(verifyRsaKey(RIGHT), "as far as this proof goes, a modulus may have many primes");
  for (const change of [{ electionId: new Uint8Array(32) }, { issuer: 2 }, { styleId: "b" }]) {
    assert.ok(!verifyRsaKey({ ...claim, ...change }));
  }
});

test("no prime below 65,537 may divide the modulus", () => {
  for (const factor of [2n, 3n, 5n, 41n, 43n, 47n, 65_519n, 65_521n]) {
    const claim = claimWith(factor);
    assert.ok(!verifyRsaKey(claim), `${factor}`);
  }
  for (const factor of [65_537n, 65_539n]) assert.ok(verifyRsaKey(claimWith(factor)), `${factor}`);
});

test("a modulus has 2048 bits", () => {
  for (const bits of [2040, 2047]) {
    const claim = claimWith(1n, bits);
    assert.ok(!verifyRsaKey(claim), `${bits} bits`);
  }
  assert.ok(!verifyRsaKey({ ...RIGHT, modulus: new Uint8Array(0) }));
  assert.ok(!verifyRsaKey({ ...RIGHT, modulus: concat(RIGHT.modulus, new Uint8Array(1)) }));
});

test("each of the nine roots is right, and below the modulus", () => {
  const n = toInteger(RIGHT.modulus);
  let above = 0;
  for (let i = 0; i < 9; i++) {
    const root = toInteger(RIGHT.roots.subarray(256 * i, 256 * (i + 1)));
    const withRoot = (value: bigint): RsaKeyClaim => ({
      ...RIGHT,
      roots: concat(
        RIGHT.roots.subarray(0, 256 * i),
        bytesOf(value, 256),
        RIGHT.roots.subarray(256 * (i + 1)),
      ),
    });
    assert.ok(verifyRsaKey(withRoot(root)));
    for (const other of [0n, root ^ 1n, n, n - root]) assert.ok(!verifyRsaKey(withRoot(other)), `root ${i}`);
    if (root + n >= 2n ** 2048n) continue;
    above += 1;
    assert.ok(!verifyRsaKey(withRoot(root + n)), `root ${i}, the same mod n`);
  }
  assert.ok(above > 0);
  assert.ok(!verifyRsaKey({ ...RIGHT, roots: RIGHT.roots.subarray(0, 8 * 256) }));
});
