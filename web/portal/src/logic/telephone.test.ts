import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isEmail, normaliseTelephone, showTelephone, telephoneEnd } from "./telephone.ts";

const typed: Record<string, string | undefined> = {
  "8 900 000-12-34": "+79000001234",
  "+7 (900) 000-12-34": "+79000001234",
  "+7\u00a0900\u00a0000\u201112\u201134": "+79000001234",
  "89000001234": "+79000001234",
  "7 900 000 12 34": "+79000001234",
  "900 000 12 34": "+79000001234",
  " 8.900.000.12.34 ": "+79000001234",
  "+49 30 901820": "+4930901820",
  "0049 30 901820": "+4930901820",
  "8~10 49 30 901820": "+4930901820",
  "": undefined,
  "8 900 000-12-3": undefined,
  "8 900 000-12-345": undefined,
  "+7 900 000 12 345": undefined,
  "495 000 12 34": undefined,
  "+0 900 000 12 34": undefined,
  "+1234567890123456": undefined,
  "nine hundred": undefined,
  "8 900 000-12-34 #5": undefined,
  "+7 900 +000 12 34": undefined,
};

for (const [text, expected] of Object.entries(typed)) {
  test(`a telephone typed as "${text}" is ${expected ?? "refused"}`, () =>
    assert.equal(normaliseTelephone(text), expected));
}

test("a Russian number comes back from how it is shown", () => {
  fc.assert(
    fc.property(fc.integer({ min: 9_000_000_000, max: 9_999_999_999 }), (digits) => {
      assert.equal(normaliseTelephone(showTelephone(`+7${digits}`)), `+7${digits}`);
    }),
  );
});

test("a foreign number is shown as it is; the end of a masked one is its last four digits", () => {
  assert.equal(showTelephone("+4930901820"), "+4930901820");
  assert.equal(telephoneEnd("+7 900 •••-12-34"), "12\u201134");
});

test("an address of e-mail has a name, a host and no spaces", () => {
  assert.deepEqual(["a@b.ru", "имя@почта.рф"].map(isEmail), [true, true]);
  const wrong = ["", "a", "a@b", "a b@c.ru", "a@b.", `${"a".repeat(250)}@b.ru`, "a@b.ru,c@d.ru", "<a@b.ru>"];
  assert.deepEqual(wrong.filter(isEmail), []);
});
