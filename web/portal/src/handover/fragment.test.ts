import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, fromHex, u16, u32, utf8 } from "@veche/base";
import fc from "fast-check";
import { answerBytes, fromBase64Url, readBlindedFragment, toBase64Url, votingFragment } from "./fragment.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const style = fc.integer({ min: 0, max: 65_535 });
const of = (fragment: string | undefined): Bytes => {
  const read = fromBase64Url((fragment ?? "").slice(1));
  assert.ok(read);
  return read;
};

test("§12.2.2: `v` has 36 bytes: version, whether a request is known, style, request", () => {
  assert.equal(
    votingFragment({ style: 258 }),
    `v${toBase64Url(concat(fromHex("01000102") as Bytes, new Uint8Array(32)))}`,
  );
  fc.assert(
    fc.property(style, bytes(32), (number, request) => {
      const made = of(votingFragment({ style: number, request }));
      assert.deepEqual(made, concat(Uint8Array.of(1, 1), u16(number), request));
    }),
  );
});

test("§12.2.2: the fragment is of one length, whether a request is known or not", () => {
  assert.equal(
    votingFragment({ style: 0 }).length,
    votingFragment({ style: 9, request: new Uint8Array(32).fill(7), language: "en" }).length,
  );
});

/** The base point of P-256 (NIST SP 800-186, 3.2.1.3). */
const POINT = fromHex(
  "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
) as Bytes;

test("§12.2.3: `b` gives style, P and blinded messages as they were put in", () => {
  fc.assert(
    fc.property(style, fc.array(bytes(256), { minLength: 1, maxLength: 30 }), (number, blinded) => {
      const head = concat(Uint8Array.of(2, blinded.length), u16(number), POINT);
      const fragment = `b${toBase64Url(concat(head, ...blinded))}`;
      assert.deepEqual(readBlindedFragment(fragment), { style: number, point: POINT, blinded });
    }),
    { numRuns: 30 },
  );
});

const good = concat(Uint8Array.of(2, 2, 0, 3), POINT, new Uint8Array(512).fill(5));
const changed = (at: number, value: number): string => {
  const copy = good.slice();
  copy[at] = value;
  return `b${toBase64Url(copy)}`;
};
const wrong: Record<string, string> = {
  nothing: "",
  "the letter alone": "b",
  "another letter": `v${toBase64Url(good)}`,
  "a capital letter": `B${toBase64Url(good)}`,
  "another version": changed(0, 3),
  "the version before, with nothing to seal to": `b${toBase64Url(concat(Uint8Array.of(1, 2, 0, 3), new Uint8Array(512)))}`,
  "a byte too few": `b${toBase64Url(good.slice(0, -1))}`,
  "a byte too many": `b${toBase64Url(concat(good, Uint8Array.of(0)))}`,
  "a number of issuers that the length denies": changed(1, 3),
  "no issuer": `b${toBase64Url(concat(Uint8Array.of(2, 0, 0, 3), POINT))}`,
  "31 issuers": `b${toBase64Url(concat(Uint8Array.of(2, 31, 0, 3), POINT, new Uint8Array(31 * 256)))}`,
  "a compressed point": changed(4, 2),
  "a point off the curve": changed(68, 0xf4),
  "the point at infinity": `b${toBase64Url(concat(good.slice(0, 5), new Uint8Array(64), good.slice(69)))}`,
  "a coordinate that is not reduced": `b${toBase64Url(concat(good.slice(0, 5), new Uint8Array(32).fill(255), good.slice(37)))}`,
  padding: `b${toBase64Url(good)}==`,
  "the other base64": `b${toBase64Url(good)}+/`,
  "a second part of the address": `b${toBase64Url(good)}&x=1`,
};

for (const [name, fragment] of Object.entries(wrong)) {
  test(`§12.2.1: no handover is ${name}`, () => assert.equal(readBlindedFragment(fragment), undefined));
}

test("the right one is taken (control of the cases above)", () => {
  assert.equal(readBlindedFragment(`b${toBase64Url(good)}`)?.blinded.length, 2);
});

test("§12.2.4: the answer lays out set, signatures, proof and replacements, and zeros up to 65,536 bytes", () => {
  const signatures = [new Uint8Array(256).fill(1), new Uint8Array(256).fill(2)];
  const made = answerBytes({ set: 3, signatures, proof: "proof ё", replacements: ["a", "bc"] });
  assert.ok(made);
  const proof = utf8("proof ё");
  const head = concat(
    Uint8Array.of(2, 0, 0, 3),
    ...signatures,
    u32(proof.length),
    proof,
    u16(2),
    u32(1),
    utf8("a"),
    u32(2),
    utf8("bc"),
  );
  assert.equal(made.length, 65_536);
  assert.deepEqual(made.slice(0, head.length), head);
  assert.ok(made.slice(head.length).every((byte) => byte === 0));
});

test("§12.2.4: what does not fit into 65,536 bytes has 1,048,576, and more is no handover", () => {
  const answer = (length: number) => ({
    set: 0,
    signatures: [new Uint8Array(256)],
    proof: "x".repeat(length),
    replacements: [],
  });
  const head = 4 + 256 + 4 + 2;
  assert.equal(answerBytes(answer(65_536 - head))?.length, 65_536);
  assert.equal(answerBytes(answer(65_536 - head + 1))?.length, 1_048_576);
  assert.equal(answerBytes(answer(1_048_576)), undefined);
});

test("§12.2.4: a signature of another length makes no handover", () => {
  assert.equal(
    answerBytes({ set: 0, signatures: [new Uint8Array(255)], proof: "x", replacements: [] }),
    undefined,
  );
});
