import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, expectOk, fromUtf8, toBase64, toHex, u64, utf8 } from "@veche/base";
import fc from "fast-check";
import { cosigner, hex, logSigner, readVectors, signerOf, verify } from "./fixtures.test.ts";
import {
  addSignatures,
  COSIGNATURE,
  cosignNote,
  formatNote,
  formatVkey,
  LOG_SIGNATURE,
  MAX_NOTE_BYTES,
  type Note,
  type NoteSignature,
  openNote,
  parseNote,
  parseSignatureLines,
  parseVkey,
  signNote,
  type VerifierKey,
  verifierKey,
} from "./index.ts";

type Vectors = {
  readonly notes: readonly { readonly name: string; readonly vkey: string; readonly note: string }[];
  readonly checkpoint: { readonly note: string; readonly cosignatureTime: number };
  readonly addCheckpointAnswer: string;
  readonly productionVkeys: readonly string[];
};
const VECTORS = readVectors<Vectors>("notes.json");

for (const vector of VECTORS.notes) {
  test(`foreign note opens: ${vector.name}`, () => {
    const key = expectOk(parseVkey(vector.vkey), "vkey");
    assert.equal(formatVkey(key), vector.vkey);
    const opened = expectOk(openNote(utf8(vector.note), [key], verify), "note");
    assert.deepEqual(opened.signers, [{ key, time: undefined }]);
    assert.equal(`${opened.text}\n`, vector.note.slice(0, opened.text.length + 1));
    assert.deepEqual(formatNote(expectOk(parseNote(utf8(vector.note)), "note")), utf8(vector.note));
    const changed = utf8(vector.note.replace("T", "t").replace("I", "i"));
    assert.deepEqual(openNote(changed, [key], verify), {
      ok: false,
      error: { code: "SIGNATURE_INVALID", name: key.name },
    });
  });
}

test("verifier keys in use elsewhere parse", () => {
  for (const vkey of VECTORS.productionVkeys) assert.equal(formatVkey(expectOk(parseVkey(vkey), vkey)), vkey);
});

test("the example cosignature of C2SP carries its time", () => {
  const note = expectOk(parseNote(utf8(VECTORS.checkpoint.note)), "note");
  const cosignature = note.signatures[1] as NoteSignature;
  assert.equal(cosignature.name, "witness.example.com/w1");
  assert.deepEqual(cosignature.body.slice(0, 8), u64(VECTORS.checkpoint.cosignatureTime));
  assert.equal(cosignature.body.length, 72);
  const answer = expectOk(parseSignatureLines(utf8(VECTORS.addCheckpointAnswer)), "lines");
  assert.deepEqual(
    answer.map((line) => line.name),
    ["witness.example/w1", "witness.example/w1", "witness.example/w2"],
  );
});

const VKEY = VECTORS.notes[0]?.vkey as string;
const BAD_VKEYS: Record<string, string> = {
  empty: "",
  "no key": "example.com/foo+530d903a",
  "wrong id": VKEY.replace("530d903a", "530d903b"),
  "upper-case id": VKEY.replace("530d903a", "530D903A"),
  "short id": VKEY.replace("530d903a", "530d903"),
  "other name": VKEY.replace("foo", "fop"),
  "no name": VKEY.slice("example.com/foo".length),
  "space in the name": VKEY.replace("/foo", " foo"),
  "no padding": `${VKEY}=`,
  "key cut": VKEY.slice(0, -4),
  "unknown type": `example.com/foo+530d903a+${toBase64(concat(hex("06"), new Uint8Array(32)))}`,
  "line break at the end": `${VKEY}\n`,
};

for (const [name, vkey] of Object.entries(BAD_VKEYS)) {
  test(`refuses the verifier key: ${name}`, () => {
    assert.equal(parseVkey(vkey).ok, false);
  });
}

test("a key of another length, or with a name that a note cannot hold, is refused", () => {
  const publicKey = signerOf(new Uint8Array(32)).publicKey;
  for (const length of [0, 31, 33, 1312]) {
    assert.deepEqual(verifierKey("a", LOG_SIGNATURE, new Uint8Array(length)), {
      ok: false,
      error: { code: "KEY_LENGTH" },
    });
  }
  const spaces = " \t\n\v\f\r\u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000";
  const names = ["", "a+b", "\ud800", "\u0000", "x".repeat(256), ...[...spaces].map((space) => `a${space}b`)];
  for (const name of names) {
    assert.deepEqual(verifierKey(name, LOG_SIGNATURE, publicKey), { ok: false, error: { code: "KEY_NAME" } });
  }
  assert(verifierKey("вече.example/журнал", COSIGNATURE, publicKey).ok);
});

