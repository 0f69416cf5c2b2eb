import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, concat, fromHex, fromUtf8, readUint, sha256, toHex } from "@veche/base";
import {
  fromBase64Url,
  readBlindedFragment,
  signedFragment,
  toBase64Url,
  votingFragment,
} from "./fragment.ts";

type Refused = "REFUSED";
type Vectors = {
  readonly base64url: readonly { readonly text: string; readonly hex: string | Refused }[];
  readonly v: readonly {
    readonly name: string;
    readonly hex: string;
    readonly expect:
      | { readonly style: number; readonly request?: string; readonly language?: "ru" | "en" }
      | Refused;
  }[];
  readonly b: readonly {
    readonly name: string;
    readonly style: number;
    readonly blinded: readonly string[];
    readonly hex: string;
  }[];
  readonly s: readonly {
    readonly name: string;
    readonly hex: string;
    /** Zero bytes fill up to it. */
    readonly length?: number;
    readonly expect:
      | {
          readonly set: number;
          readonly signatures: readonly string[];
          /** SHA-256 of the proof, which stands in the bytes. */
          readonly proofHash: string;
          readonly replacements: readonly string[];
        }
      | Refused;
  }[];
};

const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../../../../spec/vectors/voter.json", import.meta.url), "utf8"),
);
const bytesOf = (hex: string): Bytes => {
  const bytes = fromHex(hex);
  assert.ok(bytes);
  return bytes;
};
const built = (fragment: string | undefined): string => {
  const bytes = fromBase64Url((fragment ?? "").slice(1));
  assert.ok(bytes);
  return toHex(bytes);
};

for (const { text, hex } of vectors.base64url) {
  test(`base64url "${text}": ${hex}`, () => {
    const read = fromBase64Url(text);
    assert.equal(read === undefined ? "REFUSED" : toHex(read), hex);
  });
}

for (const { name, hex, expect } of vectors.v) {
  if (expect === "REFUSED") continue;
  test(`§12.2.2 ${name}`, () => {
    const { request, ...rest } = expect;
    const named = request === undefined ? {} : { request: bytesOf(request) };
    assert.equal(built(votingFragment({ ...rest, ...named })), hex);
  });
}

for (const { name, style, blinded, hex } of vectors.b) {
  test(`§12.2.3 ${name}`, () => {
    const read = readBlindedFragment(`b${toBase64Url(bytesOf(hex))}`);
    assert.deepEqual(read && { style: read.style, blinded: read.blinded.map(toHex) }, { style, blinded });
  });
}

const asText = (bytes: Bytes): string => {
  const text = fromUtf8(bytes);
  assert.ok(text !== undefined);
  return text;
};

for (const { name, hex, length, expect } of vectors.s) {
  if (expect === "REFUSED") continue;
  test(`§12.2.4 ${name}`, () => {
    const bytes = bytesOf(hex);
    const whole = concat(bytes, new Uint8Array((length ?? 0) - bytes.length));
    const at = 4 + 256 * expect.signatures.length;
    const proof = bytes.slice(at + 4, at + 4 + readUint(bytes, at, 4));
    assert.equal(toHex(sha256(proof)), expect.proofHash);
    const fragment = signedFragment({
      set: expect.set,
      signatures: expect.signatures.map(bytesOf),
      proof: asText(proof),
      replacements: expect.replacements.map((text) => asText(bytesOf(text))),
    });
    assert.equal(built(fragment), toHex(whole));
  });
}
