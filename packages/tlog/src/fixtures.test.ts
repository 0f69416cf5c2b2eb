import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, concat, expectOk, fromHex, toHex, u32, utf8 } from "@veche/base";
import type { SignEd25519, VerifyEd25519 } from "./ed25519.ts";
import type { HashReader } from "./index.ts";
import {
  COSIGNATURE,
  emptyRoot,
  LOG_SIGNATURE,
  leafHash,
  nodeHash,
  type VerifierKey,
  verifierKey,
} from "./index.ts";

/** What several tests share; the tests at the end make sure that the fixtures themselves are right. */

export const hex = (text: string): Bytes => {
  const bytes = fromHex(text);
  assert(bytes !== undefined, `not hexadecimal: ${text}`);
  return bytes;
};

export const readVectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8")) as T;

const PRIVATE_PREFIX = hex("302e020100300506032b657004220420");
const PUBLIC_PREFIX = hex("302a300506032b6570032100");

export const verify: VerifyEd25519 = (publicKey, message, signature) =>
  nodeVerify(
    null,
    message,
    createPublicKey({
      key: Buffer.from(concat(PUBLIC_PREFIX, publicKey)),
      format: "der",
      type: "spki",
    }),
    signature,
  );

export type TestSigner = { readonly publicKey: Bytes; readonly sign: SignEd25519 };

export function signerOf(seed: Bytes): TestSigner {
  const key = createPrivateKey({
    key: Buffer.from(concat(PRIVATE_PREFIX, seed)),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    publicKey: new Uint8Array(spki.subarray(PUBLIC_PREFIX.length)),
    sign: (message) => new Uint8Array(nodeSign(null, message, key)),
  };
}

export type NamedSigner = TestSigner & { readonly key: VerifierKey };

/** A party with a key of its own, made from its number. */
export function logSigner(origin: string, number: number): NamedSigner {
  const signer = signerOf(new Uint8Array(32).fill(number));
  return { ...signer, key: expectOk(verifierKey(origin, LOG_SIGNATURE, signer.publicKey), "log key") };
}

export function cosigner(name: string, number: number): NamedSigner {
  const signer = signerOf(new Uint8Array(32).fill(number));
  return { ...signer, key: expectOk(verifierKey(name, COSIGNATURE, signer.publicKey), "cosigner key") };
}

export const entryOf = (index: number): Bytes => concat(utf8("entry "), u32(index));

export const leafHashesOf = (count: number): readonly Bytes[] =>
  Array.from({ length: count }, (_, index) => leafHash(entryOf(index)));

/** RFC 6962 §2.1 word for word, with results kept: the model that the package is compared with. */
export class NaiveTree {
  readonly #leafHashes: readonly Bytes[];
  readonly #kept = new Map<string, Bytes>();

  constructor(leafHashes: readonly Bytes[]) {
    this.#leafHashes = leafHashes;
  }

  /** MTH(D[start:end]). */
  root(start: number, end: number): Bytes {
    if (start === end) return emptyRoot();
    if (end - start === 1) return this.#leafHashes[start] as Bytes;
    const name = `${start}:${end}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const middle = start + powerBelow(end - start);
    const hash = nodeHash(this.root(start, middle), this.root(middle, end));
    this.#kept.set(name, hash);
    return hash;
  }

  /** PATH(m, D[start:end]), m counted from start. */
  path(m: number, start: number, end: number): readonly Bytes[] {
    if (end - start === 1) return [];
    const k = powerBelow(end - start);
    return m < k
      ? [...this.path(m, start, start + k), this.root(start + k, end)]
      : [...this.path(m - k, start + k, end), this.root(start, start + k)];
  }

  /** PROOF(m, D[n]). */
  consistency(m: number, n: number): readonly Bytes[] {
    return this.#subproof(m, 0, n, true);
  }

  #subproof(m: number, start: number, end: number, isWhole: boolean): readonly Bytes[] {
    if (m === end - start) return isWhole ? [] : [this.root(start, end)];
    const k = powerBelow(end - start);
    return m <= k
      ? [...this.#subproof(m, start, start + k, isWhole), this.root(start + k, end)]
      : [...this.#subproof(m - k, start + k, end, false), this.root(start, start + k)];
  }

  /** Complete subtrees only, as a log would store them. */
  readonly read: HashReader = (level, index) => {
    const start = index * 2 ** level;
    const end = start + 2 ** level;
    return end <= this.#leafHashes.length ? this.root(start, end) : undefined;
  };
}

function powerBelow(n: number): number {
  return 2 ** (32 - Math.clz32(n - 1) - 1);
}

test("fixture: keys and signatures are those of RFC 8032 §7.1, test 2", () => {
  const signer = signerOf(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  assert.equal(toHex(signer.publicKey), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = signer.sign(hex("72"));
  assert.equal(
    toHex(signature),
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  assert(verify(signer.publicKey, hex("72"), signature));
  assert(!verify(signer.publicKey, hex("73"), signature));
});

test("fixture: the naive tree knows the root of three leaves", () => {
  const [a, b, c] = leafHashesOf(3) as [Bytes, Bytes, Bytes];
  assert.deepEqual(new NaiveTree([a, b, c]).root(0, 3), nodeHash(nodeHash(a, b), c));
});
