import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, expectOk, fromUtf8, toBase64, utf8 } from "@veche/base";
import fc from "fast-check";
import {
  cosigner,
  entryOf,
  leafHashesOf,
  logSigner,
  NaiveTree,
  readVectors,
  verify,
} from "./fixtures.test.ts";
import {
  type CheckpointPolicy,
  cosignNote,
  formatCheckpoint,
  formatNote,
  formatTlogProof,
  MAX_EXTRA_BYTES,
  parseTlogProof,
  parseVkey,
  signNote,
  type TlogProof,
  verifyReceipt,
  verifyTlogProof,
} from "./index.ts";

type GoLog = {
  readonly origin: string;
  readonly logKey: string;
  readonly cosigners: readonly string[];
  readonly proof: string;
  readonly record: string;
  readonly index: number;
};

test("a proof made by Go tools is verified and written back the same", () => {
  const go = readVectors<GoLog>("go-log.json");
  const policy: CheckpointPolicy = {
    origin: go.origin,
    logKeys: [expectOk(parseVkey(go.logKey), "log key")],
    validators: go.cosigners.map((vkey) => expectOk(parseVkey(vkey), vkey)),
    witnesses: [],
    witnessQuorum: 0,
  };
  const proven = expectOk(verifyTlogProof(utf8(go.proof), utf8(go.record), policy, verify), "proof");
  assert.equal(proven.index, go.index);
  assert.equal(proven.validators.length, 4);
  const receipt = expectOk(verifyReceipt(utf8(go.proof), policy, verify), "receipt");
  assert.deepEqual(receipt.entry, utf8(go.record));
  assert.deepEqual(formatTlogProof(expectOk(parseTlogProof(utf8(go.proof)), "proof")), utf8(go.proof));
  assert.equal(verifyTlogProof(utf8(go.proof), utf8("record 172"), policy, verify).ok, false);
});

const ORIGIN = "log.example/vote";
const LOG = logSigner(ORIGIN, 1);
const VALIDATOR = cosigner("validator.example/1", 2);
const POLICY: CheckpointPolicy = {
  origin: ORIGIN,
  logKeys: [LOG.key],
  validators: [VALIDATOR.key],
  witnesses: [],
  witnessQuorum: 0,
};
const TREE = new NaiveTree(leafHashesOf(200));

function checkpointAt(size: number): Bytes {
  const text = formatCheckpoint({ origin: ORIGIN, size, root: TREE.root(0, size) });
  const cosignature = cosignNote(text, VALIDATOR.key, 1_700_000_000, VALIDATOR.sign);
  return formatNote({ text, signatures: [signNote(text, LOG.key, LOG.sign), cosignature] });
}

const proofOf = (index: number, size: number): TlogProof => ({
  index,
  hashes: TREE.path(index, 0, size),
  checkpoint: checkpointAt(size),
});

const codeOf = (bytes: Bytes, entry: Bytes): string | undefined => {
  const proven = verifyTlogProof(bytes, entry, POLICY, verify);
  return proven.ok ? undefined : proven.error.code;
};

test("any proof comes back from its bytes and proves its own entry only", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (size, at) => {
      const index = at % size;
      const proof = proofOf(index, size);
      const bytes = formatTlogProof(proof);
      assert.deepEqual(expectOk(parseTlogProof(bytes), "proof"), proof);
      const proven = expectOk(verifyTlogProof(bytes, entryOf(index), POLICY, verify), "proof");
      assert.equal(proven.index, index);
      assert.equal(codeOf(bytes, entryOf(index + 1)), "ROOT_MISMATCH");
    }),
    { numRuns: 50 },
  );
});

test("extra data comes back, changes nothing, and makes a receipt if it is the entry", () => {
  const proof = proofOf(7, 100);
  const receipt = formatTlogProof({ ...proof, extra: entryOf(7) });
  const proven = expectOk(verifyReceipt(receipt, POLICY, verify), "receipt");
  assert.deepEqual(proven.entry, entryOf(7));
  assert.equal(proven.index, 7);
  const falsified = formatTlogProof({ ...proof, extra: entryOf(8) });
  assert.equal(codeOf(falsified, entryOf(7)), undefined);
  const refused = verifyReceipt(falsified, POLICY, verify);
  assert.equal(refused.ok ? undefined : refused.error.code, "ROOT_MISMATCH");
  const without = verifyReceipt(formatTlogProof(proof), POLICY, verify);
  assert.equal(without.ok ? undefined : without.error.code, "RECEIPT_WITHOUT_ENTRY");
  const longest = { ...proof, extra: new Uint8Array(MAX_EXTRA_BYTES) };
  assert.deepEqual(expectOk(parseTlogProof(formatTlogProof(longest)), "proof"), longest);
});

