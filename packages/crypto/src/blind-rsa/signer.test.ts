import assert from "node:assert/strict";
import { constants, generateKeyPairSync, type KeyObject, privateDecrypt } from "node:crypto";
import { test } from "node:test";
import { type Bytes, concat, expectOk, utf8 } from "@veche/base";
import { bytesToInteger, greatestCommonDivisor, integerToBytes, power65537 } from "./integers.ts";
import { exportSignerKey, generateSignerKey, importSignerKey, rawSign } from "./signer.ts";
import { pkcs8Of, prime, soundKey, systemRandom } from "./test-support.ts";

const modulus = bytesToInteger(soundKey.modulus);
const number = (value: bigint): Bytes => integerToBytes(value, 256);
const refused = (code: string) => ({ ok: false, error: { code } });

test("a new key has 2048 bits and exponent 65537, and survives export and import", () => {
  const key = generateSignerKey();
  assert.equal(key.modulus.length, 256);
  assert.ok((key.modulus[0] as number) >= 0x80);
  assert.equal(key.privateKey.asymmetricKeyDetails?.publicExponent, 65537n);
  const again = expectOk(importSignerKey(exportSignerKey(key)), "import");
  assert.deepEqual(again.modulus, key.modulus);
  const blinded = number(bytesToInteger(systemRandom(255)));
  assert.deepEqual(rawSign(again, blinded), rawSign(key, blinded));
  assert.notDeepEqual(generateSignerKey().modulus, key.modulus);
});

test("imports no other key: size, exponent, kind, or no key at all", () => {
  const der = (privateKey: KeyObject): Bytes =>
    new Uint8Array(privateKey.export({ format: "der", type: "pkcs8" }));
  const others = [
    generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey,
    generateKeyPairSync("rsa", { modulusLength: 2047 }).privateKey,
    generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 }).privateKey,
    generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey,
    generateKeyPairSync("ed25519").privateKey,
  ];
  for (const key of others) assert.deepEqual(importSignerKey(der(key)), refused("key-not-rsa-2048"));
  const exported = exportSignerKey(soundKey);
  const followed = [concat(exported, Uint8Array.of(0)), concat(exported, exported)];
  const broken = [new Uint8Array(0), utf8("no key"), exported.subarray(0, 600), exported.subarray(1)];
  for (const bytes of [...broken, ...followed]) {
    assert.deepEqual(importSignerKey(bytes), refused("key-malformed"));
  }
  assert.ok(importSignerKey(exported).ok, "control");
});

test("the root's 65537th power is the blinded message, also at the ends of the range", () => {
  for (const value of [1n, 2n, modulus - 1n, prime("soundP"), bytesToInteger(systemRandom(255)) + 1n]) {
    const root = expectOk(rawSign(soundKey, number(value)), "signing");
    assert.equal(root.length, 256);
    assert.equal(power65537(bytesToInteger(root), modulus), value);
  }
});

test("refuses all but 256 bytes with 0 < b < n, where OpenSSL would take less", () => {
  const raw = (input: Bytes) =>
    privateDecrypt({ key: soundKey.privateKey, padding: constants.RSA_NO_PADDING }, input);
  assert.equal(raw(new Uint8Array(255).fill(1)).length, 256);
  assert.equal(raw(new Uint8Array(256)).length, 256);

  assert.deepEqual(rawSign(soundKey, new Uint8Array(255).fill(1)), refused("blinded-length"));
  assert.deepEqual(rawSign(soundKey, concat(Uint8Array.of(0), number(5n))), refused("blinded-length"));
  assert.deepEqual(rawSign(soundKey, new Uint8Array(0)), refused("blinded-length"));
  assert.deepEqual(rawSign(soundKey, number(0n)), refused("blinded-range"));
  assert.deepEqual(rawSign(soundKey, soundKey.modulus), refused("blinded-range"));
  assert.deepEqual(rawSign(soundKey, number(modulus + 1n)), refused("blinded-range"));
  assert.deepEqual(rawSign(soundKey, new Uint8Array(256).fill(255)), refused("blinded-range"));
});

test("a fault modulo one prime does not leave the house: it would give the factors of n", () => {
  const [p, q] = [prime("soundP"), prime("soundQ")];
  const blinded = number(bytesToInteger(systemRandom(255)) + 1n);
  const right = bytesToInteger(expectOk(rawSign(soundKey, blinded), "signing"));
  const faulty = (right + q) % modulus;
  const error = power65537(faulty, modulus) - bytesToInteger(blinded);
  assert.equal(greatestCommonDivisor(modulus, ((error % modulus) + modulus) % modulus), q);

  const damaged = expectOk(importSignerKey(pkcs8Of(p, q, { d: 4n, dp: 4n })), "OpenSSL does not look at d");
  assert.deepEqual(rawSign(damaged, blinded), refused("signing-failure"));
  const undamaged = expectOk(importSignerKey(pkcs8Of(p, q)), "positive control");
  assert.deepEqual(rawSign(undamaged, blinded), { ok: true, value: number(right) });
});
