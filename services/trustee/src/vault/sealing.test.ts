import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, err, expectOk, fromBase64, ok, utf8 } from "@veche/base";
import { Encrypter } from "age-encryption";
import { sealingUnder } from "./sealing.ts";

const PASSPHRASE = "correct horse battery staple";

/** Written by `age -p`, version 1.1.1, under that passphrase; work factor 18. */
const BY_THE_STANDARD_TOOL =
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAxQkZxb0lKRDQrR3JVVWJMY0pRVlJnIDE4CmVKeklCTXFvMG1pSy9WVkhmMHNJNGl1" +
  "TUZjZWpkK0lRbXZWZEJOWk56eUEKLS0tIG92aUFMN05ycnIwa0kvQ0JDR0F1YXUwblYyR0RscWVLNGZwT1BzL1JZY0kKelfF8+SKYFt4soaH" +
  "ai75v84DkrW6Oyci16aj6yfFO4ULeYAr4zbQwiGLsX3CGI0Tt9JP5+UkjJKx";

const foreignFile = fromBase64(BY_THE_STANDARD_TOOL) as Bytes;

const WRONG = err({ code: "PASSPHRASE_WRONG" });
const CORRUPT = err({ code: "SEALED_CORRUPT" });

function turned(file: Bytes, at: number): Bytes {
  const bytes = file.slice();
  bytes[at] = (bytes.at(at) as number) ^ 1;
  return bytes;
}

test("a file of the standard age tool opens", async () => {
  const sealing = sealingUnder(PASSPHRASE, 1);
  assert.deepEqual(await sealing.open(foreignFile), ok(utf8("kept by the standard tool")));
});

test("a wrong passphrase and a damaged file are told apart", async () => {
  const sealing = sealingUnder(PASSPHRASE, 1);
  const file = await sealing.seal(utf8("secret"));
  assert.deepEqual(await sealing.open(file), ok(utf8("secret")));
  assert.deepEqual(await sealingUnder("another passphrase", 1).open(file), WRONG);
  for (const damaged of [
    new Uint8Array(0),
    file.slice(0, 40),
    file.slice(0, -1),
    turned(file, 0),
    turned(file, file.length - 1),
    utf8("age-encryption.org/v1\n"),
  ]) {
    assert.deepEqual(await sealing.open(damaged), CORRUPT);
  }
});

test("a file for a recipient instead of a passphrase does not open", async () => {
  const encrypter = new Encrypter();
  encrypter.addRecipient("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
  const file = await encrypter.encrypt("share");
  assert.deepEqual(await sealingUnder(PASSPHRASE, 1).open(file), WRONG);
});

test("a work factor that would take hours is refused at once", async () => {
  const text = new TextDecoder("latin1").decode(foreignFile).replace(" 18\n", " 40\n");
  const file = Uint8Array.from(text, (character) => character.charCodeAt(0));
  assert.deepEqual(await sealingUnder(PASSPHRASE, 1).open(file), CORRUPT);
});

test("two files of one secret have nothing in common", async () => {
  const sealing = sealingUnder(PASSPHRASE, 1);
  assert.notDeepEqual(await sealing.seal(utf8("secret")), await sealing.seal(utf8("secret")));
  expectOk(await sealing.open(await sealing.seal(new Uint8Array(0))), "an empty secret");
});
