import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, utf8 } from "@veche/base";
import { modulusOf, rsaKeyOf } from "../testing/parties.ts";
import { tokenSignature } from "../testing/proving.ts";
import { toInteger } from "./rsa-key.ts";
import { TokenKey, verifyToken } from "./token.ts";

const PRIVATE = [1, 2].map((issuer) => rsaKeyOf(issuer, 0));
const KEYS = PRIVATE.map((key) => new TokenKey(modulusOf(key)));
const MESSAGE = utf8("message");
const tokenOn = (message: Bytes): Bytes => concat(...PRIVATE.map((key) => tokenSignature(key, message)));
const TOKEN = tokenOn(MESSAGE);

const bytesOf = (n: bigint): Bytes =>
  Uint8Array.from({ length: 256 }, (_, i) => Number((n >> BigInt(8 * (255 - i))) & 0xffn));

test("a token has one signature of each issuer, in the order of their keys", () => {
  assert.ok(verifyToken(KEYS, MESSAGE, TOKEN));
  assert.ok(verifyToken(KEYS.slice(0, 1), MESSAGE, TOKEN.subarray(0, 256)));
  const [first, second] = [TOKEN.subarray(0, 256), TOKEN.subarray(256)];
  for (const wrong of [
    concat(second, first),
    concat(first, first),
    concat(second, second),
    first,
    concat(TOKEN, new Uint8Array(1)),
    concat(TOKEN, first),
    TOKEN.subarray(0, -1),
    new Uint8Array(0),
    tokenOn(utf8("other")),
    concat(tokenOn(utf8("other")).subarray(0, 256), second),
    concat(first, tokenOn(utf8("other")).subarray(256)),
  ]) {
    assert.ok(!verifyToken(KEYS, MESSAGE, wrong), `${wrong.length} bytes`);
  }
});

test("a signature is below the modulus: there is one for each message", () => {
  let above = 0;
  for (const [i, key] of PRIVATE.entries()) {
    const modulus = modulusOf(key);
    const n = toInteger(modulus);
    const own = KEYS[i] as TokenKey;
    assert.ok(!own.verifies(MESSAGE, modulus));
    for (let at = 0; at < 20; at++) {
      const message = utf8(`message ${at}`);
      const signature = tokenSignature(key, message);
      assert.ok(own.verifies(message, signature));
      const same = toInteger(signature) + n;
      if (same >= 2n ** 2048n) continue;
      above += 1;
      assert.ok(!own.verifies(message, bytesOf(same)));
    }
  }
  assert.ok(above > 0);
});
