import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { toHex, utf8 } from "./bytes.ts";
import * as house from "./hash.ts";
import * as anywhere from "./hash-noble.ts";
import * as inNode from "./hash-node.ts";

/** What everybody calls here, and both implementations behind it. */
const implementations = { house, inNode, anywhere };

for (const [name, { sha256, sha384, sha512 }] of Object.entries(implementations)) {
  test(`FIPS 180-4: the hashes of abc, ${name}`, () => {
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
}

test("every length agrees with OpenSSL, as a plain Uint8Array", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (bytes, start) => {
      const part = bytes.subarray(start);
      for (const functions of Object.values(implementations)) {
        for (const name of ["sha256", "sha384", "sha512"] as const) {
          const digest = functions[name](part);
          assert.equal(toHex(digest), createHash(name).update(part).digest("hex"));
          assert.equal(Object.getPrototypeOf(digest), Uint8Array.prototype);
        }
      }
    }),
  );
});

test("Node loads OpenSSL, and only Node", () => {
  const { imports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly imports: Readonly<Record<"#hash", Readonly<Record<string, { readonly source: string }>>>>;
  };
  const builtins = (platform: string): boolean =>
    readFileSync(new URL(`../${imports["#hash"][platform]?.source}`, import.meta.url), "utf8").includes(
      'from "node:',
    );
  assert.deepEqual(Object.keys(imports["#hash"]).map(builtins), [true, false]);
  assert.deepEqual(Object.keys(imports["#hash"]), ["node", "default"]);
  assert.equal(house.sha256, inNode.sha256);
});
