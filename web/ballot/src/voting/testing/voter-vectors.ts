import { createCipheriv, createECDH } from "node:crypto";
import {
  type Bytes,
  codeOf,
  concat,
  expectOk,
  sha256,
  sha512,
  toBase64,
  toHex,
  u8,
  u16,
  u32,
  utf8,
} from "@veche/base";
import { requestOf } from "@veche/election";
import { beginIssue, encodeResumeCode, pendingHashes } from "@veche/election/spend";
import { poolKey, seededRandom } from "@veche/ledger/testing";
import { sealAnswer } from "./test-portal.ts";

/** Vectors of spec chapter 12. Bytes are put together here by hand, without the code that reads them. */

type Case = {
  readonly name: string;
  /** The fragment's bytes up to its zero padding. */
  readonly hex: string;
  /** With the padding; missing: as long as `hex`. */
  readonly length?: number;
  readonly expect: object | "REFUSED";
};

const random = seededRandom("voter vectors");
const request = sha256(utf8("request"));
const refused = (name: string, bytes: Bytes, length?: number): Case => ({
  name,
  hex: toHex(bytes),
  ...(length === undefined ? {} : { length }),
  expect: "REFUSED",
});
const changed = (bytes: Bytes, at: number, value: number): Bytes => {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
};

function handovers(): readonly Case[] {
  const named = concat(u8(1), u8(1), u16(513), request);
  const nameless = concat(u8(1), u8(0), u16(0), new Uint8Array(32));
  return [
    { name: "a request is known", hex: toHex(named), expect: { style: 513, request: toHex(request) } },
    { name: "nothing was asked for", hex: toHex(nameless), expect: { style: 0 } },
    {
      name: "a request is known, and Russian is read",
      hex: toHex(changed(named, 1, 3)),
      expect: { style: 513, request: toHex(request), language: "ru" },
    },
    {
      name: "nothing was asked for, and English is read",
      hex: toHex(changed(nameless, 1, 4)),
      expect: { style: 0, language: "en" },
    },
    refused("version 2", changed(named, 0, 2)),
    refused("an unknown flag", changed(named, 1, 9)),
    refused("an unknown flag alone", changed(nameless, 1, 128)),
    refused("language 3", changed(named, 1, 7)),
    refused("a request without its flag", changed(named, 1, 0)),
    refused("one byte short", named.subarray(1)),
    refused("one byte more", concat(named, u8(0))),
    refused("empty", new Uint8Array(0)),
  ];
}

type Answer = { readonly set?: number; readonly proof?: Bytes; readonly replacements?: readonly Bytes[] };

function answerBytes(
  signatures: readonly Bytes[],
  { set = 0, proof = utf8("proof"), replacements = [] }: Answer,
): Bytes {
  const replaced = replacements.flatMap((bytes) => [u32(bytes.length), bytes]);
  return concat(
    u8(signatures.length),
    u8(0),
    u16(set),
    ...signatures,
    u32(proof.length),
    proof,
    u16(replacements.length),
    ...replaced,
  );
}

function answers(): readonly Case[] {
  const signatures = [random(256), random(256)];
  const set = 1;
  const replacements = [utf8("first"), utf8("second")];
  const plain = answerBytes(signatures, {});
  const replaced = answerBytes(signatures, { set, replacements });
  const long = 65_536 - 4 - 512 - 4 - 2;
  const full = answerBytes(signatures, { proof: new Uint8Array(long).fill(65) });
  const over = answerBytes(signatures, { proof: new Uint8Array(long + 1).fill(65) });
  const short = 65_536;
  const content = (proof: Bytes, extra: object = {}): object => ({
    set: 0,
    signatures: signatures.map(toHex),
    proofHash: toHex(sha256(proof)),
    replacements: [],
    ...extra,
  });
  const proof = utf8("proof");
  const extra = { set, replacements: replacements.map(toHex) };
  return [
    { name: "two signatures", hex: toHex(plain), length: short, expect: content(proof) },
    { name: "two replacements", hex: toHex(replaced), length: short, expect: content(proof, extra) },
    {
      name: "full to the last byte",
      hex: toHex(full),
      length: short,
      expect: content(new Uint8Array(long).fill(65)),
    },
    {
      name: "one byte too many for the shorter form",
      hex: toHex(over),
      length: 1_048_576,
      expect: content(new Uint8Array(long + 1).fill(65)),
    },
    refused("the longer form where the shorter would do", plain, 1_048_576),
    refused("a second byte that is not zero", changed(plain, 1, 1), short),
    refused("no signature", answerBytes([], {}), short),
    refused(
      "31 signatures",
      answerBytes(
        Array.from({ length: 31 }, () => random(256)),
        {},
      ),
      short,
    ),
    refused("an empty proof", answerBytes(signatures, { proof: new Uint8Array(0) }), short),
    refused("an empty replacement", answerBytes(signatures, { replacements: [new Uint8Array(0)] }), short),
    refused("padding that is not zero", concat(plain, u8(0), u8(1)), short),
    refused("without padding", plain),
    refused("one byte short", plain, short - 1),
    refused("one byte more", plain, short + 1),
    refused("a proof longer than the whole", changed(plain, 516, 255), short),
    refused("more replacements than stand there", changed(replaced, 4 + 512 + 4 + 5, 255), short),
  ];
}

