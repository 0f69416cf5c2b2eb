import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { type LedgerFollower, memoryStorage } from "@veche/client";
import { FakeNode, follow } from "@veche/client/testing";
import { castTransaction, seededRandom, TestLedger } from "@veche/ledger/testing";
import { newScene, openVoting, play, type Scene, viewOf, withVault } from "../testing/scene.ts";
import { TrusteeMachine } from "./machine.ts";
import { ledgerOf, openOwnView } from "./own-view.ts";

async function viewOver(node: FakeNode): Promise<LedgerFollower> {
  const opened = await openOwnView({
    electionId: node.ledger.test.electionId,
    nodes: [node.link()],
    storage: memoryStorage(),
    randomBytes: seededRandom("view"),
  });
  return expectOk(opened, "own view");
}

test("three trustees, each with a view of its own over a node, bring a ceremony to its canaries", async () => {
  const scene = await newScene({ trustees: { count: 3, quorum: 2 } });
  const { ledger } = scene;
  const node = new FakeNode(ledger);
  const views = new Map<number, LedgerFollower>();
  for (const trustee of scene.media.keys()) views.set(trustee, await viewOver(node));
  assert.equal(ledgerOf(views.get(1) as LedgerFollower), undefined);
  while (ledger.state.ceremony?.canaries.ceremony.length !== 3) {
    for (const [trustee, view] of views) {
      expectOk(await view.refresh(), "refresh");
      for (const transaction of await transactionsOf(scene, trustee, view)) ledger.accept(transaction);
      node.publish();
    }
  }
  assert.equal(ledger.state.ceremony?.step, "done");
});

function transactionsOf(scene: Scene, trustee: number, view: LedgerFollower) {
  return withVault(scene, trustee, async (vault) => {
    const { election, randomBytes } = scene.ledger.test;
    const world = { now: () => scene.ledger.time, randomBytes };
    const machine = expectOk(await TrusteeMachine.open(vault, election, world), "machine");
    const ledger = ledgerOf(view);
    assert.ok(ledger);
    return expectOk(await machine.step(ledger), "step").transactions;
  });
}

test("L7 a ballot with a false proof in a log that all others signed stops a trustee's view", async () => {
  const scene = await newScene();
  await play(scene);
  const [voter] = await openVoting(scene, 1);
  assert.ok(voter);
  const { ledger } = scene;
  const honest = castTransaction(ledger, voter);
  const forged = honest.slice();
  // The last byte but the empty list of signatures belongs to a response of the proofs.
  forged[forged.length - 33] = (forged.at(-33) as number) ^ 1;
  const blind = new TestLedger(ledger.test, {
    ...ledger.checks,
    ballotProofs: () => true,
    token: () => true,
  });
  blind.view.copy(ledger.view);
  blind.entries.push(...ledger.entries);
  blind.state = ledger.state;
  blind.time = ledger.time;
  const node = new FakeNode(blind);
  const own = await viewOver(node);
  const trusting = await follow([node], { level: "light" });
  expectOk(await own.refresh(), "before");
  blind.accept(forged);
  node.publish();
  const stopped = await own.refresh();
  assert.ok(!stopped.ok && stopped.error.kind === "log");
  expectOk(await trusting.refresh(), "a view that leaves proofs of ballots to others");
  assert.deepEqual(ledgerOf(own)?.state.counters.casts, 0);
  assert.deepEqual(viewOf(blind).state.counters.casts, 1);
});

test("07.4.1 a trustee takes no checkpoint that two of four validators have cosigned, and one of three", async () => {
  const scene = await newScene({ engine: "cometbft", validators: 4 });
  const node = new FakeNode(scene.ledger);
  node.signing = { validators: 2, logSignatures: 4 };
  node.publish();
  const view = await viewOver(node);
  const refused = await view.refresh();
  assert.equal(!refused.ok && refused.error.code, "CHECKPOINT_REFUSED");
  assert.equal(ledgerOf(view), undefined);
  node.signing = { validators: 3 };
  node.publish();
  expectOk(await view.refresh(), "positive control");
  assert.equal(ledgerOf(view)?.state.phase, scene.ledger.state.phase);
});
