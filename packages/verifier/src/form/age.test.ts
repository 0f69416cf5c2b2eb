import assert from "node:assert/strict";
import { test } from "node:test";
import { ageOf } from "../testing/parties.ts";
import { isAgeRecipient } from "./age.ts";

/** From the read me of age (FiloSottile/age). */
const KNOWN = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

test("recipients that age itself wrote, and those of the test elections", () => {
  assert.ok(isAgeRecipient(KNOWN));
  for (const index of [1, 2, 3, 4, 5]) assert.ok(isAgeRecipient(ageOf(index)));
});

test("every change of one character is refused", () => {
  for (let at = 0; at < KNOWN.length; at++) {
    const other = KNOWN[at] === "q" ? "p" : "q";
    assert.ok(!isAgeRecipient(KNOWN.slice(0, at) + other + KNOWN.slice(at + 1)), String(at));
  }
});

test("other spellings are refused", () => {
  // The third has one bit of padding set under a right checksum.
  const padded = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9apxxxxxx";
  for (const text of [KNOWN.toUpperCase(), KNOWN.slice(0, -1), `${KNOWN}q`, padded, "age1", ""]) {
    assert.ok(!isAgeRecipient(text), text);
  }
});
