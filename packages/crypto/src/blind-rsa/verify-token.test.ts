import assert from "node:assert/strict";
import { constants, sign, verify } from "node:crypto";
import { test } from "node:test";
import { type Bytes, concat, expectOk, toHex } from "@veche/base";
import fc from "fast-check";
import { emsaPssEncode } from "./emsa-pss.ts";
import { verifyToken } from "./index.ts";
import { bytesToInteger, integerToBytes } from "./integers.ts";
import { rawSign } from "./signer.ts";
import { hex, keyVectors, soundKey } from "./test-support.ts";
import { verifyToken as verifyByOpenssl } from "./verify-token-node.ts";
import { verifyToken as verifyByBigInt } from "./verify-token-pure.ts";

const n = soundKey.modulus;
const modulus = bytesToInteger(n);
const number = (value: bigint): Bytes => integerToBytes(value, 256);
const padding = constants.RSA_PKCS1_PSS_PADDING;

/** The verdict, "ok" or a code, after both implementations gave the same one. */
function verdict(key: Bytes, message: Bytes, signature: Bytes): string {
  const [ours, openssl] = [verifyByBigInt, verifyByOpenssl].map((verifyOne) =>
    verifyOne(key, message, signature),
  );
  assert.deepEqual(ours, openssl, `the two disagree: ${toHex(key)} ${toHex(message)} ${toHex(signature)}`);
  assert.ok(ours);
  return ours.ok ? "ok" : ours.error.code;
}

const flip = (bytes: Bytes, bit: number): Bytes =>
  Uint8Array.from(bytes, (byte, i) => (i === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte));

const tokens = keyVectors.tokens.map(({ message, signature }) => [hex(message), hex(signature)] as const);
const leadingZero = tokens.find(([, signature]) => signature[0] === 0);
assert.ok(leadingZero, "a vector whose signature starts with a zero byte");

test("both accept the vectors; the package's default in Node is OpenSSL", () => {
  for (const [message, signature] of tokens) assert.equal(verdict(n, message, signature), "ok");
  assert.equal(verifyToken, verifyByOpenssl);
});

test("exactly 256 bytes: OpenSSL itself takes 255, which would be a second signature on one token", () => {
  const [message, signature] = leadingZero;
  const key = { key: soundKey.publicKey, padding, saltLength: 0 };
  assert.equal(verify("sha384", message, key, signature.subarray(1)), true);
  assert.equal(verdict(n, message, signature.subarray(1)), "signature-length");
  assert.equal(verdict(n, message, concat(Uint8Array.of(0), signature)), "signature-length");
  assert.equal(verdict(n, message, concat(signature, Uint8Array.of(0))), "signature-length");
  assert.equal(verdict(n, message, new Uint8Array(0)), "signature-length");
});

test("below n: s + n has the same power", () => {
  const [message, signature] = leadingZero;
  assert.equal(verdict(n, message, number(bytesToInteger(signature) + modulus)), "signature-range");
  assert.equal(verdict(n, message, n), "signature-range");
  assert.equal(verdict(n, message, number(2n ** 2048n - 1n)), "signature-range");
  assert.equal(verdict(n, message, number(modulus - 1n)), "signature-invalid");
  assert.equal(verdict(n, message, number(1n)), "signature-invalid");
  assert.equal(verdict(n, message, number(0n)), "signature-invalid");
});

test("a salt of exactly 0 bytes: any other length is refused, though OpenSSL's default would take it", () => {
  const [message] = leadingZero;
  for (const saltLength of [1, 2, 20, 47, 48, 64, 206]) {
    const signature = new Uint8Array(
      sign("sha384", message, { key: soundKey.privateKey, padding, saltLength }),
    );
    assert.equal(verify("sha384", message, { key: soundKey.publicKey, padding }, signature), true);
    assert.equal(verdict(n, message, signature), "signature-invalid");
  }
  const unsalted = new Uint8Array(
    sign("sha384", message, { key: soundKey.privateKey, padding, saltLength: 0 }),
  );
  assert.equal(verdict(n, message, unsalted), "ok");
});

test("signatures of other schemes with the same key are refused", () => {
  const [message] = leadingZero;
  const { privateKey } = soundKey;
  const others = [
    sign("sha384", message, privateKey),
    sign("sha256", message, { key: privateKey, padding, saltLength: 0 }),
    sign("sha512", message, { key: privateKey, padding, saltLength: 0 }),
  ];
  for (const signature of others)
    assert.equal(verdict(n, message, new Uint8Array(signature)), "signature-invalid");
});

test("both say the same of a bit changed in signature, message or modulus", () => {
  const where = fc.constantFrom("signature", "message", "modulus");
  fc.assert(
    fc.property(fc.constantFrom(...tokens), where, fc.nat(2047), ([message, signature], part, bit) => {
      if (part === "signature") assert.notEqual(verdict(n, message, flip(signature, bit)), "ok");
      else if (part === "modulus") assert.notEqual(verdict(flip(n, bit), message, signature), "ok");
      else
        assert.equal(
          verdict(n, flip(concat(message, new Uint8Array(256)), bit), signature),
          "signature-invalid",
        );
    }),
    { numRuns: 200 },
  );
});

test("each bit of the encoding is checked: the issuer itself signs a changed one", () => {
  const bit = fc.oneof(fc.nat(2047), fc.nat(15), fc.integer({ min: 2030, max: 2047 }));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), bit, (message, position) => {
      const encoded = emsaPssEncode(message, 2047, new Uint8Array(0));
      const right = expectOk(rawSign(soundKey, encoded), "signing");
      assert.equal(verdict(n, message, right), "ok");
      const changed = rawSign(soundKey, flip(encoded, position));
      if (changed.ok) assert.equal(verdict(n, message, changed.value), "signature-invalid");
      else assert.equal(changed.error.code, "blinded-range");
    }),
    { numRuns: 150 },
  );
});

test("both say the same of arbitrary strings", () => {
  const block = fc.uint8Array({ minLength: 256, maxLength: 256 });
  fc.assert(
    fc.property(block, fc.uint8Array({ maxLength: 40 }), block, (key, message, signature) => {
      assert.notEqual(verdict(key, message, signature), "ok");
    }),
    { numRuns: 100 },
  );
});

test("keys are remembered by their bytes, not by the array that held them", () => {
  const [message, signature] = leadingZero;
  const key = Uint8Array.from(n);
  assert.equal(verdict(key, message, signature), "ok");
  key[100] = (key[100] as number) ^ 1;
  assert.equal(verdict(key, message, signature), "signature-invalid");
  key[100] = (key[100] as number) ^ 1;
  assert.equal(verdict(key, message, signature), "ok");
});

test("the memory for keys may overflow: verdicts stay", () => {
  const [message, signature] = leadingZero;
  for (let i = 0; i < 4200; i++) {
    const key = number(modulus + 2n * BigInt(i + 1));
    if (i % 700 === 0) assert.equal(verdict(key, message, signature), "signature-invalid");
    else assert.equal(verifyByOpenssl(key, message, signature).ok, false);
  }
  assert.equal(verdict(n, message, signature), "ok");
});
