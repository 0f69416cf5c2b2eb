import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, sha256, toBase64, utf8 } from "@veche/base";
import fc from "fast-check";
import { judgeCheckpoint, parseCheckpoint } from "./log/checkpoint.ts";
import { parseReceipt, receiptIncludes } from "./log/receipt.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { assertGood, verifyEvidence } from "./testing/expect.ts";
import { publicKeyOf } from "./testing/parties.ts";
import { ALL_SIGNERS, makeCheckpoint, makeReceipt, type NoteSigner } from "./testing/publish.ts";
import { makeRecord } from "./testing/scenario.ts";

const maker = makeRecord();
const { origin } = maker.manifest;
const STRANGER: NoteSigner = { party: "stranger", name: "stranger.example", type: 4 };

test("right receipts of any entry, also of a smaller log and with a stranger's signature", async () => {
  const receipts = [
    makeReceipt(maker.entries, 50, origin),
    makeReceipt(maker.entries, 0, origin),
    makeReceipt(maker.entries.slice(0, 51), 50, origin),
    makeReceipt(maker.entries.slice(0, 1), 0, origin),
    makeReceipt(maker.entries, 7, origin, [...ALL_SIGNERS, STRANGER]),
  ].map(utf8);
  const report = await verifyEvidence(
    { files: maker.files(), electionId: maker.electionId, receipts },
    inlinePool(),
  );
  assertGood(report);
  assert.equal(report.checks.at(-1)?.examined, receipts.length);
});

test("a receipt holds on its own, for every entry and size", () => {
  const entries = maker.entries.slice(0, 40);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(1000), (size, at) => {
      const index = at % size;
      const receipt = parseReceipt(utf8(makeReceipt(entries.slice(0, size), index, origin)));
      assert.ok(receipt !== undefined && receiptIncludes(receipt));
      assert.ok(!receiptIncludes({ ...receipt, entry: new Uint8Array(3) }));
      assert.ok(!receiptIncludes({ ...receipt, index: size }));
    }),
  );
});

test("receipts are read strictly", () => {
  const good = makeReceipt(maker.entries.slice(0, 5), 2, origin);
  assert.ok(parseReceipt(utf8(good)) !== undefined);
  const bad = [
    good.replace("@v1", "@v2"),
    good.replace("extra ", "Extra "),
    good.replace("index 2", "index 02"),
    good.replace("index 2", "index 2 "),
    good.replace("index 2", "index 9007199254740992"),
    good.replace("\n\n", "\n"),
    good.replace(/\n([A-Za-z0-9+/]{43})=\n/, "\n$1\n"),
    `${good}\n`,
    good.replaceAll("\n", "\r\n"),
    `\ufeff${good}`,
  ];
  for (const text of bad)
    assert.equal(parseReceipt(utf8(text)), undefined, JSON.stringify(text.slice(0, 80)));
});

test("the entry of a receipt has 1 to 65,535 bytes", () => {
  const withEntry = (bytes: number) => parseReceipt(utf8(makeReceipt([new Uint8Array(bytes)], 0, origin)));
  assert.ok(withEntry(1) !== undefined && withEntry(65_535) !== undefined);
  assert.equal(withEntry(0), undefined);
  assert.equal(withEntry(65_536), undefined);
});

test("an inclusion path has at most 63 hashes", () => {
  const good = makeReceipt(maker.entries.slice(0, 1), 0, origin);
  const withPath = (hashes: number) =>
    parseReceipt(utf8(good.replace("\n\n", `${`\n${toBase64(new Uint8Array(32))}`.repeat(hashes)}\n\n`)));
  assert.equal(withPath(63)?.path.length, 63);
  assert.equal(withPath(64), undefined);
});

test("a checkpoint of size 0 has the root of nothing", () => {
  const ofNothing = (root: Bytes) => parseCheckpoint(utf8(makeCheckpoint(origin, 0, root, ALL_SIGNERS)));
  assert.ok(ofNothing(sha256(new Uint8Array(0))) !== undefined);
  assert.equal(ofNothing(new Uint8Array(32)), undefined);
});

test("names in signature lines have no Unicode space and no plus sign, and U+FEFF is none", () => {
  const withName = (name: string) =>
    parseCheckpoint(utf8(makeCheckpoint(origin, 7, new Uint8Array(32), [{ ...STRANGER, name }])));
  const SPACES = "\u0085\u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000 \t+";
  for (const space of SPACES) {
    assert.equal(withName(`a${space}b`), undefined, `U+${space.charCodeAt(0).toString(16)}`);
    assert.equal(withName(space), undefined);
  }
  for (const other of "\ufeff\u200b\u180e\u2060é") assert.ok(withName(`a${other}b`) !== undefined);
});

/** Four validators: more than two thirds are three. */
const validators = [1, 2, 3, 4].map((i) => ({
  key: publicKeyOf(`validator ${i}`),
  logKey: publicKeyOf(`log ${i}`),
  name: `v${i}.example`,
}));
const cosigner = (i: number): NoteSigner => ({ party: `validator ${i}`, name: `v${i}.example`, type: 4 });
const logSigner: NoteSigner = { party: "log 2", name: origin, type: 1 };
const witness = ALL_SIGNERS.filter((one) => one.party === "witness");

function faultsOf(signers: readonly NoteSigner[], of: "strict" | "receipt" = "strict"): readonly string[] {
  const checkpoint = parseCheckpoint(utf8(makeCheckpoint(origin, 7, new Uint8Array(32), signers)));
  assert.ok(checkpoint !== undefined);
  return judgeCheckpoint(checkpoint, { ...maker.manifest, validators }, of).faults;
}

test("more than two thirds of the validators cosign", () => {
  const cosigned = (...who: readonly number[]) => faultsOf([logSigner, ...who.map(cosigner), ...witness]);
  assert.deepEqual(cosigned(1, 2, 4), []);
  assert.deepEqual(cosigned(4, 3, 2, 1), []);
  assert.deepEqual(cosigned(1, 2), ["TOO_FEW_VALIDATORS"]);
  assert.deepEqual(cosigned(1, 2, 2), ["NOTE_KEY_TWICE", "TOO_FEW_VALIDATORS"]);
  // In a receipt (07.5.1) a key that signs twice counts once.
  const inReceipt = (...who: readonly number[]) =>
    faultsOf([logSigner, ...who.map(cosigner), ...witness], "receipt");
  assert.deepEqual(inReceipt(1, 2, 3), []);
  assert.deepEqual(inReceipt(1, 2), ["TOO_FEW_VALIDATORS"]);
  assert.deepEqual(inReceipt(1, 2, 2), ["TOO_FEW_VALIDATORS"]);
});

test("a note has at most a hundred signatures", () => {
  const many = (count: number) =>
    parseCheckpoint(utf8(makeCheckpoint(origin, 7, new Uint8Array(32), Array(count).fill(STRANGER))));
  assert.ok(many(100) !== undefined);
  assert.equal(many(101), undefined);
});
