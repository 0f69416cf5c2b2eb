import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogFaults } from "../testing/index.ts";
import { SHARED_TEXTS } from "./index.ts";

test("the shared texts say the same in both languages", () => {
  assert.deepEqual(catalogFaults(SHARED_TEXTS), []);
});

test("a catalog's faults are found: missing keys, broken messages, other arguments and tags, poor plurals", () => {
  const faults = catalogFaults({
    en: {
      both: "{n} of {m}",
      broken: "{",
      onlyEn: "x",
      tag: "<b>x</b>",
      plural: "{n, plural, one {#} other {#}}",
    },
    ru: { both: "{n} из {k}", broken: "x", onlyRu: "x", tag: "x", plural: "{n, plural, one {#} other {#}}" },
  });
  assert.deepEqual(faults, [
    "both: {m,n} in en, {k,n} in ru",
    "broken: no ICU message in en",
    "onlyEn: missing in ru",
    "onlyRu: missing in en",
    "plural: a Russian plural wants one, few and many",
    "tag: {<b>} in en, {} in ru",
  ]);
});
