import assert from "node:assert/strict";
import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt, sign, verify } from "node:crypto";
import { test } from "node:test";
import { type Bytes, concat, expectOk, toHex, utf8 } from "@veche/base";
import { emsaPssEncode, emsaPssVerify } from "./emsa-pss.ts";
import { bytesToInteger, integerToBytes } from "./integers.ts";
import { type Modulus, modulusOf } from "./modulus.ts";
import { blindMessage, finalizeSignature, verifySignature } from "./rsabssa.ts";
import { hex, inverse, pkcs8Of, readVectors, scripted, systemRandom } from "./test-support.ts";

type RfcVector = Readonly<
  Record<
    | "name"
    | "p"
    | "q"
    | "n"
    | "msg"
    | "msg_prefix"
    | "input_msg"
    | "sLen"
    | "salt"
    | "inv"
    | "blinded_msg"
    | "blind_sig"
    | "sig",
    string
  > & { readonly encoded_msg?: string }
>;

const { vectors } = readVectors("rfc9474-blind-rsa.json") as { readonly vectors: readonly RfcVector[] };
const padding = constants.RSA_PKCS1_PSS_PADDING;
const bytes = (number: string): Bytes => hex(number.replace(/^0x/, ""));

test("the four variants of RFC 9474 are there", () => {
  assert.deepEqual(
    vectors.map((vector) => vector.name),
    ["PSS-Randomized", "PSSZERO-Randomized", "PSS-Deterministic", "PSSZERO-Deterministic"].map(
      (variant) => `RSABSSA-SHA384-${variant}`,
    ),
  );
});

for (const vector of vectors) {
  const modulus = modulusOf(bytes(vector.n));
  const message = hex(vector.input_msg);
  const salt = hex(vector.salt);
  const saltLength = Number(vector.sLen);
  const unblinding = bytes(vector.inv);
  const otherSalt = saltLength === 0 ? 48 : 0;

  test(`${vector.name}: prepares, encodes and blinds as published`, () => {
    assert.equal(toHex(concat(hex(vector.msg_prefix), hex(vector.msg))), vector.input_msg);
    assert.equal(salt.length, saltLength);
    const encoded = emsaPssEncode(message, modulus.bits - 1, salt);
    if (vector.encoded_msg !== undefined) assert.equal(toHex(encoded), vector.encoded_msg);
    assert.equal(emsaPssVerify(message, encoded, modulus.bits - 1, saltLength), true);
    assert.equal(emsaPssVerify(message, encoded, modulus.bits - 1, otherSalt), false);

    const factor = integerToBytes(inverse(bytesToInteger(unblinding), modulus.value), modulus.length);
    assert.deepEqual(blindMessage(modulus, message, salt, scripted(factor)), {
      ok: true,
      value: { blindedMessage: hex(vector.blinded_msg), inverse: unblinding },
    });
  });

  test(`${vector.name}: signs, finalizes and verifies as published`, () => {
    const der = Buffer.from(pkcs8Of(BigInt(vector.p), BigInt(vector.q)));
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const raw = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, hex(vector.blinded_msg));
    assert.equal(toHex(raw), vector.blind_sig);
    const finalized = finalizeSignature(modulus, message, hex(vector.blind_sig), unblinding, saltLength);
    assert.deepEqual(finalized, { ok: true, value: hex(vector.sig) });
    assert.equal(verify("sha384", message, { key, padding, saltLength }, hex(vector.sig)), true);
  });

  test(`${vector.name}: refuses what was not signed`, () => {
    const invalid = { ok: false, error: { code: "signature-invalid" } };
    const signature = hex(vector.sig);
    assert.deepEqual(
      verifySignature(modulus, concat(message, Uint8Array.of(0)), signature, saltLength),
      invalid,
    );
    assert.deepEqual(verifySignature(modulus, message, signature, otherSalt), invalid);
    assert.deepEqual(verifySignature(modulus, message, hex(vector.blind_sig), saltLength), invalid);
    const flipped = Uint8Array.from(signature, (byte, i) => (i === 511 ? byte ^ 1 : byte));
    assert.deepEqual(verifySignature(modulus, message, flipped, saltLength), invalid);
    const otherBlind = hex(vector.blinded_msg);
    assert.deepEqual(finalizeSignature(modulus, message, otherBlind, unblinding, saltLength), invalid);
  });
}

