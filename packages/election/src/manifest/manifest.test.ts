import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, expectOk, fromHex, toHex } from "@veche/base";
import fc from "fast-check";
import { decodeManifest, electionIdOf, encodeManifest } from "./index.ts";

type Vectors = {
  readonly valid: readonly {
    readonly name: string;
    readonly manifest: string;
    readonly electionId: string;
  }[];
  readonly invalid: readonly { readonly name: string; readonly manifest: string; readonly rule: string }[];
};

const file = new URL("../../../../spec/vectors/manifest.json", import.meta.url);
const { valid, invalid } = JSON.parse(readFileSync(file, "utf8")) as Vectors;

const bytesOf = (hex: string): Bytes => {
  const bytes = fromHex(hex);
  assert.ok(bytes !== undefined);
  return bytes;
};

for (const { name, manifest, electionId } of valid) {
  test(`a right manifest: ${name}`, () => {
    const bytes = bytesOf(manifest);
    const decoded = expectOk(decodeManifest(bytes), name);
    assert.equal(toHex(encodeManifest(decoded)), manifest);
    assert.equal(toHex(electionIdOf(bytes)), electionId);
  });
}

for (const { name, manifest, rule } of invalid) {
  test(`breaks ${rule}: ${name}`, () => {
    const decoded = decodeManifest(bytesOf(manifest));
    assert.equal(decoded.ok, false);
    assert.deepEqual(
      [decoded.error.code, decoded.error.rule],
      ["MANIFEST_INVALID", rule],
      decoded.error.reason,
    );
  });
}

test("every rule that a manifest can break has a vector", () => {
  const broken = new Set(invalid.map(({ rule }) => rule));
  const rules = Array.from({ length: 11 }, (_, at) => `02.2.${at + 1}`);
  assert.deepEqual(
    rules.filter((rule) => !broken.has(rule)),
    [],
  );
});

test("a manifest of more than 1,000,000 bytes is refused before it is read", () => {
  const decoded = decodeManifest(new Uint8Array(1_000_001));
  assert.equal(decoded.ok, false);
  assert.equal(decoded.error.reason, "1000001 bytes");
});

test("L8: whatever the bytes, the decoder answers; what it accepts has no second encoding", () => {
  const good = bytesOf(valid[0]?.manifest ?? "");
  let refused = 0;
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = new Uint8Array(good);
      bytes[at] = (bytes[at] ?? 0) ^ change;
      const decoded = decodeManifest(bytes);
      if (decoded.ok) assert.equal(toHex(encodeManifest(decoded.value)), toHex(bytes));
      else refused++;
    }),
  );
  assert.ok(refused > 10);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => !decodeManifest(bytes).ok));
});
