import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, fromHex, sha256, toHex } from "@veche/base";
import { requestOf } from "@veche/election";
import { pendingHashes, resumeRequest } from "@veche/election/spend";
import { seededRandom } from "@veche/ledger/testing";
import { drawAnswerKeys, openAnswer } from "./answer-key.ts";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import {
  blindedFragment,
  choicesOf,
  languageIn,
  readSealedAnswer,
  readShown,
  readSignedHandover,
  readVotingHandover,
  splitFragment,
} from "./fragments.ts";
import { lockCode, readLockedCode, unlockCode } from "./locked-code.ts";
import { sealAnswer } from "./testing/test-portal.ts";
import { voterVectors } from "./testing/voter-vectors.ts";

type Case = {
  readonly name: string;
  readonly hex: string;
  readonly length?: number;
  readonly expect: unknown;
};
type Vectors = {
  readonly base64url: readonly { readonly text: string; readonly hex: string }[];
  readonly request: {
    readonly electionId: string;
    readonly blinded: readonly string[];
    readonly request: string;
  };
  readonly v: readonly Case[];
  readonly b: readonly Case[];
  readonly s: {
    readonly electionId: string;
    readonly page: { readonly secret: string; readonly P: string };
    readonly answer: string;
    readonly cases: readonly {
      readonly length: number;
      readonly hash: string;
      readonly begins: string;
      readonly tag: string;
      readonly changes: readonly { readonly at: number; readonly xor: number }[];
    }[];
    readonly refused: readonly { readonly length: number }[];
    readonly portal: { readonly secret: string; readonly E: string };
  };
  readonly answer: readonly Case[];
  readonly o: { readonly options: readonly number[]; readonly cases: readonly Case[] };
  readonly resume: {
    readonly electionId: string;
    readonly style: number;
    readonly styleId: string;
    readonly moduli: readonly string[];
    readonly cases: readonly Case[];
  };
  readonly locked: {
    readonly electionId: string;
    readonly unlocking: string;
    readonly typed: readonly string[];
    readonly wrong: readonly string[];
    readonly cases: readonly Case[];
  };
};

const text = readFileSync(new URL("../../../../spec/vectors/voter.json", import.meta.url), "utf8");
const vectors = JSON.parse(text) as Vectors;

const bytesOf = (hex: string): Bytes => {
  const bytes = fromHex(hex);
  assert.ok(bytes !== undefined);
  return bytes;
};

/** The bytes of a case as they come out of an address. */
function handedOver(letter: string, { hex, length }: Case): Bytes {
  const content = bytesOf(hex);
  const bytes = new Uint8Array(length ?? content.length);
  bytes.set(content.subarray(0, bytes.length));
  const split = splitFragment(`${letter}${toBase64Url(bytes)}`);
  assert.equal(split?.letter, letter);
  return split.bytes;
}

const hexOf = (value: unknown): unknown =>
  value === undefined
    ? "REFUSED"
    : JSON.parse(JSON.stringify(value, (_key, part) => (part instanceof Uint8Array ? toHex(part) : part)));

test("spec/vectors/voter.json is what its generator writes", () => {
  assert.equal(`${JSON.stringify(voterVectors(), null, 1)}\n`, text);
});

test("base64url without padding, strictly", () => {
  for (const { text, hex } of vectors.base64url) {
    const bytes = fromBase64Url(text);
    assert.equal(bytes === undefined ? "REFUSED" : toHex(bytes), hex, text);
    if (bytes !== undefined) assert.equal(toBase64Url(bytes), text);
  }
});

test("§12.2.2: the request's name, and `v`", () => {
  const { electionId, blinded, request } = vectors.request;
  const hashes = blinded.map((hex) => sha256(bytesOf(hex)));
  assert.equal(toHex(requestOf(bytesOf(electionId), hashes)), request);
  for (const one of vectors.v)
    assert.deepEqual(hexOf(readVotingHandover(handedOver("v", one))), one.expect, one.name);
  const named = vectors.v.map(({ hex }) => languageIn(`v${toBase64Url(bytesOf(hex))}`));
  assert.deepEqual(
    named.filter((language) => language !== undefined),
    ["ru", "en"],
  );
  assert.equal(languageIn("vAAAA"), undefined);
});

test("§12.2.3: `b`, as it is handed over", () => {
  for (const { hex, expect } of vectors.b) {
    if (expect === "REFUSED") continue;
    const { style, point, blinded } = expect as {
      readonly style: number;
      readonly point: string;
      readonly blinded: readonly string[];
    };
    const fragment = blindedFragment(style, bytesOf(point), blinded.map(bytesOf));
    assert.equal(fragment, `b${toBase64Url(bytesOf(hex))}`);
  }
});

/** A key pair of the vectors as WebCrypto has it. */
async function pairOf({ secret, P }: Vectors["s"]["page"]): Promise<CryptoKeyPair> {
  const part = (hex: string): string => toBase64Url(bytesOf(hex));
  const key = { kty: "EC", crv: "P-256", x: part(P.slice(2, 66)), y: part(P.slice(66)) };
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const { subtle } = crypto;
  return {
    publicKey: await subtle.importKey("jwk", key, curve, true, []),
    privateKey: await subtle.importKey("jwk", { ...key, d: part(secret) }, curve, false, ["deriveBits"]),
  };
}

