import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsIn } from "../test-support.ts";

const inLedger: Record<string, string> = {
  "the clock": "export const a = () => Date.now();",
  "a new date": "export const a = () => new Date();",
  "the clock of the global object": "export const a = () => globalThis.Date.now();",
  "the fine clock": "export const a = () => performance.now();",
  "a timer": "setTimeout(() => {}, 1);",
  "the process": "export const a = process.env;",
  "the console": 'console.log("x");',
  "the network": 'export const a = () => fetch("x");',
  "browser randomness": "crypto.getRandomValues(new Uint8Array(1));",
  "Node's randomness": 'import { randomBytes } from "node:crypto";',
  "Node's whole crypto": 'import * as c from "node:crypto";',
  "key generation": 'import { generateKeyPairSync as g } from "node:crypto";',
  "noble's randomness": 'import { randomBytes } from "@noble/hashes/utils.js";',
  "noble's own keys": "export const a = (c: C) => c.utils.randomSecretKey();",
  files: 'import { readFileSync } from "node:fs";',
  threads: 'import { Worker } from "node:worker_threads";',
  "file promises": 'import { readFile } from "node:fs/promises";',
  locale: "export const a = (b: string) => b.localeCompare('x');",
  "local case": "export const a = (b: string) => b.toLocaleUpperCase();",
  "locale tables": "export const a = new Intl.NumberFormat();",
  "a fraction": "export const a = 0.5;",
  "an exponent": "export const a = 1e-3;",
  "reading of fractions": "export const a = parseFloat;",
};

for (const [name, source] of Object.entries(inLedger)) {
  test(`finds ${name} in the ledger`, (context) => {
    const findings = findingsIn(context, { "packages/ledger/src/a.ts": `${source}\n` });
    assert.ok(
      findings.some((line) => line.startsWith("packages/ledger/src/a.ts:1  purity: ")),
      findings.join("\n"),
    );
  });
}

test("names that merely look alike are no findings", (context) => {
  const source = [
    "export const process = (a: { Date: number; process(): void }) => a.process();",
    'export const b = "Date.now() of Intl"; // Date.now()',
    "export const c = { Intl: 0x1e5, d: 10n, fetch: 1 };",
    'import type { RandomBytes } from "@veche/base";',
    "export const e = (random: RandomBytes, randomBytes: RandomBytes) => randomBytes(random);",
  ].join("\n");
  const findings = findingsIn(context, { "packages/ledger/src/a.ts": `${source}\n` });
  assert.deepEqual(findings, []);
});

test("tests and what stands above layer 5 may touch the world", (context) => {
  const source = 'import { readFileSync } from "node:fs";\nexport const a = Date.now() + 0.5;\n';
  assert.deepEqual(
    findingsIn(context, {
      "packages/ledger/src/a.test.ts": source,
      "services/node/src/a.ts": source,
    }),
    [],
  );
});

test("pure hashing is allowed where the law says so, and only there", (context) => {
  const source = 'import { createHash } from "node:crypto";\n';
  const findings = findingsIn(context, {
    "packages/crypto/src/a.ts": source,
    "packages/election/src/a.ts": source,
  });
  assert.deepEqual(findings, [
    "packages/election/src/a.ts:1  purity: node:crypto: no I/O below layer 5, and browsers have no Node",
  ]);
});

test("key generation is allowed in the signer, and only there", (context) => {
  const source = 'import { generateKeyPairSync } from "node:crypto";\n';
  const findings = findingsIn(context, {
    "packages/crypto/src/blind-rsa/signer.ts": source,
    "packages/crypto/src/blind-rsa/signers.ts": source,
  });
  assert.deepEqual(findings, [
    "packages/crypto/src/blind-rsa/signers.ts:1  purity: generateKeyPairSync of node:crypto: randomness is an argument",
  ]);
});

test("the verifier reads files but has no clock, no chance and no network", (context) => {
  const findings = findingsIn(context, {
    "packages/verifier/src/a.ts": 'import { readFileSync } from "node:fs";\n',
    "packages/verifier/src/b.ts": "export const a = Date.now();\n",
    "packages/verifier/src/c.ts": 'import { randomBytes } from "node:crypto";\n',
    "packages/verifier/src/d.ts": 'import { connect } from "node:net";\n',
  });
  assert.deepEqual(
    findings.map((line) => line.slice(0, "packages/verifier/src/b.ts".length)),
    ["packages/verifier/src/b.ts", "packages/verifier/src/c.ts", "packages/verifier/src/d.ts"],
  );
});
