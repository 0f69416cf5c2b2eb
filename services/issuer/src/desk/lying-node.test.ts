import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { memoryStorage } from "@veche/client";
import { askFor, FakeNode, follow, issueFor } from "@veche/client/testing";
import { encodeEntry } from "@veche/ledger";
import { codeOf, newScene, type Staffed, staff } from "../testing/scene.ts";

const { test: election, opened, voter } = newScene();

/** An honest node with one `issue`, and a desk that has signed for it. */
async function afterOne() {
  const honest = askFor(election, voter(0));
  const ledger = opened.fork();
  ledger.accept(issueFor(ledger, honest));
  const node = new FakeNode(ledger);
  const desk = await staff(node);
  assert.equal(codeOf(await desk.ask(honest)), "SIGNED");
  return { honest, node, desk, ledger };
}

for (const [name, others] of [
  ["smaller", 0],
  ["as large", 1],
  ["larger", 4],
] as const) {
  test(`⚔ A10 L18 a fork, ${name}, with an issue that others do not see: no signature, then or later`, async () => {
    const { honest, node, desk, ledger } = await afterOne();
    // Two entries are known, so that the smaller fork has an entry to differ in.
    ledger.accept(issueFor(ledger, askFor(election, voter(9))));
    node.publish();
    await desk.desk.look();
    const secret = askFor(election, voter(1));
    const forked = opened.fork();
    forked.accept(issueFor(forked, secret));
    for (let at = 0; at < others; at++) forked.accept(issueFor(forked, askFor(election, voter(2 + at))));
    node.ledger = forked;
    node.publish();
    assert.equal(codeOf(await desk.ask(secret)), "VIEW_HALTED");
    assert.ok(desk.desk.isHalted);
    assert.equal(codeOf(await desk.ask(honest)), "VIEW_HALTED", "not even what it has signed before");
    node.ledger = ledger;
    node.publish();
    assert.equal(codeOf(await desk.ask(honest)), "VIEW_HALTED", "nor when the node shows the old log again");
    assert.deepEqual(desk.events, [{ event: "halted", code: "FORK" }]);
    assert.equal(await desk.journal.find(secret.voter.rollEntry), undefined);
  });
}

test("⚔ A10 a checkpoint that the quorum has not cosigned brings no signature", async () => {
  const { node, desk, ledger } = await afterOne();
  const asking = askFor(election, voter(1));
  ledger.accept(issueFor(ledger, asking));
  for (const signing of [{ witnesses: 0 }, { validators: 0 }, { logSignatures: 0 }]) {
    node.signing = signing;
    node.publish();
    assert.equal(codeOf(await desk.ask(asking)), "VIEW_UNAVAILABLE", JSON.stringify(signing));
  }
  assert.equal(await desk.journal.find(asking.voter.rollEntry), undefined);
  node.signing = {};
  node.publish();
  assert.equal(codeOf(await desk.ask(asking)), "SIGNED", "positive control");
  const lost = { event: "view-lost", code: "CHECKPOINT_REFUSED" };
  assert.deepEqual(desk.events, [lost, { event: "view-back" }], "the operator hears of it once");
});

for (const validators of [3, 4]) {
  test(`⚔ A10 two of ${validators} validators are no quorum, three are`, async () => {
    const scene = newScene({ engine: "cometbft", validators });
    const asking = askFor(scene.test, scene.voter(0));
    const ledger = scene.opened.fork();
    ledger.accept(issueFor(ledger, asking));
    const node = new FakeNode(ledger);
    node.signing = { validators: 2 };
    node.publish();
    const desk = await staff(node);
    assert.equal(codeOf(await desk.ask(asking)), "VIEW_UNAVAILABLE");
    node.signing = { validators: 3 };
    node.publish();
    assert.equal(codeOf(await desk.ask(asking)), "SIGNED", "positive control");
  });
}

