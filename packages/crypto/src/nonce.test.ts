import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "@veche/base";
import { encodeScalar, randomScalar } from "@veche/group";
import { hedgedNonce } from "./nonce.ts";
import { seeded, stuck } from "./seeded.test.ts";
import { hashToScalar } from "./transcript.ts";

const secret = randomScalar(seeded("nonce"));

test("§01.6.1 the nonce is Hs(hedge, secret, 64 fresh bytes, statement)", () => {
  const fresh = seeded("fresh")(64);
  assert.equal(
    hedgedNonce(secret, utf8("statement"), seeded("fresh")),
    hashToScalar("hedge", encodeScalar(secret), fresh, utf8("statement")),
  );
});

test("§01.6.1 a generator that repeats itself never gives one nonce to two statements or secrets", () => {
  const one = hedgedNonce(secret, utf8("one"), stuck);
  assert.equal(hedgedNonce(secret, utf8("one"), stuck), one);
  assert.notEqual(hedgedNonce(secret, utf8("two"), stuck), one);
  assert.notEqual(hedgedNonce(secret + 1n, utf8("one"), stuck), one);
});

test("§01.6.1 with a working generator the same statement gets another nonce each time", () => {
  const randomBytes = seeded("working");
  assert.notEqual(
    hedgedNonce(secret, utf8("one"), randomBytes),
    hedgedNonce(secret, utf8("one"), randomBytes),
  );
});
