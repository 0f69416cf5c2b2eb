import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, fromHex, sha256, toHex } from "@veche/base";
import { requestOf } from "@veche/election";
import { pendingHashes, resumeRequest } from "@veche/election/spend";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import {
  blindedFragment,
  choicesOf,
  languageIn,
  readShown,
  readSignedHandover,
  readVotingHandover,
  splitFragment,
} from "./fragments.ts";
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
  readonly b: readonly {
    readonly style: number;
    readonly blinded: readonly string[];
    readonly hex: string;
  }[];
  readonly s: readonly Case[];
  readonly o: { readonly options: readonly number[]; readonly cases: readonly Case[] };
  readonly resume: {
    readonly electionId: string;
    readonly style: number;
    readonly styleId: string;
    readonly moduli: readonly string[];
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

test("§12.2.3: `b`", () => {
  for (const { style, blinded, hex } of vectors.b)
    assert.equal(blindedFragment(style, blinded.map(bytesOf)), `b${toBase64Url(bytesOf(hex))}`);
});

test("§12.2.4: `s`", () => {
  for (const one of vectors.s) {
    const read = readSignedHandover(handedOver("s", one));
    const { proof, ...rest } = read ?? {};
    const found = proof === undefined ? undefined : { ...rest, proofHash: sha256(proof) };
    assert.deepEqual(hexOf(found), one.expect, one.name);
  }
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
