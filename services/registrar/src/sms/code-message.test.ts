import assert from "node:assert/strict";
import { test } from "node:test";
import { codeMessage, isHostShortEnough } from "./code-message.ts";
import { toParts } from "./gateway/parts.ts";

const PURPOSES = ["application", "recall", "telephone", "issue"] as const;
const HOST = "portal.vote.example.org";

test("a message starts with the code, warns, and ends with the line that phones read", () => {
  for (const purpose of PURPOSES) {
    for (const language of ["en", "ru"] as const) {
      const text = codeMessage(purpose, "012345", language, HOST);
      assert.match(text, /^012345 \S/);
      assert.match(text, language === "ru" ? /Никому его не сообщайте/ : /Tell nobody/);
      // WICG origin-bound one-time codes: the last line is "@", host, space, "#", code, and nothing else.
      assert.equal(text.split("\n").at(-1), `@${HOST} #012345`);
    }
  }
});

test("Russian fits two parts of UCS-2, English one of GSM-7", () => {
  for (const purpose of PURPOSES) {
    const russian = toParts(codeMessage(purpose, "012345", "ru", HOST));
    assert.deepEqual([russian.coding, russian.parts.length], [8, 2]);
    const english = toParts(codeMessage(purpose, "012345", "en", HOST));
    assert.deepEqual([english.coding, english.parts.length], [0, 1]);
  }
});

test("a host name with which no message fits is found at the start", () => {
  assert.ok(isHostShortEnough("localhost"));
  assert.ok(isHostShortEnough("portal.vote.example.org"));
  assert.ok(!isHostShortEnough(`portal.${"long".repeat(20)}.example.org`));
});

test("each purpose has words of its own", () => {
  for (const language of ["en", "ru"] as const)
    assert.equal(new Set(PURPOSES.map((purpose) => codeMessage(purpose, "1", language, "h"))).size, 4);
});