test("§12.2.4: `s` opens with the key of its page and no other, and no byte of it can be another", async () => {
  const { electionId, page, portal, answer, cases, refused } = vectors.s;
  const pair = await pairOf(page);
  const content = bytesOf(answer);
  const open = async (bytes: Bytes, id = bytesOf(electionId), keys = pair): Promise<Bytes | undefined> => {
    const sealed = readSealedAnswer(bytes);
    return sealed && openAnswer(id, keys, sealed);
  };
  for (const { length, hash, begins, tag, changes } of cases) {
    const plain = new Uint8Array(length);
    plain.set(content);
    const s = sealAnswer(bytesOf(electionId), bytesOf(page.P), plain, bytesOf(portal.secret));
    assert.equal(toHex(sha256(s)), hash);
    assert.equal(toHex(s.subarray(0, 98)), begins);
    assert.equal(toHex(s.subarray(1, 66)), portal.E);
    assert.equal(toHex(s.subarray(s.length - 16)), tag);
    assert.deepEqual(await open(s), plain);
    for (const { at, xor } of changes) {
      const other = s.slice();
      other[at] = (other[at] as number) ^ xor;
      assert.equal(await open(other), undefined, `byte ${at} of ${length}`);
    }
    assert.equal(await open(s, new Uint8Array(32)), undefined);
    assert.equal(await open(s, bytesOf(electionId), await drawAnswerKeys()), undefined);
  }
  for (const { length } of refused)
    assert.equal(readSealedAnswer(new Uint8Array(length).fill(2)), undefined, `${length} bytes`);
});

test("⚔ §12.2.4: an answer in which any one byte is changed does not open", async () => {
  const { electionId, page, portal } = vectors.s;
  const [id, pair, content] = [bytesOf(electionId), await pairOf(page), bytesOf(portal.secret)];
  const s = sealAnswer(id, bytesOf(page.P), content, bytesOf(portal.secret));
  const open = (bytes: Bytes) => openAnswer(id, pair, { point: bytes.slice(1, 66), sealed: bytes.slice(66) });
  assert.deepEqual(await open(s), content);
  for (let at = 1; at < s.length; at++) {
    const other = s.slice();
    other[at] = (other[at] as number) ^ (1 << (at % 8));
    assert.equal(await open(other), undefined, `byte ${at}`);
  }
});

test("§12.2.4: the answer, opened", () => {
  for (const { name, hex, length, expect } of vectors.answer) {
    const content = bytesOf(hex);
    const bytes = new Uint8Array(length ?? content.length);
    bytes.set(content.subarray(0, bytes.length));
    const { proof, ...rest } = readSignedHandover(bytes) ?? {};
    const found = proof === undefined ? undefined : { ...rest, proofHash: sha256(proof) };
    assert.deepEqual(hexOf(found), expect, name);
  }
});

test("§12.5.2: a locked resume code opens with its unlocking code as people type it, and no byte of it can be another", async () => {
  const { unlocking, typed, wrong, cases } = vectors.locked;
  const id = bytesOf(vectors.locked.electionId);
  const open = async (bytes: Bytes, code = unlocking): Promise<Bytes | undefined> => {
    const sealed = readLockedCode(bytes);
    return sealed && unlockCode(id, sealed, code);
  };
  for (const one of cases) {
    const code = await open(handedOver("k", one));
    assert.deepEqual(hexOf(code && { code }), one.expect, one.name);
  }
  const [right] = cases;
  const bytes = bytesOf(right?.hex ?? "");
  for (const code of typed) assert.notEqual(await open(bytes, code), undefined, code);
  for (const code of wrong) assert.equal(await open(bytes, code), undefined, code);
  for (let at = 0; at < bytes.length; at++) {
    const other = bytes.slice();
    other[at] = (other[at] as number) ^ (1 << (at % 8));
    assert.equal(await open(other), undefined, `byte ${at}`);
  }
  const made = await lockCode(id, bytes.slice(0, 68 + 288), seededRandom("locks"));
  assert.deepEqual(await open(made.bytes, made.unlocking), bytes.slice(0, 68 + 288));
  const another = await lockCode(id, bytes.slice(0, 68 + 288), seededRandom("other locks"));
  assert.notEqual(another.unlocking, made.unlocking);
});

test("§12.6.1: `o`", () => {
  const { options, cases } = vectors.o;
  for (const one of cases) {
    const { marks = new Uint8Array(0), ...rest } = readShown(handedOver("o", one)) ?? {};
    const choices = choicesOf(marks, options);
    assert.deepEqual(hexOf(choices && { ...rest, choices }), one.expect, one.name);
  }
});

test("§12.5.1: resume codes", () => {
  const { electionId, style, styleId, moduli, cases } = vectors.resume;
  const election = { electionId: bytesOf(electionId), style, styleId };
  for (const one of cases) {
    const resumed = resumeRequest(election, moduli.map(bytesOf), handedOver("k", one));
    const found = resumed.ok
      ? {
          credential: resumed.value.point,
          blindedHashes: pendingHashes(resumed.value),
          request: requestOf(election.electionId, pendingHashes(resumed.value)),
        }
      : undefined;
    assert.deepEqual(hexOf(found), one.expect, one.name);
  }
});
