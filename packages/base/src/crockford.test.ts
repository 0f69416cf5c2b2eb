import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromHex } from "./bytes.ts";
import { codeOf, parseCode } from "./crockford.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** An independent reading of the same rule: one big integer, divided by 32 again and again. */
function byArithmetic(hash: Uint8Array): string {
  let value = hash.subarray(0, 13).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) >> 4n;
  let out = "";
  for (let i = 0; i < 20; i++) {
    out = ALPHABET.charAt(Number(value % 32n)) + (i > 0 && i % 4 === 0 ? "-" : "") + out;
    value /= 32n;
  }
  return out;
}

const anyHash = fc.uint8Array({ minLength: 13, maxLength: 64 });

test("a code is the first 100 bits, most significant first, in five groups of four", () => {
  assert.equal(codeOf(new Uint8Array(64)), "0000-0000-0000-0000-0000");
  assert.equal(codeOf(new Uint8Array(13).fill(255)), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ");
  const digits = "00443214c74254b635cf846530";
  assert.equal(codeOf(fromHex(digits) as Uint8Array), "0123-4567-89AB-CDEF-GHJK");
  assert.equal(codeOf(bit(3)), "2000-0000-0000-0000-0000");
  fc.assert(fc.property(anyHash, (hash) => assert.equal(codeOf(hash), byArithmetic(hash))));
});

function bit(position: number): Uint8Array {
  const bytes = new Uint8Array(13);
  bytes[position >> 3] = 128 >> (position & 7);
  return bytes;
}

test("each of the first 100 bits changes the code, no later one does", () => {
  const zero = codeOf(new Uint8Array(13));
  for (let i = 0; i < 104; i++) assert.equal(codeOf(bit(i)) !== zero, i < 100, `bit ${i}`);
});

test("a hash too short for a code is the caller's bug", () => {
  assert.throws(() => codeOf(new Uint8Array(12)), RangeError);
});

test("readers accept lower case, O, I, L and missing hyphens", () => {
  assert.equal(parseCode("o1il-3k7q-aaaa-zzzz-0000"), "0111-3K7Q-AAAA-ZZZZ-0000");
  assert.equal(parseCode("O1IL3K7QAAAAZZZZ0000"), "0111-3K7Q-AAAA-ZZZZ-0000");
  assert.equal(parseCode("O1IL3K7Q-AAAAZZZZ0000"), "0111-3K7Q-AAAA-ZZZZ-0000");
  fc.assert(
    fc.property(anyHash, (hash) => {
      const code = codeOf(hash);
      assert.equal(parseCode(code), code);
      assert.equal(parseCode(code.toLowerCase().replaceAll("-", "")), code);
    }),
  );
});

test("readers refuse what is no code", () => {
  const good = "0123-4567-89AB-CDEF-GHJK";
  const bad = [
    "",
    good.slice(1),
    `${good}0`,
    good.replace("K", "U"),
    good.replace("K", "u"),
    good.replace("-", " "),
    good.replace("-", "--"),
    `-${good}`,
    `${good}-`,
    ` ${good}`,
    `${good}\n`,
    "01-23-4567-89AB-CDEF-GHJK",
    "012-34567-89AB-CDEF-GHJK",
    good.replace("K", "К"),
    good.replace("A", "Ä"),
  ];
  for (const text of bad) assert.equal(parseCode(text), undefined, JSON.stringify(text));
});