/** Key pairs of P-256, by a secret that is less than the order. */
function pairOf(name: string): { readonly secret: Bytes; readonly point: Bytes } {
  const secret = sha256(utf8(name));
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(secret);
  return { secret, point: new Uint8Array(ecdh.getPublicKey()) };
}

const electionId = sha256(utf8("election"));

function requests(): readonly object[] {
  const { point } = pairOf("page");
  const blinded = [random(256), random(256)];
  const right = concat(u8(2), u8(2), u16(513), point, ...blinded);
  return [
    {
      name: "two issuers",
      hex: toHex(right),
      expect: { style: 513, point: toHex(point), blinded: blinded.map(toHex) },
    },
    refused("version 1, without P", concat(u8(1), u8(2), u16(513), ...blinded)),
    refused("version 3", changed(right, 0, 3)),
    refused("one issuer more than stands there", changed(right, 1, 3)),
    refused("no issuer", concat(u8(2), u8(0), u16(513), point)),
    refused("31 issuers", concat(u8(2), u8(31), u16(513), point, new Uint8Array(31 * 256))),
    refused("P off the curve", changed(right, 68, (right[68] as number) ^ 1)),
    refused("P compressed", changed(right, 4, 2)),
    refused("P of zeros", concat(right.subarray(0, 5), new Uint8Array(64), right.subarray(69))),
    refused(
      "a coordinate of P that is not reduced",
      concat(right.subarray(0, 5), new Uint8Array(32).fill(255), right.subarray(37)),
    ),
    refused("a byte short", right.subarray(0, right.length - 1)),
    refused("a byte more", concat(right, u8(0))),
  ];
}

/** `answer` is padded with zero bytes to `length`; `hash` is SHA-256 of the whole of `s`. `changes`: each alone makes it refused. */
function sealedAnswers(): object {
  const [page, portal] = [pairOf("page"), pairOf("portal")];
  const content = answerBytes([random(256), random(256)], {});
  const sealed = (length: number): object => {
    const answer = new Uint8Array(length);
    answer.set(content);
    const bytes = sealAnswer(electionId, page.point, answer, portal.secret);
    const at = [
      0,
      1,
      2,
      33,
      65,
      66,
      66 + content.length,
      bytes.length - 17,
      bytes.length - 16,
      bytes.length - 1,
    ];
    return {
      length,
      hash: toHex(sha256(bytes)),
      begins: toHex(bytes.subarray(0, 98)),
      tag: toHex(bytes.subarray(bytes.length - 16)),
      changes: at.map((place) => ({ at: place, xor: 1 })),
    };
  };
  return {
    electionId: toHex(electionId),
    page: { secret: toHex(page.secret), P: toHex(page.point) },
    portal: { secret: toHex(portal.secret), E: toHex(portal.point) },
    answer: toHex(content),
    cases: [sealed(65_536), sealed(1_048_576)],
    refused: [65_536 - 1, 65_536 + 1, 0].map((length) => ({ length: 1 + 65 + length + 16 })),
  };
}

function locked(): object {
  const code = concat(u8(1), u8(1), electionId, u16(7), random(32 + 288));
  const unlocking = codeOf(sha256(utf8("unlocking code")));
  const characters = unlocking.replaceAll("-", "");
  const framed = [electionId, utf8(characters)].flatMap((item) => [u32(item.length), item]);
  const key = sha512(concat(utf8("veche/v1/resume-key\0"), ...framed)).subarray(0, 32);
  const cipher = createCipheriv("aes-256-gcm", key, new Uint8Array(12));
  const text = concat(new Uint8Array(cipher.update(code)), new Uint8Array(cipher.final()));
  const right = concat(u8(2), text, new Uint8Array(cipher.getAuthTag()));
  const end = right.length - 1;
  return {
    electionId: toHex(electionId),
    unlocking,
    key: toHex(key),
    typed: [
      unlocking,
      characters,
      characters.toLowerCase(),
      characters.replaceAll("0", "o").replaceAll("1", "l"),
    ],
    wrong: [
      "",
      characters.slice(1),
      `${characters}0`,
      `U${characters.slice(1)}`,
      codeOf(sha256(utf8("other"))),
    ],
    cases: [
      { name: "one issuer", hex: toHex(right), expect: { code: toHex(code) } },
      refused("version 1", changed(right, 0, 1)),
      refused("version 3", changed(right, 0, 3)),
      refused("a byte of the text changed", changed(right, 1, (right[1] as number) ^ 1)),
      refused("a byte of the tag changed", changed(right, end, (right[end] as number) ^ 1)),
      refused("a byte short", right.subarray(0, end)),
      refused("a byte more", concat(right, u8(0))),
      refused("not locked", code),
      refused("of seven issuers", concat(u8(2), new Uint8Array(68 + 7 * 288 + 16))),
    ],
  };
}

