import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, concat, fromHex, fromUtf8, readUint, sha256, toHex } from "@veche/base";
import { answerBytes, fromBase64Url, readBlindedFragment, toBase64Url, votingFragment } from "./fragment.ts";
import { sealTo } from "./seal-answer.ts";

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
    readonly hex: string;
    readonly expect:
      | { readonly style: number; readonly point: string; readonly blinded: readonly string[] }
      | Refused;
  }[];
  readonly s: {
    readonly electionId: string;
    readonly page: { readonly P: string };
    readonly portal: { readonly secret: string; readonly E: string };
    readonly answer: string;
    readonly cases: readonly { readonly length: number; readonly hash: string }[];
  };
  readonly answer: readonly {
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
    assert.equal(votingFragment({ ...rest, ...named }), `v${toBase64Url(bytesOf(hex))}`);
  });
}

for (const { name, hex, expect } of vectors.b) {
  test(`§12.2.3 ${name}`, () => {
    const read = readBlindedFragment(`b${toBase64Url(bytesOf(hex))}`);
    const { style, point, blinded } = read ?? {};
    const found = { style, point: point && toHex(point), blinded: blinded?.map(toHex) };
    assert.deepEqual(read === undefined ? "REFUSED" : found, expect);
  });
}

for (const { length, hash } of vectors.s.cases) {
  test(`§12.2.4 an answer of ${length} bytes is sealed to the page's key`, async () => {
    const { electionId, page, portal, answer } = vectors.s;
    const part = (hex: string): string => toBase64Url(bytesOf(hex));
    const { E, secret } = portal;
    const key = { kty: "EC", crv: "P-256", x: part(E.slice(2, 66)), y: part(E.slice(66)) };
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const publicKey = await crypto.subtle.importKey("jwk", key, curve, true, []);
    const own = { ...key, d: part(secret) };
    const privateKey = await crypto.subtle.importKey("jwk", own, curve, false, ["deriveBits"]);
    const padded = new Uint8Array(length);
    padded.set(bytesOf(answer));
    const s = await sealTo(bytesOf(electionId), bytesOf(page.P), padded, { publicKey, privateKey });
    assert.equal(toHex(sha256(s)), hash);
  });
}

const asText = (bytes: Bytes): string => {
  const text = fromUtf8(bytes);
  assert.ok(text !== undefined);
  return text;
};

for (const { name, hex, length, expect } of vectors.answer) {
  if (expect === "REFUSED") continue;
  test(`§12.2.4 ${name}`, () => {
    const bytes = bytesOf(hex);
    const whole = concat(bytes, new Uint8Array((length ?? 0) - bytes.length));
    const at = 4 + 256 * expect.signatures.length;
    const proof = bytes.slice(at + 4, at + 4 + readUint(bytes, at, 4));
    assert.equal(toHex(sha256(proof)), expect.proofHash);
    const made = answerBytes({
      set: expect.set,
      signatures: expect.signatures.map(bytesOf),
      proof: asText(proof),
      replacements: expect.replacements.map((text) => asText(bytesOf(text))),
    });
    assert.equal(made && toHex(made), toHex(whole));
  });
}
