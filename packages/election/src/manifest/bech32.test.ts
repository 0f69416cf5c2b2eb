import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, fromHex } from "@veche/base";
import fc from "fast-check";
import { formatAgeRecipient, isAgeRecipient } from "./bech32.ts";

/** From the documentation of age: a recipient, and the key that it is made of. */
const KNOWN = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

test("a recipient of the age documentation is one", () => {
  assert.equal(isAgeRecipient(KNOWN), true);
});

test("recipients of any key, and no other text of one character changed", () => {
  fc.assert(
    fc.property(
      keys,
      fc.nat(57),
      fc.constantFrom(..."qpzry9x8gf2tvdw0s3jn54khce6mua7l"),
      (key, at, character) => {
        const recipient = formatAgeRecipient(key);
        assert.equal(recipient.length, 62);
        assert.equal(isAgeRecipient(recipient), true);
        const changed = recipient.slice(0, 4 + at) + character + recipient.slice(5 + at);
        assert.equal(isAgeRecipient(changed), changed === recipient);
      },
    ),
  );
});

test("the zero key", () => {
  const zero: Bytes = fromHex("00".repeat(32)) ?? new Uint8Array(0);
  assert.match(formatAgeRecipient(zero), /^age1q{52}[a-z0-9]{6}$/);
});

test("other prefixes, capitals, lengths and padding are refused", () => {
  assert.equal(isAgeRecipient(KNOWN.toUpperCase()), false);
  assert.equal(isAgeRecipient(KNOWN.replace("age1", "bge1")), false);
  assert.equal(isAgeRecipient(KNOWN.slice(0, -1)), false);
  assert.equal(isAgeRecipient(`${KNOWN}q`), false);
  assert.equal(isAgeRecipient(""), false);
});
