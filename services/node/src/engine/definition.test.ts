import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeCbor, utf8 } from "@veche/base";
import { encodeTransaction } from "@veche/ledger";
import { seededRandom, signedTransaction, signerOf, TestLedger, testElection } from "@veche/ledger/testing";
import { TestChain } from "../testing/chain-driver.ts";
import { startNode } from "../testing/test-node.ts";
import { refuseDefinition } from "./definition.ts";

const random = seededRandom("definitions");
const CHAIN = { engine: "cometbft", witnesses: { count: 1, quorum: 0 } } as const;

test("⚔ a definition that no organisation has signed is turned away before its manifest is read", () => {
  const election = testElection(CHAIN, random);
  const { electionId, manifest, manifestBytes } = election;
  const refusalOf = (bytes: Uint8Array) => refuseDefinition(manifest.genesis, electionId, bytes);
  const body = { manifest: manifestBytes };
  const right = signedTransaction(election, "define", body);
  assert.equal(refusalOf(right), undefined);
  const one = signedTransaction(election, "define", body, 0, [signerOf(election, "genesis", 2)]);
  assert.equal(refusalOf(one), undefined);
  const unsigned = encodeTransaction({ type: "define", body, signatures: [] });
  assert.equal(refusalOf(unsigned), "SIGNERS_WRONG");
  const commission = signedTransaction(election, "define", body, 0, [signerOf(election, "commission", 1)]);
  assert.equal(refusalOf(commission), "SIGNERS_WRONG");
  const forged = [{ role: 1, index: 1, bytes: new Uint8Array(64) }];
  assert.equal(
    refusalOf(encodeTransaction({ type: "define", body, signatures: forged })),
    "SIGNATURE_INVALID",
  );
  const stranger = [{ role: 1, index: 9, bytes: new Uint8Array(64) }];
  assert.equal(refusalOf(encodeTransaction({ type: "define", body, signatures: stranger })), "SIGNERS_WRONG");
  const other = testElection(CHAIN, random);
  const foreign = signedTransaction(other, "define", { manifest: other.manifestBytes });
  assert.equal(refuseDefinition(manifest.genesis, other.electionId, foreign), "GENESIS_MISMATCH");
  for (const bytes of [utf8("x"), encodeCbor([]), encodeCbor({ origin: 1 })]) {
    const made = encodeTransaction({ type: "define", body: { manifest: bytes }, signatures: [] });
    assert.equal(refusalOf(made), "MANIFEST_INVALID");
  }
  assert.equal(refusalOf(utf8("no transaction")), undefined);
  assert.equal(refusalOf(new TestLedger(election).tx("close", {})), undefined);
});

test("both engines ask for it at their doors", async (t) => {
  const election = testElection(CHAIN, random);
  const { electionId, manifestBytes } = election;
  const body = { manifest: manifestBytes };
  const unsigned = encodeTransaction({ type: "define", body, signatures: [] });
  const chain = await TestChain.start(t, election);
  assert.deepEqual(await chain.offer(chain.of(unsigned)), ["SIGNERS_WRONG"]);
  const { node } = await startNode(t, election);
  assert.equal((await node.submit(electionId, unsigned)).outcome, "SIGNERS_WRONG");
});
