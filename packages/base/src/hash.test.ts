import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { toHex, utf8 } from "./bytes.ts";
import { sha256, sha384, sha512 } from "./hash.ts";

test("FIPS 180-4: the hashes of abc", () => {
  assert.equal(
    toHex(sha256(utf8("abc"))),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assert.equal(
    toHex(sha384(utf8("abc"))),
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
  );
  assert.equal(
    toHex(sha512(utf8("abc"))),
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  );
});

test("every length agrees with OpenSSL", () => {
  const functions = { sha256, sha384, sha512 };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const [name, hash] of Object.entries(functions)) {
        assert.equal(toHex(hash(bytes)), createHash(name).update(bytes).digest("hex"));
      }
    }),
  );
});
