import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromBase64, toBase64 } from "./base64.ts";
import { utf8 } from "./bytes.ts";

test("RFC 4648 §10", () => {
  const vectors = { "": "", f: "Zg==", fo: "Zm8=", foo: "Zm9v", foob: "Zm9vYg==", fooba: "Zm9vYmE=" };
  for (const [text, encoded] of Object.entries(vectors)) {
    assert.equal(toBase64(utf8(text)), encoded);
    assert.deepEqual(fromBase64(encoded), utf8(text));
  }
});

test("agrees with Node and comes back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
      assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
    }),
  );
});

test("a text is the one encoding of its bytes, or refused", () => {
  const character = fc.constantFrom(..."ABCxyz089+/=-_ ");
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
      const bytes = fromBase64(text);
      if (bytes !== undefined) assert.equal(toBase64(bytes), text);
    }),
    { numRuns: 500 },
  );
});

test("loose writings are refused", () => {
  const loose = [
    "Zg",
    "Zg=",
    "Zg===",
    "Zh==",
    "Zm9=",
    "Z===",
    "====",
    "=Zg=",
    "Zg==Zg==",
    "Zm9v\n",
    " Zm9v",
    "Zm-_",
    "Zm9v=",
  ];
  for (const text of loose) assert.equal(fromBase64(text), undefined, JSON.stringify(text));
});
