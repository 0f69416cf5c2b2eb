import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { type Bytes, toHex, utf8 } from "@veche/base";
import { Seal } from "./seal.ts";

const random = (length: number): Bytes => new Uint8Array(randomBytes(length));
const KEY = new Uint8Array(32).fill(7);
const SECRET = utf8("twenty bytes of secret");

test("what was sealed opens at its place", () => {
  const seal = new Seal(KEY);
  const sealed = seal.close(SECRET, "factor 1", random);
  assert.equal(toHex(seal.open(sealed, "factor 1") as Bytes), toHex(SECRET));
  assert.ok(!toHex(sealed).includes(toHex(SECRET)));
  assert.notEqual(toHex(sealed), toHex(seal.close(SECRET, "factor 1", random)));
});

test("nothing else opens it: another place, another key, a changed or a cut byte", () => {
  const seal = new Seal(KEY);
  const sealed = seal.close(SECRET, "factor 1", random);
  assert.equal(seal.open(sealed, "factor 2"), undefined);
  assert.equal(new Seal(new Uint8Array(32)).open(sealed, "factor 1"), undefined);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed, (byte, i) => (i === at ? byte ^ 1 : byte));
    assert.equal(seal.open(changed, "factor 1"), undefined);
    assert.equal(seal.open(sealed.subarray(0, at), "factor 1"), undefined);
  }
});

test("AES-256-GCM as others compute it (NIST CAVP: gcmEncryptExtIV256, first case with a text of 16 bytes and no AAD)", () => {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
  const seal = new Seal(bytes("31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22"));
  const sealed = seal.close(bytes("2db5168e932556f8089a0622981d017d"), "", () =>
    bytes("0d18e06c7c725ac9e362e1ce"),
  );
  assert.equal(
    toHex(sealed.subarray(12)),
    "fa4362189661d163fcd6a56d8bf0405ad636ac1bbedd5cc3ee727dc2ab4a9489",
  );
});

test("L33: a key of another length is a bug of the caller, found at once", () => {
  for (const length of [0, 16, 31, 33]) assert.throws(() => new Seal(new Uint8Array(length)));
});
