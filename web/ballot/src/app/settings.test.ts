import assert from "node:assert/strict";
import { test } from "node:test";
import { shownSettings, UNKNOWN_SETTINGS } from "./settings.ts";

test("the operator's portal and hotline are shown as people read them", () => {
  const shown = shownSettings({
    nodes: [],
    portal: "http://portal.localhost:7001",
    hotline: "+7 800 123-45-67",
  });
  assert.equal(shown.portal, "http://portal.localhost:7001/");
  assert.deepEqual(shown.hotline, {
    shown: "+7\u00a0800\u00a0123\u201145\u201167",
    href: "tel:+78001234567",
  });
});

test("what is no address and no telephone number is not shown", () => {
  for (const answer of [
    undefined,
    null,
    "x",
    {},
    { portal: "javascript:alert(1)", hotline: "<b>" },
    { portal: 1, hotline: "" },
  ]) {
    assert.deepEqual(shownSettings(answer), UNKNOWN_SETTINGS);
  }
});
