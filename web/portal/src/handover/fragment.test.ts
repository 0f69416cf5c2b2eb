import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, fromHex, u16, u32, utf8 } from "@veche/base";
import fc from "fast-check";
import {
  fromBase64Url,
  readBlindedFragment,
  signedFragment,
  toBase64Url,
  votingFragment,
} from "./fragment.ts";

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

test("§12.2.3: `b` gives style and blinded messages as they were put in", () => {
  fc.assert(
    fc.property(style, fc.array(bytes(256), { minLength: 1, maxLength: 30 }), (number, blinded) => {
      const fragment = `b${toBase64Url(concat(Uint8Array.of(1, blinded.length), u16(number), ...blinded))}`;
      assert.deepEqual(readBlindedFragment(fragment), { style: number, blinded });
    }),
    { numRuns: 30 },
  );
});

const good = concat(Uint8Array.of(1, 2, 0, 3), new Uint8Array(512).fill(5));
const wrong: Record<string, string> = {
  nothing: "",
  "the letter alone": "b",
  "another letter": `v${toBase64Url(good)}`,
  "a capital letter": `B${toBase64Url(good)}`,
  "another version": `b${toBase64Url(concat(Uint8Array.of(2), good.slice(1)))}`,
  "a byte too few": `b${toBase64Url(good.slice(0, -1))}`,
  "a byte too many": `b${toBase64Url(concat(good, Uint8Array.of(0)))}`,
  "a number of issuers that the length denies": `b${toBase64Url(concat(Uint8Array.of(1, 3), good.slice(2)))}`,
  "no issuer": `b${toBase64Url(Uint8Array.of(1, 0, 0, 3))}`,
  "31 issuers": `b${toBase64Url(concat(Uint8Array.of(1, 31, 0, 3), new Uint8Array(31 * 256)))}`,
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

test("§12.2.4: `s` lays out set, signatures, proof and replacements, and zeros up to 65,536 bytes", () => {
  const signatures = [new Uint8Array(256).fill(1), new Uint8Array(256).fill(2)];
  const made = of(signedFragment({ set: 3, signatures, proof: "proof ё", replacements: ["a", "bc"] }));
  const proof = utf8("proof ё");
  const head = concat(
    Uint8Array.of(1, 2, 0, 3),
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
  assert.equal(of(signedFragment(answer(65_536 - head))).length, 65_536);
  assert.equal(of(signedFragment(answer(65_536 - head + 1))).length, 1_048_576);
  assert.equal(signedFragment(answer(1_048_576)), undefined);
});

test("§12.2.4: a signature of another length makes no handover", () => {
  assert.equal(
    signedFragment({ set: 0, signatures: [new Uint8Array(255)], proof: "x", replacements: [] }),
    undefined,
  );
});
