import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, equalBytes, fromHex, toHex } from "@veche/base";
import { checkKeyForm, verifyIssue } from "@veche/crypto";
import { decodePoint } from "@veche/group";
import {
  issueHashOf,
  issuerSetsOf,
  type Replacement,
  rollEntryOf,
  rollRecordMessage,
  rsaKeySeed,
  splitRoots,
  tokenMessage,
  verifyRollRecord,
  verifyTokenOf,
} from "./index.ts";

type Line<K extends string> = { readonly [key in K | "name"]: string } & { readonly accepted: boolean };
type Vectors = {
  readonly rollEntries: readonly Line<
    "electionId" | "styleId" | "record" | "salt" | "rollEntry" | "message" | "registrarKey" | "signature"
  >[];
  readonly issuerKeys: readonly (Line<"electionId" | "styleId" | "modulus" | "roots"> & {
    readonly issuer: number;
  })[];
  readonly issuerSets: readonly {
    readonly name: string;
    readonly active: readonly number[];
    readonly replacements: readonly Replacement[];
    readonly sets?: readonly (readonly number[])[];
  }[];
  readonly tokens: readonly (Line<"electionId" | "styleId" | "X" | "message"> & {
    readonly moduli: readonly string[];
    readonly signatures: readonly string[];
  })[];
  readonly issueHashes: readonly {
    readonly electionId: string;
    readonly styleId: string;
    readonly rollEntry: string;
    readonly hashes: readonly string[];
    readonly issueHash: string;
  }[];
  readonly issueSignatures: readonly Line<"key" | "message" | "signature">[];
};

const file = new URL("../../../../spec/vectors/credential.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

const bytesOf = (hex: string): Bytes => {
  const bytes = fromHex(hex);
  assert.ok(bytes !== undefined);
  return bytes;
};

for (const line of vectors.rollEntries) {
  test(`A8, L25: roll entry of ${line.name}`, () => {
    const { electionId, styleId, record, salt } = line;
    const roll = { electionId: bytesOf(electionId), styleId, record: bytesOf(record), salt: bytesOf(salt) };
    assert.equal(toHex(rollRecordMessage(roll)), line.message);
    const isEntry = equalBytes(rollEntryOf(roll), bytesOf(line.rollEntry));
    const isSigned = verifyRollRecord(bytesOf(line.registrarKey), roll, bytesOf(line.signature));
    assert.equal(isEntry && isSigned, line.accepted);
  });
}

for (const { name, electionId, issuer, styleId, modulus, roots, accepted } of vectors.issuerKeys) {
  test(`A12: issuer key: ${name}`, () => {
    const n = bytesOf(modulus);
    const seedFor = rsaKeySeed(bytesOf(electionId), issuer, styleId, n);
    assert.equal(checkKeyForm(n, splitRoots(bytesOf(roots)), seedFor).ok, accepted);
  });
}

for (const { name, active, replacements, sets } of vectors.issuerSets) {
  test(`issuer sets: ${name}`, () => {
    const made = issuerSetsOf(active, replacements);
    assert.deepEqual(made.ok ? made.value : undefined, sets);
    if (!made.ok) assert.equal(made.error.code, "ISSUER_SET_INVALID");
  });
}

for (const { name, electionId, styleId, X, message, moduli, signatures, accepted } of vectors.tokens) {
  test(`A11: token: ${name}`, () => {
    assert.equal(toHex(tokenMessage(bytesOf(electionId), styleId, bytesOf(X))), message);
    assert.equal(verifyTokenOf(moduli.map(bytesOf), bytesOf(message), signatures.map(bytesOf)), accepted);
  });
}

for (const { electionId, styleId, rollEntry, hashes, issueHash } of vectors.issueHashes) {
  test(`A10: issueHash of ${hashes.length} blinded messages`, () => {
    const made = issueHashOf(bytesOf(electionId), styleId, bytesOf(rollEntry), hashes.map(bytesOf));
    assert.equal(toHex(made), issueHash);
  });
}

for (const { name, key, message, signature, accepted } of vectors.issueSignatures) {
  test(`registrar's issue signature: ${name}`, () => {
    const point = decodePoint(bytesOf(key));
    assert.ok(point !== undefined);
    assert.equal(verifyIssue("registrar-issue", point, bytesOf(message), bytesOf(signature)), accepted);
  });
}

test("L9: a token is of one election, style and credential", () => {
  const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const messages = [
    tokenMessage(a, "style", a),
    tokenMessage(b, "style", a),
    tokenMessage(a, "stylf", a),
    tokenMessage(a, "style", b),
  ].map(toHex);
  assert.equal(new Set(messages).size, 4);
});
