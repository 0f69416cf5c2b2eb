import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk, toBase64 } from "@veche/base";
import { FakeNode } from "@veche/client/testing";
import { decodeEntry } from "@veche/ledger";
import { define, seededRandom, TestLedger, testElection } from "@veche/ledger/testing";
import { createEngine } from "./create-engine.ts";

test("07.4.1 the page takes no receipt that two of four validators have cosigned, and one of three", async () => {
  const random = seededRandom("the page's quorum");
  const election = testElection({ engine: "cometbft", validators: 4 }, random);
  const ledger = new TestLedger(election);
  define(ledger);
  const engine = createEngine(random);
  const answer = { manifest: toBase64(election.manifestBytes) };
  expectOk(await engine.readManifest(election.electionId, answer), "manifest");
  const node = new FakeNode(ledger);
  const { transaction, time } = expectOk(decodeEntry(ledger.entries[0] as Bytes), "entry");
  const receiptBy = async (validators: number): Promise<Bytes> => {
    node.signing = { validators, logSignatures: 4 };
    node.publish();
    return expectOk(await node.link().proof(0), "receipt");
  };
  for (const few of [0, 1, 2]) {
    const refused = await engine.checkReceipt(await receiptBy(few), transaction);
    assert.equal(!refused.ok && refused.error.code, "RECEIPT_WRONG", `${few} of 4`);
  }
  for (const enough of [3, 4]) {
    const checked = await engine.checkReceipt(await receiptBy(enough), transaction);
    assert.deepEqual(expectOk(checked, "receipt"), { index: 0, time });
  }
});