test("⚔ A10 a log that shrinks brings no signature, and what was verified before still does", async () => {
  const { honest, node, desk, ledger } = await afterOne();
  const [late, never] = [askFor(election, voter(1)), askFor(election, voter(2))];
  ledger.accept(issueFor(ledger, late));
  node.publish();
  assert.equal(codeOf(await desk.ask(late)), "SIGNED");
  node.ledger = opened.fork();
  node.publish();
  assert.equal(codeOf(await desk.ask(never)), "VIEW_UNAVAILABLE");
  assert.deepEqual(desk.events, [{ event: "view-lost", code: "SHRUNK" }]);
  assert.equal(codeOf(await desk.ask(honest)), "SIGNED");
});

test("⚔ A10 an issue that is served but not included under the checkpoint brings no signature", async () => {
  const { node, desk, ledger } = await afterOne();
  const [included, secret] = [askFor(election, voter(1)), askFor(election, voter(2))];
  const forked = ledger.fork();
  forked.accept(issueFor(forked, secret));
  ledger.accept(issueFor(ledger, included));
  node.publish();
  // The checkpoint is the honest one; the entries are those of the other log.
  const other = new FakeNode(forked);
  node.lie = async (resource, request) =>
    resource.startsWith("tile/") ? expectOk(await other.http(request), "the other log's tile") : undefined;
  assert.equal(codeOf(await desk.ask(secret)), "VIEW_UNAVAILABLE");
  assert.equal(await desk.journal.find(secret.voter.rollEntry), undefined);
  assert.ok(!desk.desk.isHalted, "nobody signed for it");
  node.lie = () => undefined;
  assert.equal(codeOf(await desk.ask(secret)), "NOT_ISSUED");
  assert.equal(codeOf(await desk.ask(included)), "SIGNED", "positive control");
});

test("⚔ L13 A10 an `issue` that the registrar did not sign ends the signing", async () => {
  const { honest, node, desk, ledger } = await afterOne();
  const asking = askFor(election, voter(1));
  const forged = issueFor(ledger, asking).slice();
  forged[forged.length - 40] = (forged[forged.length - 40] as number) ^ 1;
  node.publishEntries([...ledger.entries, encodeEntry({ time: ledger.time, transaction: forged })]);
  assert.equal(codeOf(await desk.ask(asking)), "VIEW_HALTED");
  assert.equal(codeOf(await desk.ask(honest)), "VIEW_HALTED");
  assert.deepEqual(desk.events, [{ event: "halted", code: "ENTRY_REFUSED" }]);
});

test("⚔ A10 a second `issue` for an entry in a signed log ends the signing", async () => {
  const { node, desk, ledger } = await afterOne();
  const again = askFor(election, voter(0));
  const transaction = issueFor(ledger, again);
  node.publishEntries([...ledger.entries, encodeEntry({ time: ledger.time, transaction })]);
  await desk.desk.look();
  assert.equal(codeOf(await desk.ask(again)), "VIEW_HALTED");
});

test("⚔ A10 the view outlives a restart: a fork shown to the restarted issuer is a fork", async () => {
  const [first, second] = [askFor(election, voter(0)), askFor(election, voter(1))];
  const ledger = opened.fork();
  ledger.accept(issueFor(ledger, first));
  const node = new FakeNode(ledger);
  const storage = memoryStorage();
  const before: Staffed = await staff(node, { ledger: await follow([node], { storage }) });
  assert.equal(codeOf(await before.ask(first)), "SIGNED");
  const forked = opened.fork();
  forked.accept(issueFor(forked, second));
  node.ledger = forked;
  node.publish();
  const after = await staff(node, { ledger: await follow([node], { storage }) });
  assert.equal(codeOf(await after.ask(second)), "VIEW_HALTED");
});

test("a node that is away costs time only, and one of several is enough", async () => {
  const { node, ledger } = await afterOne();
  const asking = askFor(election, voter(1));
  ledger.accept(issueFor(ledger, asking));
  node.publish();
  const second = new FakeNode(ledger, "https://second.example");
  const desk = await staff(node, { ledger: await follow([node, second]) });
  node.down = true;
  second.down = true;
  assert.equal(codeOf(await desk.ask(asking)), "VIEW_UNAVAILABLE");
  second.down = false;
  assert.equal(expectOk(await desk.ask(asking), "signed").issuer, 1);
});
