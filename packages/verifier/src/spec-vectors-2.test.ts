import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, concat, fromHex, sha256, toHex } from "@veche/base";
import { decodePoint } from "@veche/group";
import { decodeManifest } from "./form/manifest.ts";
import { brokenRules } from "./form/manifest-rules.ts";
import { Coefficients, statementHolds } from "./proofs/batch-sum.ts";
import { verifyRsaKey } from "./proofs/rsa-key.ts";
import { issueStatement } from "./proofs/schnorr.ts";
import { TokenKey, verifyToken } from "./proofs/token.ts";
import { pre } from "./transcript.ts";

/** The vectors of manifest and credential, as far as a verifier has to do with them. */
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../spec/vectors/${name}.json`, import.meta.url), "utf8"));
const hex = (text: string): Bytes => fromHex(text) ?? new Uint8Array(0);

function rulesOf(encoded: Bytes): readonly string[] {
  const manifest = decodeManifest(encoded);
  return manifest === undefined ? ["02.2.1"] : brokenRules(manifest);
}

test("manifests that hold every rule", () => {
  const { valid } = read("manifest");
  for (const one of valid) {
    assert.deepEqual(rulesOf(hex(one.manifest)), [], one.name);
    assert.equal(toHex(sha256(hex(one.manifest))), one.electionId, one.name);
  }
  assert.ok(valid.length > 0);
});

test("manifests that break one rule, which is named", () => {
  const { invalid } = read("manifest");
  for (const one of invalid) {
    assert.ok(rulesOf(hex(one.manifest)).includes(one.rule), `${one.rule}: ${one.name}`);
  }
  assert.ok(invalid.length > 0);
});

test("keys of issuers (§04.2.2)", () => {
  for (const one of read("credential").issuerKeys) {
    const claim = {
      electionId: hex(one.electionId),
      issuer: one.issuer,
      styleId: one.styleId,
      modulus: hex(one.modulus),
      roots: hex(one.roots),
    };
    assert.equal(verifyRsaKey(claim), one.accepted, one.name);
  }
});

test("tokens (§04.4)", () => {
  for (const one of read("credential").tokens) {
    const message = pre("token", hex(one.electionId), one.styleId, hex(one.X));
    assert.equal(toHex(message), one.message, one.name);
    const keys = one.moduli.map((modulus: string) => new TokenKey(hex(modulus)));
    const right = verifyToken(keys, message, concat(...one.signatures.map(hex)));
    assert.equal(right, one.accepted, one.name);
  }
});

type IssueVector = {
  readonly name: string;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly accepted: boolean;
};

test("signatures of issue (§01.6.3), judged in one batch and alone", () => {
  const vectors: readonly IssueVector[] = read("credential").issueSignatures;
  const seed = sha256(new Uint8Array(1));
  const statements = vectors.map(({ key, message, signature }) => {
    const point = decodePoint(hex(key));
    return point && issueStatement(point, hex(key), hex(message), hex(signature));
  });
  vectors.forEach((one, i) => {
    const statement = statements[i];
    const isRight = statement !== undefined && statementHolds(statement, new Coefficients(seed));
    assert.equal(isRight, one.accepted, one.name);
  });
});