function shown(): object {
  const options = [2, 9];
  const choices = [
    [1, 0],
    [0, 1, 0, 0, 0, 0, 0, 0, 1],
  ];
  const credential = random(32);
  const seed = random(32);
  const head = concat(u8(1), u8(2), u16(513), credential, seed);
  const right = concat(head, Uint8Array.of(1, 2, 1));
  const expect = { seq: 2, style: 513, credential: toHex(credential), seed: toHex(seed), choices };
  return {
    options,
    cases: [
      { name: "two contests", hex: toHex(right), expect },
      refused("version 2", changed(right, 0, 2)),
      refused("a bit behind the last option of the first contest", changed(right, 68, 5)),
      refused("a bit behind the last option of the second contest", changed(right, 70, 3)),
      refused("a byte short", right.subarray(0, 70)),
      refused("a byte more", concat(right, u8(0))),
      refused("no choices", head),
    ],
  };
}

function resumeCodes(): object {
  const [style, styleId] = [7, "north"];
  const moduli = [0, 1, 2].map((at) => poolKey(at).modulus);
  const pending = expectOk(beginIssue({ electionId, style, styleId }, moduli, random), "request");
  const code = encodeResumeCode(pending);
  const hashes = pendingHashes(pending);
  const expect = {
    credential: toHex(pending.point),
    blindedHashes: hashes.map(toHex),
    request: toHex(requestOf(electionId, hashes)),
  };
  return {
    electionId: toHex(electionId),
    style,
    styleId,
    moduli: moduli.map(toHex),
    cases: [
      { name: "three issuers", hex: toHex(code), expect },
      refused("version 2", changed(code, 0, 2)),
      refused("another kind", changed(code, 1, 2)),
      refused("another election", changed(code, 2, (code[2] as number) ^ 1)),
      refused("another style", changed(code, 35, 8)),
      refused("x = 0", concat(code.subarray(0, 36), new Uint8Array(32), code.subarray(68))),
      refused(
        "x not below the order",
        concat(code.subarray(0, 36), new Uint8Array(32).fill(255), code.subarray(68)),
      ),
      refused("another x", changed(code, 36, (code[36] as number) ^ 1)),
      refused("another inverse", changed(code, 100, (code[100] as number) ^ 1)),
      refused("another hash", changed(code, 330, (code[330] as number) ^ 1)),
      refused("an issuer less", code.subarray(0, 68 + 2 * 288)),
      refused("a byte more", concat(code, u8(0))),
      refused("no issuer", code.subarray(0, 68)),
    ],
  };
}

/** Texts that are, or are not, base64url without padding of some bytes. */
function texts(): readonly object[] {
  const bytes = Uint8Array.of(251, 239, 190, 255);
  return [
    { text: "", hex: "" },
    { text: "----_w", hex: "fbefbeff" },
    { text: "AA", hex: "00" },
    { text: "AAA", hex: "0000" },
    ...["A", "AB", "AAB", "AA==", "++++", toBase64(bytes), "A A", "AAAAA", "é"].map((text) => ({
      text,
      hex: "REFUSED",
    })),
  ];
}

export function voterVectors(): object {
  const blinded = [random(256), random(256)];
  const hashes = blinded.map((bytes) => sha256(bytes));
  return {
    description:
      "Chapter 12: what passes between portal, ballot page and second device. `hex` are the bytes behind the letter, `length` their number with zero padding where they are padded. `s` is sealed: `secret` are the private keys of P-256; `answer` cases are what stands in it.",
    base64url: texts(),
    request: {
      electionId: toHex(electionId),
      blinded: blinded.map(toHex),
      request: toHex(requestOf(electionId, hashes)),
    },
    v: handovers(),
    b: requests(),
    s: sealedAnswers(),
    answer: answers(),
    o: shown(),
    resume: resumeCodes(),
    locked: locked(),
  };
}
