import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { type Bytes, toHex, u32 } from "@veche/base";
import fc from "fast-check";
import { hashNewCode, isCode, newCode } from "./code-value.ts";

const fresh = (length: number): Bytes => new Uint8Array(randomBytes(length));

/** Gives out the words one after the other. */
function words(...values: readonly number[]): (length: number) => Bytes {
  let at = 0;
  return (length) => {
    assert.equal(length, 4);
    return u32(values[at++] as number);
  };
}

test("a code has six digits, also when it is small", () => {
  assert.equal(newCode(words(0)), "000000");
  assert.equal(newCode(words(4_293_999_999)), "999999");
  fc.assert(fc.property(fc.nat(4_293_999_999), (word) => /^[0-9]{6}$/.test(newCode(words(word)))));
});

test("L4: words beyond the last full million are drawn again, not folded", () => {
  assert.equal(newCode(words(4_294_000_000, 0xffff_ffff, 17)), "000017");
});

test("L27: the same code is hashed differently each time, and only it fits", () => {
  const one = hashNewCode("123456", fresh);
  const other = hashNewCode("123456", fresh);
  assert.notEqual(toHex(one.code_hash), toHex(other.code_hash));
  assert.ok(isCode("123456", one) && isCode("123456", other));
  for (const wrong of ["123457", "023456", "", "1234567"]) assert.ok(!isCode(wrong, one));
});
