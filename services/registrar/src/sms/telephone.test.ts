import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { maskTelephone } from "./telephone.ts";

test("L27: a telephone is shown without its middle", () => {
  assert.equal(maskTelephone("+79001231234"), "+7 900 •••-12-34");
  assert.equal(maskTelephone("+4930123456"), "+49 •••-34-56");
  assert.equal(maskTelephone(""), "");
});

test("what is no number is not shown at all", () => {
  for (const text of ["89001231234", "+7900", "+0123456789", "passport 45 06 123456", "+7900123123a"])
    assert.equal(maskTelephone(text), "•••");
});

test("L27: of any number at most seven digits stay", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9][0-9]{7,14}$/), (telephone) => {
      const shown = maskTelephone(telephone);
      assert.ok(!shown.includes(telephone.slice(1)));
      assert.ok(telephone.replace(/\D/g, "").length - shown.replace(/\D/g, "").length >= 2);
      assert.ok(shown.replace(/\D/g, "").length <= 8);
    }),
  );
});
