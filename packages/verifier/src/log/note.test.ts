import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, toBase64, u8, utf8 } from "@veche/base";
import { parseNote } from "./note.ts";

const bytesOf = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const line = (length = 68, name = "a.example"): string => `\u2014 ${name} ${toBase64(bytesOf(length))}\n`;
const read = (text: string): ReturnType<typeof parseNote> => parseNote(utf8(text));

test("a note is its text and its signatures", () => {
  assert.deepEqual(read(`one text\n\n${line()}${line(76, "b")}`), {
    text: "one text\n",
    signatures: [
      { name: "a.example", keyId: bytesOf(4), signature: bytesOf(64) },
      { name: "b", keyId: bytesOf(4), signature: bytesOf(72) },
    ],
  });
  // The last empty line divides.
  assert.equal(read(`a\n\nb\n\n${line()}`)?.text, "a\n\nb\n");
  assert.equal(read(`a\n\n${line()}`)?.text, "a\n");
});

test("a text without an empty line, without a text before it, or without an end is no note", () => {
  assert.equal(read(`X${line()}`), undefined);
  assert.equal(read(`\n\n${line()}`), undefined);
  assert.equal(read(`text\n\n${line()}`.slice(0, -1)), undefined);
  assert.equal(read(`text\n\n${line().slice(0, -1)}=`), undefined);
  assert.equal(read("text\n\n"), undefined);
  assert.equal(read(""), undefined);
});

test("bytes that are no UTF-8, and controls other than line feeds, make no note", () => {
  assert.equal(parseNote(concat(u8(0xff), utf8(`text\n\n${line()}`))), undefined);
  for (const control of ["\0", "\t", "\r", "\u001f"]) {
    assert.equal(read(`te${control}xt\n\n${line()}`), undefined, JSON.stringify(control));
  }
});

test("a hundred signatures, and not one more (07.4.2)", () => {
  assert.equal(read(`text\n\n${line().repeat(100)}`)?.signatures.length, 100);
  assert.equal(read(`text\n\n${line().repeat(101)}`), undefined);
});

test("a signature has a key id and at least a byte, in canonical base64", () => {
  assert.equal(read(`text\n\n${line(5)}`)?.signatures[0]?.signature.length, 1);
  assert.equal(read(`text\n\n${line(4)}`), undefined);
  assert.equal(read("text\n\n\u2014 a AAAAAAB=\n")?.signatures.length, undefined);
  assert.equal(read("text\n\n\u2014 a A\n"), undefined);
  assert.equal(read(`text\n\n${line(68, "a+b")}`), undefined);
  assert.equal(read(`text\n\n${line(68, "a\u00a0b")}`), undefined);
});