/** 1033 bits: there the encoding is a byte shorter than the modulus. */
for (const bits of [1030, 1031, 1032, 1033]) {
  test(`agrees with OpenSSL for a modulus of ${bits} bits and salts of 0, 20 and 48 bytes`, () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
    const modulus = modulusOf(
      new Uint8Array(Buffer.from(publicKey.export({ format: "jwk" }).n ?? "", "base64url")),
    );
    assert.equal(modulus.bits, bits);
    const answer = (blinded: Bytes): Bytes =>
      new Uint8Array(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded));
    for (const saltLength of [0, 20, 48]) {
      const message = utf8(`${bits} bits, salt ${saltLength}`);
      const theirs = new Uint8Array(sign("sha384", message, { key: privateKey, padding, saltLength }));
      assert.deepEqual(verifySignature(modulus, message, theirs, saltLength), { ok: true, value: undefined });
      assert.equal(verifySignature(modulus, message, theirs, saltLength + 1).ok, false);
      const ours = signBlindly(modulus, message, systemRandom(saltLength), answer);
      assert.equal(verify("sha384", message, { key: publicKey, padding, saltLength }, ours), true);
      refusesTheEnds(modulus, message, ours, saltLength);
    }
  });
}

/** n − 1 is its own 65537th power: a representative with the top bit, which is no encoding. */
function refusesTheEnds(modulus: Modulus, message: Bytes, signature: Bytes, saltLength: number): void {
  const cases: readonly (readonly [Bytes, string])[] = [
    [integerToBytes(modulus.value - 1n, modulus.length), "signature-invalid"],
    [integerToBytes(0n, modulus.length), "signature-invalid"],
    [integerToBytes(modulus.value, modulus.length), "signature-range"],
    [signature.subarray(1), "signature-length"],
    [concat(Uint8Array.of(0), signature), "signature-length"],
  ];
  for (const [wrong, code] of cases) {
    assert.deepEqual(verifySignature(modulus, message, wrong, saltLength), { ok: false, error: { code } });
  }
}

function signBlindly(
  modulus: Modulus,
  message: Bytes,
  salt: Bytes,
  answer: (blinded: Bytes) => Bytes,
): Bytes {
  const blinded = expectOk(blindMessage(modulus, message, salt, systemRandom), "blinding");
  const blindSignature = answer(blinded.blindedMessage);
  return expectOk(
    finalizeSignature(modulus, message, blindSignature, blinded.inverse, salt.length),
    "finalizing",
  );
}

test("a modulus too short for the hash and salt is a bug of the caller", () => {
  assert.throws(() => emsaPssEncode(utf8("x"), 8 * 97 - 1, new Uint8Array(48)), { name: "BugError" });
  assert.equal(emsaPssEncode(utf8("x"), 8 * 98 - 1, new Uint8Array(48)).length, 98);
});

test("an encoding of another length is none", () => {
  const encoded = emsaPssEncode(utf8("x"), 2047, new Uint8Array(0));
  assert.equal(emsaPssVerify(utf8("x"), encoded, 2047, 0), true);
  assert.equal(emsaPssVerify(utf8("x"), encoded.subarray(1), 2047, 0), false);
  assert.equal(emsaPssVerify(utf8("x"), concat(Uint8Array.of(0), encoded), 2047, 0), false);
  assert.equal(emsaPssVerify(utf8("x"), new Uint8Array(0), 2047, 48), false);
});