test("another index, a lost hash, a foreign checkpoint: refused by the right code", () => {
  const proof = proofOf(7, 100);
  const withChange = (change: Partial<TlogProof>) =>
    codeOf(formatTlogProof({ ...proof, ...change }), entryOf(7));
  assert.equal(withChange({}), undefined);
  assert.equal(withChange({ index: 6 }), "ROOT_MISMATCH");
  assert.equal(withChange({ index: 100 }), "INDEX_OUT_OF_RANGE");
  assert.equal(withChange({ hashes: proof.hashes.slice(1) }), "PROOF_LENGTH");
  assert.equal(withChange({ hashes: proof.hashes.toReversed() }), "ROOT_MISMATCH");
  assert.equal(withChange({ checkpoint: checkpointAt(101) }), "ROOT_MISMATCH");
  assert.equal(withChange({ checkpoint: new Uint8Array(0) }), "NOTE_LAYOUT");
  const text = formatCheckpoint({ origin: ORIGIN, size: 100, root: TREE.root(0, 100) });
  const unsigned = formatNote({ text, signatures: [signNote(text, LOG.key, LOG.sign)] });
  assert.equal(withChange({ checkpoint: unsigned }), "VALIDATOR_QUORUM_MISSING");
});

const TEXT = fromUtf8(formatTlogProof({ ...proofOf(7, 100), extra: utf8("more") })) as string;
const HASH = toBase64(proofOf(7, 100).hashes[0] as Bytes);

const BAD: Record<string, { readonly text: string; readonly code: string }> = {
  "nothing at all": { text: "", code: "PROOF_HEADER" },
  "another version": { text: TEXT.replace("@v1", "@v2"), code: "PROOF_HEADER" },
  "a space after the header": { text: TEXT.replace("@v1", "@v1 "), code: "PROOF_HEADER" },
  "an empty line first": { text: `\n${TEXT}`, code: "PROOF_HEADER" },
  "no empty line": { text: TEXT.replaceAll("\n\n", "\n"), code: "PROOF_HEADER" },
  "CR LF": { text: TEXT.replaceAll("\n", "\r\n"), code: "PROOF_ENCODING" },
  "a tab": { text: TEXT.replace("index ", "index\t"), code: "PROOF_ENCODING" },
  "empty extra": { text: TEXT.replace("bW9yZQ==", ""), code: "PROOF_EXTRA" },
  "extra in bad base64": { text: TEXT.replace("bW9yZQ==", "bW9yZQ="), code: "PROOF_EXTRA" },
  "extra with unused bits set": { text: TEXT.replace("bW9yZQ==", "bW9yZR=="), code: "PROOF_EXTRA" },
  "extra twice": { text: TEXT.replace("index", "extra bW9yZQ==\nindex"), code: "PROOF_INDEX" },
  "extra after the index": { text: TEXT.replace(/(extra .*\n)(index .*\n)/, "$2$1"), code: "PROOF_HASH" },
  "no index": { text: TEXT.replace("index 7\n", ""), code: "PROOF_INDEX" },
  "an index with a leading zero": { text: TEXT.replace("index 7", "index 07"), code: "PROOF_INDEX" },
  "a negative index": { text: TEXT.replace("index 7", "index -7"), code: "PROOF_INDEX" },
  "an index of 2^53": { text: TEXT.replace("index 7", "index 9007199254740992"), code: "PROOF_INDEX" },
  "a space after the index": { text: TEXT.replace("index 7", "index 7 "), code: "PROOF_INDEX" },
  "a hash cut": { text: TEXT.replace(HASH, HASH.slice(4)), code: "PROOF_HASH" },
  "a hash without padding": { text: TEXT.replace(HASH, HASH.slice(0, -1)), code: "PROOF_HASH" },
  "64 hashes": { text: TEXT.replace(HASH, Array(64).fill(HASH).join("\n")), code: "PROOF_HASH" },
  "a line between": { text: TEXT.replace(HASH, `# note\n${HASH}`), code: "PROOF_HASH" },
};

for (const [name, { text, code }] of Object.entries(BAD)) {
  test(`refuses a proof: ${name}`, () => {
    assert.deepEqual(parseTlogProof(utf8(text)), { ok: false, error: { code } });
  });
}

test("a proof of more than 1,100,000 bytes is refused unread", () => {
  assert.deepEqual(parseTlogProof(concat(utf8(TEXT), new Uint8Array(1_100_000).fill(0x41))), {
    ok: false,
    error: { code: "PROOF_TOO_LONG" },
  });
});

test("any change of one bit outside the extra data is noticed", () => {
  const proof = formatTlogProof(proofOf(7, 100));
  for (let at = 0; at < proof.length; at++) {
    const changed = proof.slice();
    changed[at] = (changed[at] as number) ^ 1;
    assert.notEqual(codeOf(changed, entryOf(7)), undefined, `byte ${at} of ${proof.length}`);
  }
});

test("what no proof can say is not written", () => {
  const proof = proofOf(7, 100);
  const bad: readonly Partial<TlogProof>[] = [
    { index: -1 },
    { index: 2 ** 53 },
    { hashes: [new Uint8Array(31)] },
    { hashes: Array.from({ length: 64 }, () => new Uint8Array(32)) },
    { extra: new Uint8Array(0) },
    { extra: new Uint8Array(MAX_EXTRA_BYTES + 1) },
  ];
  for (const change of bad) {
    assert.throws(() => formatTlogProof({ ...proof, ...change }), { name: "BugError" });
  }
});
