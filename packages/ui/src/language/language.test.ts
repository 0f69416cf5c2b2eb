import assert from "node:assert/strict";
import { test } from "node:test";
import { formatsOf } from "./formats.ts";
import { firstLanguage } from "./language.ts";

test("what the reader chose wins, then the browser's first language that we speak, then Russian", () => {
  assert.equal(firstLanguage({ stored: "en", browser: ["ru-RU"] }), "en");
  assert.equal(firstLanguage({ stored: null, browser: ["de-DE", "en-US", "ru"] }), "en");
  assert.equal(firstLanguage({ stored: "xx", browser: ["tt-RU"] }), "ru");
  assert.equal(firstLanguage({ stored: null, browser: [] }), "ru");
});

const AT = Date.UTC(2026, 11, 4, 11, 7, 31);

test("times are Moscow times and name their zone", () => {
  assert.equal(formatsOf("ru").moment(AT), "4\u00a0декабря, 14:07 (МСК)");
  assert.equal(formatsOf("en").moment(AT), "4\u00a0December, 14:07 (Moscow\u00a0time)");
  assert.equal(formatsOf("en").momentExact(AT), "4\u00a0December 2026, 14:07:31 (Moscow\u00a0time)");
  assert.equal(formatsOf("ru").clock(Date.UTC(2026, 11, 6, 17)), "20:00 (МСК)");
  assert.equal(formatsOf("ru").day(Date.UTC(2026, 11, 6, 21, 30)), "7\u00a0декабря");
});

test("thousands are grouped as in the language, seconds count down as minutes", () => {
  assert.equal(formatsOf("ru").number(128_406), "128\u00a0406");
  assert.equal(formatsOf("en").number(128_406), "128,406");
  assert.equal(formatsOf("ru").countdown(42), "0:42");
  assert.equal(formatsOf("en").countdown(605), "10:05");
});