const TEXT = "log.example\n3\nroot\n";
const LOG = logSigner("log.example", 1);
const VALIDATOR = cosigner("validator.example/1", 2);
const WITNESS = cosigner("witness.example/1", 3);
const TIME = 1_679_315_147;
const KEYS = [LOG.key, VALIDATOR.key, WITNESS.key];
const SIGNED: Note = {
  text: TEXT,
  signatures: [
    signNote(TEXT, LOG.key, LOG.sign),
    cosignNote(TEXT, VALIDATOR.key, TIME, VALIDATOR.sign),
    cosignNote(TEXT, WITNESS.key, TIME + 1, WITNESS.sign),
  ],
};
const NOTE = fromUtf8(formatNote(SIGNED)) as string;

test("a note of both signature types opens, its cosigners with their times", () => {
  assert.deepEqual(expectOk(openNote(utf8(NOTE), KEYS, verify), "note"), {
    text: TEXT,
    signers: [
      { key: LOG.key, time: undefined },
      { key: VALIDATOR.key, time: TIME },
      { key: WITNESS.key, time: TIME + 1 },
    ],
  });
});

test("signatures by unknown keys are ignored, but one known key must have signed", () => {
  const opened = expectOk(openNote(utf8(NOTE), [WITNESS.key], verify), "note");
  assert.deepEqual(opened.signers, [{ key: WITNESS.key, time: TIME + 1 }]);
  const stranger = logSigner("stranger.example", 9);
  assert.deepEqual(openNote(utf8(NOTE), [stranger.key], verify), {
    ok: false,
    error: { code: "NO_KNOWN_SIGNATURE" },
  });
  assert.equal(openNote(utf8(NOTE), [], verify).ok, false);
});

test("a key that shares only the name or only the id is another key", () => {
  const sameName = logSigner(LOG.key.name, 10);
  assert.equal(openNote(utf8(NOTE), [sameName.key], verify).ok, false);
  const sameId: VerifierKey = { ...sameName.key, name: "other.example", id: LOG.key.id };
  assert.equal(openNote(utf8(NOTE), [sameId], verify).ok, false);
  const opened = expectOk(openNote(utf8(NOTE), [LOG.key, sameName.key, sameId], verify), "note");
  assert.equal(opened.signers.length, 1);
});

test("two signatures by one key count once", () => {
  const again = cosignNote(TEXT, VALIDATOR.key, TIME + 60, VALIDATOR.sign);
  const note = formatNote({ text: TEXT, signatures: [...SIGNED.signatures, again, again] });
  const opened = expectOk(openNote(note, KEYS, verify), "note");
  assert.deepEqual(opened.signers[1], { key: VALIDATOR.key, time: TIME });
  assert.equal(opened.signers.length, 3);
});

test("one bad signature of a known key refuses the note, beside a good one too", () => {
  const good = SIGNED.signatures[1] as NoteSignature;
  const body = good.body.slice();
  body[70] = (body[70] as number) ^ 1;
  for (const signatures of [
    [{ ...good, body }],
    [good, { ...good, body }],
    [...SIGNED.signatures, { ...good, body }],
  ]) {
    assert.deepEqual(openNote(formatNote({ text: TEXT, signatures }), KEYS, verify), {
      ok: false,
      error: { code: "SIGNATURE_INVALID", name: VALIDATOR.key.name },
    });
  }
});

test("signatures of one type do not pass as the other", () => {
  const bare = signNote(TEXT, LOG.key, LOG.sign).body;
  const asCosigner = cosigner("log.example", 1);
  const timed = cosignNote(TEXT, asCosigner.key, TIME, asCosigner.sign).body;
  const forged: readonly NoteSignature[] = [
    { name: asCosigner.key.name, id: asCosigner.key.id, body: bare },
    { name: asCosigner.key.name, id: asCosigner.key.id, body: concat(u64(TIME), bare) },
    { name: LOG.key.name, id: LOG.key.id, body: timed },
    { name: LOG.key.name, id: LOG.key.id, body: timed.slice(8) },
    { name: LOG.key.name, id: LOG.key.id, body: concat(bare, new Uint8Array(1)) },
    { name: LOG.key.name, id: LOG.key.id, body: bare.slice(1) },
  ];
  for (const signature of forged) {
    const note = formatNote({ text: TEXT, signatures: [signature] });
    const opened = openNote(note, [LOG.key, asCosigner.key], verify);
    assert.equal(opened.ok ? undefined : opened.error.code, "SIGNATURE_INVALID");
  }
});

test("lengths are checked here, whatever the signature check accepts", () => {
  const [log, validator] = SIGNED.signatures as [NoteSignature, NoteSignature];
  const lengthOf = (signature: NoteSignature, length: number) => {
    const body = concat(signature.body, new Uint8Array(99)).slice(0, length);
    return openNote(formatNote({ text: TEXT, signatures: [{ ...signature, body }] }), KEYS, () => true).ok;
  };
  assert.deepEqual(
    [63, 64, 65, 72].map((length) => lengthOf(log, length)),
    [false, true, false, false],
  );
  assert.deepEqual(
    [64, 71, 72, 73].map((length) => lengthOf(validator, length)),
    [false, false, true, false],
  );
});

