import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk, fromBase64, fromUtf8, toBase64, utf8 } from "@veche/base";
import fc from "fast-check";
import {
  cosigner,
  leafHashesOf,
  logSigner,
  NaiveTree,
  type NamedSigner,
  readVectors,
  verify,
} from "./fixtures.test.ts";
import {
  type AddCheckpoint,
  addSignatures,
  answerAddCheckpoint,
  emptyRoot,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  leafHash,
  openNote,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseSignatureLines,
  parseVkey,
  signNote,
  type TreeHead,
  type Witness,
  type WitnessAnswer,
  witnessedCheckpointPath,
} from "./index.ts";

const ORIGIN = "log.example/vote";
const LOG = logSigner(ORIGIN, 1);
const OTHER_LOG_KEY = logSigner(ORIGIN, 2);
const SELF = cosigner("witness.example/1", 3);
const TREE = new NaiveTree(leafHashesOf(120));
const WITNESS: Witness = { key: SELF.key, sign: SELF.sign, verify, time: 1_700_000_000 };

const headOf = (size: number): TreeHead => ({ size, root: TREE.root(0, size) });

function noteOf(head: TreeHead, signers: readonly NamedSigner[] = [LOG], origin = ORIGIN): Bytes {
  const text = formatCheckpoint({ origin, ...head });
  return formatNote({ text, signatures: signers.map((log) => signNote(text, log.key, log.sign)) });
}

const requestFor = (oldSize: number, size: number): AddCheckpoint => ({
  oldSize,
  proof: oldSize === 0 ? [] : TREE.consistency(oldSize, size),
  checkpoint: noteOf(headOf(size)),
});

function answerTo(request: AddCheckpoint, latest: TreeHead): WitnessAnswer {
  return answerAddCheckpoint(formatAddCheckpoint(request), WITNESS, (origin) =>
    origin === ORIGIN ? { logKeys: [LOG.key, OTHER_LOG_KEY.key], latest } : undefined,
  );
}

const summary = (answer: WitnessAnswer): string =>
  answer.status === 200 ? "200" : `${answer.status} ${answer.code}`;

test("the example request of C2SP is read and written back the same", () => {
  const { addCheckpoint } = readVectors<{ addCheckpoint: string }>("notes.json");
  const request = expectOk(parseAddCheckpoint(utf8(addCheckpoint)), "request");
  assert.equal(request.oldSize, 20_852_014);
  assert.equal(request.proof.length, 4);
  assert.equal(expectOk(parseNote(request.checkpoint), "note").signatures.length, 2);
  assert.deepEqual(formatAddCheckpoint(request), utf8(addCheckpoint));
});

test("a consistent checkpoint gets a cosignature that opens on it", () => {
  const answer = answerTo(requestFor(50, 111), headOf(50));
  assert.equal(answer.status, 200);
  if (answer.status !== 200) return;
  assert.deepEqual(answer.latest, headOf(111));
  const note = expectOk(parseNote(noteOf(headOf(111))), "note");
  const lines = expectOk(parseSignatureLines(utf8(answer.body)), "answer");
  const opened = expectOk(
    openNote(formatNote(addSignatures(note, lines)), [LOG.key, SELF.key], verify),
    "note",
  );
  assert.deepEqual(opened.signers, [
    { key: LOG.key, time: undefined },
    { key: SELF.key, time: WITNESS.time },
  ]);
});

test("the first checkpoint, a repeated one and an empty tree are cosigned", () => {
  const none: TreeHead = { size: 0, root: emptyRoot() };
  assert.equal(summary(answerTo(requestFor(0, 7), none)), "200");
  assert.equal(summary(answerTo(requestFor(0, 0), none)), "200");
  assert.equal(summary(answerTo(requestFor(7, 7), headOf(7))), "200");
});

test("either of the log's keys suffices, unknown signatures do not matter", () => {
  const stranger = logSigner(ORIGIN, 9);
  for (const signers of [[OTHER_LOG_KEY], [LOG, OTHER_LOG_KEY], [stranger, LOG]]) {
    const request = { ...requestFor(50, 111), checkpoint: noteOf(headOf(111), signers) };
    assert.equal(summary(answerTo(request, headOf(50))), "200");
  }
});

