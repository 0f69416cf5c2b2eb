import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, encodeCbor } from "@veche/base";
import { isAgeRecipient } from "@veche/election";
import { seededRandom } from "@veche/ledger/testing";
import { Decrypter, Encrypter } from "age-encryption";
import { isAgeIdentity, makeAgeIdentity, recipientOf } from "./age-identity.ts";
import { decodeIdentity, encodeIdentity } from "./identity.ts";

// C2SP CCTV, age: the identity of the test kit, 32 times the byte 0x42.
const IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
const RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

test("the identity of the age test kit", async () => {
  assert.equal(
    makeAgeIdentity((length) => new Uint8Array(length).fill(0x42)),
    IDENTITY,
  );
  assert.equal(await recipientOf(IDENTITY), RECIPIENT);
});

test("identities depend on nothing but the randomness, and open what is sent to their recipient", async () => {
  const identity = makeAgeIdentity(seededRandom("identity"));
  assert.equal(identity, makeAgeIdentity(seededRandom("identity")));
  assert.notEqual(identity, makeAgeIdentity(seededRandom("another")));
  const recipient = await recipientOf(identity);
  assert.ok(isAgeRecipient(recipient));
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const file = await encrypter.encrypt("share");
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  assert.equal(await decrypter.decrypt(file, "text"), "share");
});

test("texts that are no identities", () => {
  assert.ok(isAgeIdentity(IDENTITY));
  for (const text of [
    "",
    IDENTITY.toLowerCase(),
    IDENTITY.slice(0, -1),
    IDENTITY.replace("4EGAEX", "4EGAEQ"),
    RECIPIENT,
    RECIPIENT.toUpperCase(),
  ]) {
    assert.equal(isAgeIdentity(text), false, text);
  }
});

test("a generator that gives too few bytes is a bug", () => {
  assert.throws(() => makeAgeIdentity(() => new Uint8Array(31)), BugError);
});

test("stored identities with a key too many, or another form, are none", () => {
  const stored = encodeIdentity({ signingKey: new Uint8Array(32), age: IDENTITY });
  assert.ok(decodeIdentity(stored), "positive control");
  for (const other of [
    { age: IDENTITY, signingKey: new Uint8Array(32), more: 1 },
    { age: IDENTITY, signingKey: new Uint8Array(31) },
    { age: IDENTITY.toLowerCase(), signingKey: new Uint8Array(32) },
    { age: IDENTITY },
  ]) {
    assert.equal(decodeIdentity(encodeCbor(other)), undefined);
  }
});
