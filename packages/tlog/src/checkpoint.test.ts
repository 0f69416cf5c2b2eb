import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk, fromBase64, toBase64, utf8 } from "@veche/base";
import fc from "fast-check";
import { readVectors } from "./fixtures.test.ts";
import {
  type Checkpoint,
  emptyRoot,
  formatCheckpoint,
  leafHash,
  MAX_TREE_SIZE,
  parseCheckpoint,
  parseNote,
} from "./index.ts";

const ROOT = toBase64(leafHash(utf8("root")));

test("the example checkpoint of C2SP parses and is written back the same", () => {
  const { checkpoint } = readVectors<{ checkpoint: { note: string } }>("notes.json");
  const { text } = expectOk(parseNote(utf8(checkpoint.note)), "note");
  const parsed = expectOk(parseCheckpoint(text), "checkpoint");
  assert.deepEqual(parsed, {
    origin: "example.com/behind-the-sofa",
    size: 20_852_163,
    root: fromBase64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="),
  });
  assert.equal(formatCheckpoint(parsed), text);
});

test("any checkpoint comes back from its text", () => {
  const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const origin = fc.stringMatching(/^[a-z0-9./-]{1,40}$/);
  fc.assert(
    fc.property(origin, fc.integer({ min: 1, max: MAX_TREE_SIZE }), root, (origin, size, root) => {
      const checkpoint: Checkpoint = { origin, size, root };
      assert.deepEqual(expectOk(parseCheckpoint(formatCheckpoint(checkpoint)), "checkpoint"), checkpoint);
    }),
  );
});

test("the empty tree has its one root", () => {
  const text = formatCheckpoint({ origin: "log", size: 0, root: emptyRoot() });
  assert.equal(text, "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  assert.equal(expectOk(parseCheckpoint(text), "checkpoint").size, 0);
});

const BAD: Record<string, { readonly text: string; readonly code: string }> = {
  "nothing at all": { text: "", code: "CHECKPOINT_LAYOUT" },
  "no newline at the end": { text: `log\n3\n${ROOT}`, code: "CHECKPOINT_LAYOUT" },
  "two lines": { text: "log\n3\n", code: "CHECKPOINT_LAYOUT" },
  "no origin": { text: `\n3\n${ROOT}\n`, code: "CHECKPOINT_LAYOUT" },
  "CR LF": { text: `log\r\n3\r\n${ROOT}\r\n`, code: "CHECKPOINT_LAYOUT" },
  "an extension line": { text: `log\n3\n${ROOT}\nmore\n`, code: "CHECKPOINT_EXTENSION" },
  "an empty extension line": { text: `log\n3\n${ROOT}\n\n`, code: "CHECKPOINT_EXTENSION" },
  "a leading zero": { text: `log\n03\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "two zeros": { text: `log\n00\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "a plus sign": { text: `log\n+3\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "a minus sign": { text: `log\n-3\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "hexadecimal digits": { text: `log\n0x3\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "an exponent": { text: `log\n3e1\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "a space before the size": { text: `log\n 3\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "Arabic digits": { text: `log\n٣\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "no size": { text: `log\n\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "a size of 2^53": { text: `log\n9007199254740992\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "a size of 2^64 - 1": { text: `log\n18446744073709551615\n${ROOT}\n`, code: "CHECKPOINT_SIZE" },
  "a root without padding": { text: `log\n3\n${ROOT.slice(0, -1)}\n`, code: "CHECKPOINT_ROOT" },
  "a root with unused bits set": { text: `log\n3\n${"A".repeat(42)}B=\n`, code: "CHECKPOINT_ROOT" },
  "a root of 31 bytes": { text: `log\n3\n${toBase64(new Uint8Array(31))}\n`, code: "CHECKPOINT_ROOT" },
  "a root of 33 bytes": { text: `log\n3\n${toBase64(new Uint8Array(33))}\n`, code: "CHECKPOINT_ROOT" },
  "a root with a space": { text: `log\n3\n${ROOT} \n`, code: "CHECKPOINT_ROOT" },
  "a root in the base64 of the web": { text: `log\n3\n${"_".repeat(43)}=\n`, code: "CHECKPOINT_ROOT" },
  "an empty tree with a leaf's root": { text: `log\n0\n${ROOT}\n`, code: "CHECKPOINT_ROOT" },
};

for (const [name, { text, code }] of Object.entries(BAD)) {
  test(`refuses a checkpoint: ${name}`, () => {
    const parsed = parseCheckpoint(text);
    assert.equal(parsed.ok ? undefined : parsed.error.code, code);
  });
}

test("what no checkpoint can say is not written", () => {
  const good: Checkpoint = { origin: "log", size: 3, root: leafHash(utf8("root")) };
  const bad: readonly Partial<Checkpoint>[] = [
    { origin: "" },
    { origin: "two\nlines" },
    { origin: "bell\u0007" },
    { size: -1 },
    { size: 1.5 },
    { size: 2 ** 53 },
    { size: 0 },
    { root: new Uint8Array(31) },
  ];
  for (const change of bad) {
    assert.throws(() => formatCheckpoint({ ...good, ...change }), { name: "BugError" });
  }
});