test("any growth with its proof is cosigned, and with any other proof refused", () => {
  const size = fc.integer({ min: 1, max: 120 });
  fc.assert(
    fc.property(size, size, size, (a, b, c) => {
      const [old, next] = [Math.min(a, b), Math.max(a, b)];
      assert.equal(summary(answerTo(requestFor(old, next), headOf(old))), "200");
      const proof = [...TREE.consistency(old, next), leafHash(utf8(String(c)))];
      assert.equal(summary(answerTo({ ...requestFor(old, next), proof }, headOf(old))), "422 INCONSISTENT");
    }),
    { numRuns: 40 },
  );
});

const forked = (size: number): TreeHead => ({ size, root: leafHash(utf8("fork")) });

const REFUSALS: Record<string, { readonly answer: WitnessAnswer; readonly want: string }> = {
  "a fork of the old tree": {
    answer: answerTo({ ...requestFor(50, 111), checkpoint: noteOf(forked(111)) }, headOf(50)),
    want: "422 INCONSISTENT",
  },
  "a witness that saw another past": {
    answer: answerTo(requestFor(50, 111), forked(50)),
    want: "422 INCONSISTENT",
  },
  "no proof": {
    answer: answerTo({ ...requestFor(50, 111), proof: [] }, headOf(50)),
    want: "422 INCONSISTENT",
  },
  "a proof from nothing": {
    answer: answerTo({ ...requestFor(0, 7), proof: [leafHash(utf8("x"))] }, { size: 0, root: emptyRoot() }),
    want: "422 INCONSISTENT",
  },
  "a proof between equal sizes": {
    answer: answerTo({ ...requestFor(7, 7), proof: [leafHash(utf8("x"))] }, headOf(7)),
    want: "422 INCONSISTENT",
  },
  "another root at the same size": {
    answer: answerTo({ ...requestFor(50, 50), checkpoint: noteOf(forked(50)) }, headOf(50)),
    want: "409 ROOT_CONFLICT",
  },
  "an old size that is behind": {
    answer: answerTo(requestFor(50, 111), headOf(60)),
    want: "409 OLD_SIZE_CONFLICT",
  },
  "an old size that is ahead": {
    answer: answerTo(requestFor(50, 111), headOf(40)),
    want: "409 OLD_SIZE_CONFLICT",
  },
  "a rollback": { answer: answerTo(requestFor(50, 50), headOf(111)), want: "409 OLD_SIZE_CONFLICT" },
  "an old size above the new": {
    answer: answerTo({ ...requestFor(0, 50), oldSize: 51 }, headOf(51)),
    want: "400 OLD_SIZE_ABOVE_NEW",
  },
  "a signature by nobody known": {
    answer: answerTo(
      { ...requestFor(50, 111), checkpoint: noteOf(headOf(111), [logSigner(ORIGIN, 9)]) },
      headOf(50),
    ),
    want: "403 LOG_SIGNATURE_MISSING",
  },
  "a broken signature": {
    answer: answerTo({ ...requestFor(50, 111), checkpoint: brokenNote() }, headOf(50)),
    want: "403 LOG_SIGNATURE_MISSING",
  },
  "a log that it does not watch": {
    answer: answerTo(
      { ...requestFor(50, 111), checkpoint: noteOf(headOf(111), [LOG], "log.example/other") },
      headOf(50),
    ),
    want: "404 ORIGIN_UNKNOWN",
  },
};

function brokenNote(): Bytes {
  const text = fromUtf8(noteOf(headOf(111))) as string;
  return utf8(text.replace("\n111\n", "\n112\n"));
}

for (const [name, { answer, want }] of Object.entries(REFUSALS)) {
  test(`a witness does not cosign ${name}`, () => {
    assert.equal(summary(answer), want);
  });
}