test("a cosignature binds its time; 0 and 2^53 and more are no times", () => {
  const good = SIGNED.signatures[1] as NoteSignature;
  const openAt = (time: Bytes) => {
    const signature = { ...good, body: concat(time, good.body.slice(8)) };
    const opened = openNote(formatNote({ text: TEXT, signatures: [signature] }), KEYS, verify);
    return opened.ok ? undefined : opened.error.code;
  };
  assert.equal(openAt(u64(TIME)), undefined);
  assert.equal(openAt(u64(TIME + 1)), "SIGNATURE_INVALID");
  // Also a true signature over the time 0 states nothing of when.
  const zero = VALIDATOR.sign(utf8(`cosignature/v1\ntime 0\n${TEXT}`));
  const note = formatNote({ text: TEXT, signatures: [{ ...good, body: concat(u64(0), zero) }] });
  assert.deepEqual(openNote(note, KEYS, verify), {
    ok: false,
    error: { code: "COSIGNATURE_TIME", name: VALIDATOR.key.name },
  });
  assert.equal(openAt(hex("0020000000000000")), "COSIGNATURE_TIME");
  assert.equal(openAt(hex("ffffffffffffffff")), "COSIGNATURE_TIME");
  for (const time of [0, -1, 1.5, 2 ** 53, Number.NaN]) {
    assert.throws(() => cosignNote(TEXT, VALIDATOR.key, time, VALIDATOR.sign), { name: "BugError" });
  }
});

test("a key signs only its own type", () => {
  assert.throws(() => signNote(TEXT, VALIDATOR.key, VALIDATOR.sign), { name: "BugError" });
  assert.throws(() => cosignNote(TEXT, LOG.key, TIME, LOG.sign), { name: "BugError" });
  assert.throws(() => signNote(TEXT, LOG.key, () => new Uint8Array(63)), { name: "BugError" });
});

const LINE = NOTE.slice(NOTE.indexOf("\u2014"), NOTE.indexOf("\n", NOTE.indexOf("\u2014")) + 1);
const BASE64 = LINE.slice(LINE.lastIndexOf(" ") + 1, -1);
const withLine = (line: string): Bytes => utf8(`${TEXT}\n${line}`);

const BAD_NOTES: Record<string, { readonly note: Bytes; readonly code: string }> = {
  "nothing at all": { note: new Uint8Array(0), code: "NOTE_LAYOUT" },
  "a text alone": { note: utf8(TEXT), code: "NOTE_LAYOUT" },
  "no signature": { note: utf8(`${TEXT}\n`), code: "NOTE_LAYOUT" },
  "no newline at the end": { note: withLine(LINE.slice(0, -1)), code: "NOTE_LAYOUT" },
  "no empty line": { note: utf8(`${TEXT}${LINE}`), code: "NOTE_LAYOUT" },
  "an empty line at the end": { note: withLine(`${LINE}\n`), code: "NOTE_LAYOUT" },
  "trailing data": { note: withLine(`${LINE}x\n`), code: "NOTE_SIGNATURE_LINE" },
  "trailing space": { note: withLine(LINE.replace("\n", " \n")), code: "NOTE_SIGNATURE_LINE" },
  "a hyphen for the dash": { note: withLine(LINE.replace("\u2014", "-")), code: "NOTE_SIGNATURE_LINE" },
  "an en dash": { note: withLine(LINE.replace("\u2014", "\u2013")), code: "NOTE_SIGNATURE_LINE" },
  "two spaces": { note: withLine(LINE.replace(" ", "  ")), code: "NOTE_SIGNATURE_LINE" },
  "a no-break space": { note: withLine(LINE.replace(" ", "\u00a0")), code: "NOTE_SIGNATURE_LINE" },
  "no name": { note: withLine(`\u2014  ${BASE64}\n`), code: "NOTE_SIGNATURE_LINE" },
  "a plus in the name": { note: withLine(LINE.replace("log.", "log+")), code: "NOTE_SIGNATURE_LINE" },
  "a space in the name": { note: withLine(LINE.replace("log.", "log\u2003")), code: "NOTE_SIGNATURE_LINE" },
  "no base64": { note: withLine("\u2014 log.example \n"), code: "NOTE_SIGNATURE_LINE" },
  "base64 cut": { note: withLine(LINE.replace(BASE64, BASE64.slice(0, -1))), code: "NOTE_SIGNATURE_LINE" },
  "base64 of the web": { note: withLine("\u2014 log.example AAAA-_-_\n"), code: "NOTE_SIGNATURE_LINE" },
  "base64 with set bits unused": {
    note: withLine("\u2014 log.example AAAAAAF=\n"),
    code: "NOTE_SIGNATURE_LINE",
  },
  "a signature of no bytes": { note: withLine("\u2014 log.example AAAAAA==\n"), code: "NOTE_SIGNATURE_LINE" },
  "CR LF": { note: utf8(NOTE.replaceAll("\n", "\r\n")), code: "NOTE_ENCODING" },
  "a CR in the text": { note: utf8(NOTE.replace("3", "3\r")), code: "NOTE_ENCODING" },
  "a tab": { note: utf8(NOTE.replace("3", "\t3")), code: "NOTE_ENCODING" },
  "a NUL": { note: utf8(NOTE.replace("3", "\u0000")), code: "NOTE_ENCODING" },
  "the control character 0x1f": { note: utf8(NOTE.replace("3", "\u001f")), code: "NOTE_ENCODING" },
  "bytes that are no UTF-8": { note: concat(hex("ff"), utf8(NOTE)), code: "NOTE_ENCODING" },
  "overlong UTF-8": { note: concat(hex("c0af"), utf8(NOTE)), code: "NOTE_ENCODING" },
  "a surrogate": { note: concat(hex("eda080"), utf8(NOTE)), code: "NOTE_ENCODING" },
  "more than a million bytes": {
    note: concat(utf8("x".repeat(MAX_NOTE_BYTES)), utf8(NOTE)),
    code: "NOTE_TOO_LONG",
  },
};

