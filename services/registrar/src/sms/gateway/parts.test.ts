import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, toHex } from "@veche/base";
import fc from "fast-check";
import { septets } from "./gsm7.ts";
import { toParts, wholeText } from "./parts.ts";

test("the default alphabet has its known places (3GPP TS 23.038)", () => {
  const known = {
    "@": [0],
    $: [2],
    "\n": [10],
    _: [17],
    " ": [32],
    "0": [48],
    A: [65],
    Ä: [91],
    a: [97],
    à: [127],
  };
  for (const [character, expected] of Object.entries(known)) assert.deepEqual(septets(character), expected);
  assert.deepEqual(septets("€"), [0x1b, 0x65]);
  assert.deepEqual(septets("["), [0x1b, 0x3c]);
  for (const missing of ["я", "ç", "`", "\u001b", "—"]) assert.equal(septets(missing), undefined);
});

test("English goes as GSM-7: 160 alone, then 153 a part", () => {
  assert.deepEqual(toParts("Hi @#"), { coding: 0, parts: [Uint8Array.of(72, 105, 32, 0, 35)] });
  assert.equal(toParts("a".repeat(160)).parts.length, 1);
  assert.deepEqual(
    toParts("a".repeat(161)).parts.map(({ length }) => length),
    [153, 8],
  );
});

test("Cyrillic goes as UCS-2: 70 alone, then 67 a part", () => {
  assert.equal(toHex(toParts("Я1").parts[0] as Uint8Array), "042f0031");
  assert.equal(toParts("я".repeat(70)).parts.length, 1);
  assert.deepEqual(
    toParts("я".repeat(71)).parts.map(({ length }) => length),
    [134, 8],
  );
});

test("no character is torn between parts: escape sequences and surrogate pairs stay whole", () => {
  const gsm = toParts(`${"a".repeat(152)}€${"b".repeat(20)}`).parts;
  assert.equal(gsm[0]?.length, 152);
  assert.deepEqual([...(gsm[1] ?? [])].slice(0, 2), [0x1b, 0x65]);
  const ucs = toParts(`${"я".repeat(66)}🔔${"я".repeat(20)}`).parts;
  assert.equal(ucs[0]?.length, 2 * 66);
});

test("the parts joined are the whole", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const { coding, parts } = toParts(text);
      const whole = wholeText(text);
      assert.equal(coding, whole.coding);
      assert.equal(toHex(concat(...parts)), toHex(whole.bytes));
      for (const part of parts) assert.ok(part.length <= (parts.length > 1 ? 153 : 160));
    }),
  );
});