test("a conflict tells the size of the last cosigned checkpoint", () => {
  const answer = answerTo(requestFor(50, 111), headOf(60));
  assert.equal(answer.status === 409 ? answer.body : undefined, "60\n");
  const fork = answerTo({ ...requestFor(50, 50), checkpoint: noteOf(forked(50)) }, headOf(50));
  assert.equal(fork.status === 409 ? fork.body : undefined, "50\n");
});

const TEXT = fromUtf8(formatAddCheckpoint(requestFor(50, 111))) as string;
const HASH = toBase64(TREE.consistency(50, 111)[0] as Bytes);

const MALFORMED: Record<string, string> = {
  "nothing at all": "",
  "no old line": TEXT.slice(TEXT.indexOf("\n") + 1),
  "an old size with a leading zero": TEXT.replace("old 50", "old 050"),
  "an old size of 2^53": TEXT.replace("old 50", "old 9007199254740992"),
  "a negative old size": TEXT.replace("old 50", "old -50"),
  "a size word in capitals": TEXT.replace("old", "OLD"),
  "two spaces": TEXT.replace("old ", "old  "),
  "CR LF": TEXT.replaceAll("\n", "\r\n"),
  "a hash cut": TEXT.replace(HASH, HASH.slice(4)),
  "a hash without padding": TEXT.replace(HASH, HASH.slice(0, -1)),
  "64 hashes": TEXT.replace(HASH, Array(64).fill(HASH).join("\n")),
  "no empty line": TEXT.replaceAll("\n\n", "\n"),
  "no checkpoint": TEXT.slice(0, TEXT.indexOf("\n\n") + 2),
  "an extension line": TEXT.replace(/\n\n\u2014/, "\nextension\n\n\u2014"),
  "trailing data": `${TEXT}x`,
};

for (const [name, text] of Object.entries(MALFORMED)) {
  test(`a malformed request is a 400: ${name}`, () => {
    const answer = answerAddCheckpoint(utf8(text), WITNESS, () => ({
      logKeys: [LOG.key],
      latest: headOf(50),
    }));
    assert.equal(summary(answer), "400 REQUEST_MALFORMED");
  });
}

test("a request of more than 1,004,000 bytes is refused unread", () => {
  assert.equal(parseAddCheckpoint(new Uint8Array(1_004_001).fill(0x41)).ok, false);
});

test("what no request can say is not written", () => {
  const request = requestFor(50, 111);
  const bad: readonly Partial<AddCheckpoint>[] = [
    { oldSize: -1 },
    { oldSize: 2 ** 53 },
    { proof: [new Uint8Array(31)] },
    { proof: Array.from({ length: 64 }, () => new Uint8Array(32)) },
  ];
  for (const change of bad) {
    assert.throws(() => formatAddCheckpoint({ ...request, ...change }), { name: "BugError" });
  }
});

type GoLog = {
  readonly logKey: string;
  readonly checkpoint: string;
  readonly oldHead: string;
  readonly consistency: readonly string[];
};

test("a checkpoint and a consistency proof made by Go tools are cosigned", () => {
  const go = readVectors<GoLog>("go-log.json");
  const { size, root } = expectOk(parseCheckpoint(go.oldHead), "old head");
  const logKeys = [expectOk(parseVkey(go.logKey), "log key")];
  const request: AddCheckpoint = {
    oldSize: size,
    proof: go.consistency.map((hash) => fromBase64(hash) as Bytes),
    checkpoint: utf8(go.checkpoint),
  };
  const answerWith = (latest: TreeHead) =>
    summary(answerAddCheckpoint(formatAddCheckpoint(request), WITNESS, () => ({ logKeys, latest })));
  assert.equal(answerWith({ size, root }), "200");
  assert.equal(answerWith({ size, root: leafHash(root) }), "422 INCONSISTENT");
});

test("the monitoring path of an origin is its SHA-256", () => {
  // SHA-256 of "abc" from FIPS 180-4.
  assert.equal(
    witnessedCheckpointPath("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad/checkpoint",
  );
});
