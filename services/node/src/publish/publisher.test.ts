import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, expectOk, utf8 } from "@veche/base";
import { policyOf } from "@veche/client";
import { verifyEd25519Strict } from "@veche/group";
import { dealAll, define, seededRandom, TestLedger, TIMES, testElection } from "@veche/ledger/testing";
import { parseNote, type VerifiedCheckpoint, verifyCheckpoint } from "@veche/tlog";
import { electionFolder } from "../home/home.ts";
import { VecheNode } from "../node.ts";
import { feed, nodeKeys, openAgain, startNode, temporaryFolder } from "../testing/test-node.ts";
import { TestWitness } from "../testing/test-witness.ts";
import { checkpointOf } from "./board.ts";

const random = seededRandom("publisher tests");

/** Something small to publish: the ceremony's first steps, block by block. */
function someLog(witnesses: { readonly count: number; readonly quorum: number }): TestLedger {
  const ledger = new TestLedger(testElection({ witnesses }, random));
  define(ledger);
  dealAll(ledger);
  return ledger;
}

function verify(ledger: TestLedger, note: Bytes | undefined): VerifiedCheckpoint {
  assert.ok(note);
  return expectOk(verifyCheckpoint(note, policyOf(ledger.test.manifest), verifyEd25519Strict), "checkpoint");
}

test("L18 a checkpoint carries the log's signature, the validator's cosignature and those of the witnesses", async (t) => {
  const ledger = someLog({ count: 3, quorum: 2 });
  const witnesses = [0, 1].map((at) => new TestWitness(ledger.test, at));
  const cosign = async (request: Parameters<TestWitness["cosign"]>[0]): Promise<readonly Bytes[]> =>
    (await Promise.all(witnesses.map((witness) => witness.cosign(request)))).flat();
  const started = await startNode(t, ledger.test, { cosign });
  await feed(started, ledger);
  const log = started.node.log(ledger.test.electionId);
  assert.ok(log);
  const verified = verify(ledger, checkpointOf(log));
  assert.equal(verified.checkpoint.size, ledger.entries.length);
  assert.equal(verified.witnesses.length, 2);
  assert.equal(verified.validators[0]?.time, TIMES.defined / 1000);
  // Each saw consistency proofs all the way, and refused nothing.
  assert.deepEqual(
    witnesses.map(({ refused }) => refused),
    [[], []],
  );
  const onDisk = new Uint8Array(await readFile(join(log.store.paths.published, "checkpoint")));
  assert.deepEqual(onDisk, checkpointOf(log));
});

test("without its witnesses a node acknowledges nothing; when they are back, what was sent stands once", async (t) => {
  const ledger = someLog({ count: 1, quorum: 1 });
  const witness = new TestWitness(ledger.test, 0);
  const started = await startNode(t, ledger.test, { cosign: witness.cosign });
  await feed(started, ledger);
  const { node, clock } = started;
  const { electionId } = ledger.test;
  const log = node.log(electionId);
  assert.ok(log);
  const published = checkpointOf(log);
  witness.down = true;
  const totals = { accepted: 1, applied: 2, date: "2027-01-01", recalled: 0, refused: {} };
  clock.now = ledger.time;
  const sent = node.submit(electionId, ledger.tx("registration-totals", totals));
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(log.size, ledger.entries.length + 1);
  assert.deepEqual(checkpointOf(log), published);
  assert.equal(node.elections()[0]?.size, ledger.entries.length);
  witness.down = false;
  assert.deepEqual(await sent, { outcome: "ACCEPTED", index: ledger.entries.length });
  assert.equal(verify(ledger, checkpointOf(log)).checkpoint.size, ledger.entries.length + 1);
});

test("lines that are no valid signature of a witness of the manifest do not count and are not published", async (t) => {
  const ledger = someLog({ count: 2, quorum: 0 });
  const right = new TestWitness(ledger.test, 0);
  const stranger = new TestWitness(someLog({ count: 1, quorum: 0 }).test, 0);
  const started = await startNode(t, ledger.test, {
    cosign: async (request) => {
      const [line] = await right.cosign(request);
      assert.ok(line);
      const forged = utf8(Buffer.from(line).toString().replace("witness1", "witness2"));
      return [line, line, forged, utf8("nonsense"), ...(await stranger.cosign(request))];
    },
  });
  await feed(started, ledger);
  const log = started.node.log(ledger.test.electionId);
  const note = log && checkpointOf(log);
  assert.ok(note);
  assert.equal(verify(ledger, note).witnesses.length, 1);
  assert.equal(expectOk(parseNote(note), "note").signatures.length, 3);
});

test("after a start the last checkpoint stands on; a torn or missing one is signed again", async (t) => {
  const ledger = someLog({ count: 1, quorum: 0 });
  const { node, home, clock } = await startNode(t, ledger.test);
  await feed({ node, home, clock }, ledger);
  const { electionId } = ledger.test;
  const first = node.log(electionId);
  assert.ok(first);
  const note = checkpointOf(first);
  const path = join(first.store.paths.published, "checkpoint");
  await node.close();
  const second = await openAgain(t, home, clock, ledger.test);
  const again = second.log(electionId);
  assert.deepEqual(again && checkpointOf(again), note);
  await second.close();
  for (const damage of [() => writeFile(path, "half a check"), () => rm(path)]) {
    await damage();
    const third = await openAgain(t, home, clock, ledger.test);
    const log = third.log(electionId);
    assert.ok(log && (await log.whenPublished(ledger.entries.length)));
    assert.equal(verify(ledger, checkpointOf(log)).checkpoint.size, ledger.entries.length);
    await third.close();
  }
});

test("L18 a home put together from an older copy does not fork its own log: it does not start", async (t) => {
  const ledger = someLog({ count: 1, quorum: 0 });
  const { node, home, clock } = await startNode(t, ledger.test);
  await feed({ node, home, clock }, ledger);
  const { electionId } = ledger.test;
  const log = node.log(electionId);
  assert.ok(log);
  const newer = await readFile(join(log.store.paths.published, "checkpoint"));
  await node.close();
  const other = await startNode(t, ledger.test);
  const [first] = ledger.history;
  assert.ok(first);
  await other.node.commitBlock(electionId, first.time, first.transactions);
  await other.node.close();
  await writeFile(join(electionFolder(other.home, electionId), "public", "checkpoint"), newer);
  const opened = await VecheNode.open({
    home: other.home,
    keys: nodeKeys(ledger.test),
    clock: () => clock.now,
    workers: 1,
  });
  assert.equal(!opened.ok && opened.error.code, "CHECKPOINT_NOT_OF_THIS_LOG");
});

test("a node started with other keys than those of its elections says so and signs nothing", async (t) => {
  const ledger = someLog({ count: 1, quorum: 0 });
  const { node, home, clock } = await startNode(t, ledger.test);
  await feed({ node, home, clock }, ledger);
  await node.close();
  const keys = { log: random(32), validator: random(32) };
  const opened = await VecheNode.open({ home, keys, clock: () => clock.now, workers: 1 });
  assert.equal(!opened.ok && opened.error.code, "KEYS_OF_ANOTHER_NODE");
  const nowhere = await VecheNode.open({ home: await temporaryFolder(t), keys, clock: () => 0, workers: 1 });
  assert.equal(!nowhere.ok && nowhere.error.code, "HOME_MISSING");
});
