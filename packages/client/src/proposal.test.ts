import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborMap, expectOk } from "@veche/base";
import { openElection, seededRandom, signerOf, TestLedger, testElection } from "@veche/ledger/testing";
import {
  checkProposal,
  decodeProposal,
  electionIn,
  encodeProposal,
  finishProposal,
  mergeProposals,
  type Proposal,
  propose,
  signProposal,
} from "./index.ts";

const { ledger: opened } = openElection(
  {
    trustees: { count: 3, quorum: 2 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  [2],
  seededRandom("proposal"),
);
const { log, election } = opened.test;
const reason = { en: "Fire alarm", ru: "Пожарная тревога" };
const member = (index: number) => signerOf(opened.test, "commission", index);

const suspend = (sequence = opened.state.controlSeq): Proposal =>
  expectOk(propose(log, "suspend", sequence, { reason }), "proposal");
const signed = (proposal: Proposal, ...members: readonly number[]): Proposal =>
  members.reduce((now, index) => expectOk(signProposal(now, member(index), election), "signed"), proposal);

test("signatures are collected one by one, in files, and make a transaction that the ledger takes", () => {
  const first = signed(suspend(), 2);
  assert.deepEqual(checkProposal(first, election), {
    ok: true,
    value: { missing: [{ role: "commission", more: 1 }] },
  });
  const early = finishProposal(first, election);
  assert.ok(!early.ok && early.error.code === "SIGNATURES_MISSING");
  const carried = expectOk(decodeProposal(encodeProposal(first)), "file");
  const both = signed(carried, 1);
  const ledger = opened.fork();
  ledger.accept(expectOk(finishProposal(both, election), "transaction"));
  assert.equal(ledger.state.suspended, true);
});

test("files signed side by side are merged, and a signature twice counts once", () => {
  const merged = expectOk(mergeProposals(signed(suspend(), 3), signed(suspend(), 1)), "merged");
  assert.deepEqual(
    merged.signatures.map(({ index }) => index),
    [1, 3],
  );
  const again = signed(signed(suspend(), 1), 1);
  assert.equal(again.signatures.length, 1);
  const other = expectOk(propose(log, "suspend", 1, { reason: { ...reason, en: "Other" } }), "other");
  const differ = mergeProposals(suspend(), other);
  assert.ok(!differ.ok && differ.error.code === "PROPOSALS_DIFFER");
});

test("⚔ A2 an old signature does not fit the next control transaction, nor another election", () => {
  const before = signed(suspend(), 1, 2);
  const ledger = opened.fork();
  ledger.accept(expectOk(finishProposal(before, election), "transaction"));
  ledger.accept(ledger.tx("resume", { reason }));
  const replayed = ledger.send(expectOk(finishProposal(before, election), "transaction"));
  assert.equal(replayed.code, "SIGNATURE_INVALID");
  const moved = checkProposal({ ...before, sequence: before.sequence + 2 }, election);
  assert.ok(!moved.ok && moved.error.code === "SIGNATURE_WRONG");
  const elsewhere = checkProposal({ ...before, electionId: new Uint8Array(32) }, election);
  assert.ok(!elsewhere.ok && elsewhere.error.code === "PROPOSAL_OF_ANOTHER");
  const other = { ...election, electionId: new Uint8Array(32) };
  const moreover = checkProposal({ ...before, electionId: other.electionId }, other);
  assert.ok(!moreover.ok && moreover.error.code === "SIGNATURE_WRONG");
  const otherLog = checkProposal({ ...before, origin: "other.example" }, election);
  assert.ok(!otherLog.ok && otherLog.error.code === "PROPOSAL_OF_ANOTHER");
});

test("who does not sign a type cannot, and a wrong key is noticed at once", () => {
  const trustee = signProposal(suspend(), signerOf(opened.test, "trustee", 1), election);
  assert.deepEqual(trustee, { ok: false, error: { code: "SIGNER_WRONG", role: 3, index: 1 } });
  const stranger = signProposal(suspend(), { ...member(1), index: 9 }, election);
  assert.ok(!stranger.ok && stranger.error.code === "SIGNER_WRONG");
  const wrongKey = signProposal(suspend(), { ...member(1), index: 2 }, election);
  assert.deepEqual(wrongKey, { ok: false, error: { code: "SIGNATURE_WRONG", role: 2, index: 2 } });
  const body: CborMap = { attempt: 0, hash: new Uint8Array(32), trustee: 2 };
  const hash = expectOk(propose(log, "trustee-hash", 0, body), "proposal");
  assert.ok(!signProposal(hash, signerOf(opened.test, "trustee", 1), election).ok, "another trustee");
  assert.ok(signProposal(hash, signerOf(opened.test, "trustee", 2), election).ok);
});

test("a `define` is signed by what it carries itself", () => {
  const fresh = testElection({}, seededRandom("define"));
  const defining = expectOk(propose(fresh.log, "define", 0, { manifest: fresh.manifestBytes }), "proposal");
  const own = expectOk(electionIn(defining), "election");
  assert.deepEqual(own, fresh.election);
  const parties = [
    signerOf(fresh, "genesis", 1),
    signerOf(fresh, "genesis", 2),
    signerOf(fresh, "commission", 3),
    signerOf(fresh, "commission", 1),
  ];
  const full = parties.reduce((now, party) => expectOk(signProposal(now, party, own), "signed"), defining);
  const ledger = new TestLedger(fresh);
  ledger.accept(expectOk(finishProposal(full, own), "transaction"));
  const foreign = checkProposal(full, election);
  assert.ok(!foreign.ok && foreign.error.code === "PROPOSAL_OF_ANOTHER");
});

test("L8 a file that is not exactly a proposal is refused", () => {
  const good = encodeProposal(signed(suspend(), 1));
  assert.ok(decodeProposal(good).ok, "positive control");
  const [signature] = signed(suspend(), 1).signatures;
  const twice = signed(suspend(), 1, 2);
  assert.ok(decodeProposal(encodeProposal(twice)).ok, "positive control");
  const bad: readonly Bytes[] = [
    good.subarray(0, good.length - 1),
    new Uint8Array([...good, 0]),
    encodeProposal({ ...suspend(), body: {} }),
    encodeProposal({ ...suspend(), body: { reason: { en: "", ru: "x" } } }),
    encodeProposal({ ...suspend(), signatures: [signature, signature] as never }),
    encodeProposal({ ...twice, signatures: twice.signatures.toReversed() }),
    encodeProposal({ ...expectOk(propose(log, "close", 0, {}), "close"), sequence: 5 }),
  ];
  for (const [at, bytes] of bad.entries()) {
    const read = decodeProposal(bytes);
    assert.ok(!read.ok && read.error.code === "PROPOSAL_MALFORMED", `case ${at}`);
  }
  assert.ok(!propose(log, "extend", 0, { by: 1 }).ok);
});