for (const [name, { note, code }] of Object.entries(BAD_NOTES)) {
  test(`refuses a note: ${name}`, () => {
    const opened = openNote(note, KEYS, verify);
    assert.equal(opened.ok ? undefined : opened.error.code, code);
  });
}

test("the text may hold empty lines, even signature lines: the last empty line divides", () => {
  const text = `${NOTE}\n\nmore\n\n`;
  const note = formatNote({ text, signatures: [signNote(text, LOG.key, LOG.sign)] });
  const opened = expectOk(openNote(note, KEYS, verify), "note");
  assert.equal(opened.text, text);
  assert.deepEqual(opened.signers, [{ key: LOG.key, time: undefined }]);
});

test("a byte order mark belongs to the text, so that the signature fails", () => {
  const opened = openNote(concat(hex("efbbbf"), utf8(NOTE)), KEYS, verify);
  assert.equal(opened.ok ? undefined : opened.error.code, "SIGNATURE_INVALID");
});

test("16 and up to 100 signatures are read, 101 are refused", () => {
  const unknown = (number: number): NoteSignature => ({
    name: `key${number}.example`,
    id: hex("01020304"),
    body: new Uint8Array(64),
  });
  const linesOf = (count: number) => Array.from({ length: count }, (_, i) => unknown(i));
  for (const count of [16, 100]) {
    const signatures = [...linesOf(count - 1), SIGNED.signatures[0] as NoteSignature];
    assert(openNote(formatNote({ text: TEXT, signatures }), KEYS, verify).ok);
  }
  const hundredAndOne = utf8(`${NOTE}${LINE.repeat(98)}`);
  assert.deepEqual(parseNote(hundredAndOne), { ok: false, error: { code: "NOTE_TOO_MANY_SIGNATURES" } });
  assert.throws(() => formatNote({ text: TEXT, signatures: linesOf(101) }), { name: "BugError" });
  assert.throws(() => formatNote({ text: TEXT, signatures: [] }), { name: "BugError" });
});

test("signatures are collected, one for each key", () => {
  const [log, validator] = SIGNED.signatures as [NoteSignature, NoteSignature];
  const later = cosignNote(TEXT, VALIDATOR.key, TIME + 5, VALIDATOR.sign);
  const collected = addSignatures({ text: TEXT, signatures: [log] }, [validator, later, log]);
  assert.deepEqual(collected.signatures, [log, validator]);
});

test("a text that no note can hold is not signed", () => {
  for (const text of ["", "no newline", "bell\u0007\n", "carriage return\r\n", "\ud800\n"]) {
    assert.throws(() => signNote(text, LOG.key, LOG.sign), { name: "BugError" });
  }
});

test("any text comes back, and any change of one byte of it is noticed", () => {
  const line = fc
    .string({ unit: "grapheme", maxLength: 30 })
    .filter((text) => [...text].every((char) => char >= " "));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(), (lines, at) => {
      const text = `${lines.join("\n")}\n`;
      const note = formatNote({ text, signatures: [signNote(text, LOG.key, LOG.sign)] });
      assert.equal(expectOk(openNote(note, KEYS, verify), "note").text, text);
      const changed = note.slice();
      const place = at % utf8(text).length;
      changed[place] = (changed[place] as number) ^ 1;
      assert.equal(openNote(changed, KEYS, verify).ok, false, toHex(changed));
    }),
  );
});
