import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import { askFor, issueFor, tokenFrom } from "@veche/client/testing";
import { blindedHash, issueHashOf } from "@veche/election";
import { encodeEntry } from "@veche/ledger";
import { TIMES } from "@veche/ledger/testing";
import { answerOf, newLedger, newNode, requestTo, start, testElection, voter } from "./stage.test.ts";

test("⚔ A10 L18 a log made for one issuer alone is noticed, kept as evidence, and ends its signing", async () => {
  const node = newNode();
  const honest = askFor(testElection, voter(0));
  node.ledger.accept(issueFor(node.ledger, honest));
  node.publish();
  const issuer = await start(1, node);
  const secret = askFor(testElection, voter(1));
  // The same size and a larger one: an `issue` that nobody else sees, under checkpoints that all sign.
  const forked = newLedger();
  forked.accept(issueFor(forked, secret));
  node.ledger = forked;
  node.publish();
  assert.equal(await answerOf(issuer, requestTo(1, secret)), "VIEW_HALTED");
  const looked = await issuer.look();
  assert.ok(!looked.ok && looked.error.kind === "log" && looked.error.kept !== undefined);
  assert.deepEqual(readdirSync(join(issuer.folder, "evidence")).length, 1);
  assert.equal(
    await answerOf(issuer, requestTo(1, honest)),
    "VIEW_HALTED",
    "not even what it had seen before",
  );
  await issuer.close();
});

test("⚔ A10 a checkpoint without the quorum's signatures brings no signature", async () => {
  const node = newNode();
  const issuer = await start(1, node);
  const asking = askFor(testElection, voter(0));
  node.ledger.accept(issueFor(node.ledger, asking));
  for (const signing of [{ witnesses: 0 }, { validators: 0 }, { logSignatures: 0 }]) {
    node.signing = signing;
    node.publish();
    assert.equal(await answerOf(issuer, requestTo(1, asking)), "VIEW_UNAVAILABLE", JSON.stringify(signing));
  }
  node.down = true;
  assert.equal(await answerOf(issuer, requestTo(1, asking)), "VIEW_UNAVAILABLE");
  node.down = false;
  node.signing = {};
  node.publish();
  assert.ok(typeof (await answerOf(issuer, requestTo(1, asking))) !== "string", "positive control");
  await issuer.close();
});

test("⚔ A10 L13 an `issue` that the registrar did not sign ends the signing", async () => {
  const node = newNode();
  const issuer = await start(1, node);
  const asking = askFor(testElection, voter(0));
  const transaction = issueFor(node.ledger, asking).slice();
  const forged = new Uint8Array(transaction);
  forged[forged.length - 40] = (forged[forged.length - 40] as number) ^ 1;
  node.publishEntries([...node.ledger.entries, encodeEntry({ time: node.ledger.time, transaction: forged })]);
  assert.equal(await answerOf(issuer, requestTo(1, asking)), "VIEW_HALTED");
  await issuer.close();
});

test("⚔ A10 one roll entry, two hashes, one signature: the journal outlives the view", async () => {
  const [first, second] = [askFor(testElection, voter(0)), askFor(testElection, voter(0))];
  const node = newNode();
  node.ledger.accept(issueFor(node.ledger, first));
  node.publish();
  const issuer = await start(1, node);
  assert.ok(typeof (await answerOf(issuer, requestTo(1, first))) !== "string");
  await issuer.close();
  // The issuer's disk lost the view, and a node shows a log with the other hash, signed by everybody.
  rmSync(join(issuer.folder, "view"), { recursive: true });
  const other = newNode();
  other.ledger.accept(issueFor(other.ledger, second));
  other.publish();
  const again = await start(1, other, issuer.folder);
  assert.equal(await answerOf(again, requestTo(1, second)), "SECOND_HASH");
  await again.close();
  const fresh = await start(2, other);
  assert.ok(typeof (await answerOf(fresh, requestTo(2, second))) !== "string", "positive control");
  await fresh.close();
});

test("⚔ A11 spares sign nothing before an `issuer-set` names them, and no subset makes a second token", async () => {
  const node = newNode();
  // One X for the active set, another one for the spares: m blinded messages under one hash.
  const [ours, theirs] = [
    askFor(testElection, voter(0)),
    askFor(testElection, { ...voter(3), rollEntry: voter(0).rollEntry }),
  ];
  const mixed = { ...ours, blinded: [...ours.blinded.slice(0, 2), ...theirs.blinded.slice(2)] };
  const hashes = mixed.blinded.map(({ blindedMessage }) => blindedHash(blindedMessage));
  const issueHash = issueHashOf(testElection.electionId, ours.styleId, voter(0).rollEntry, hashes);
  const asking = { ...mixed, hashes, issueHash };
  node.ledger.accept(issueFor(node.ledger, asking));
  node.publish();
  const issuers = await Promise.all([1, 2, 3, 4].map((index) => start(index, node)));
  const answers = async (): Promise<readonly (Bytes | string)[]> =>
    Promise.all(issuers.map((issuer, at) => answerOf(issuer, requestTo(at + 1, asking))));
  const before = await answers();
  assert.deepEqual(before.slice(2), ["NOT_IN_SET", "NOT_IN_SET"]);
  node.ledger.accept(node.ledger.tx("issuer-set", { in: 3, out: 1 }));
  node.publish();
  for (const issuer of issuers) await issuer.look();
  const after = await answers();
  assert.equal(after[3], "NOT_IN_SET");
  assert.deepEqual(
    after.slice(0, 2),
    before.slice(0, 2),
    "who was named in `issue` still gives the same answer",
  );
  const [s1, s2, s3] = after as readonly Bytes[];
  assert.ok(tokenFrom(testElection, ours, [1, 2], [s1 as Bytes, s2 as Bytes]) !== undefined, "one token");
  for (const one of [asking, { ...asking, voter: theirs.voter }]) {
    assert.equal(tokenFrom(testElection, one, [2, 3], [s2 as Bytes, s3 as Bytes]), undefined, "and no other");
  }
  const later = askFor(testElection, voter(1));
  node.ledger.accept(issueFor(node.ledger, later));
  node.publish();
  assert.equal(
    await answerOf(issuers[0] as never, requestTo(1, later)),
    "NOT_IN_SET",
    "who was replaced is out",
  );
  assert.ok(typeof (await answerOf(issuers[2] as never, requestTo(3, later))) !== "string");
  for (const issuer of issuers) await issuer.close();
});

test("⚔ after castEnds nothing is signed, by the clock and by the ledger", async () => {
  const node = newNode();
  const asking = askFor(testElection, voter(0));
  node.ledger.accept(issueFor(node.ledger, asking));
  node.publish();
  const issuer = await start(1, node);
  const request = requestTo(1, asking);
  issuer.clock.now = TIMES.castEnds - 1;
  assert.ok(typeof (await answerOf(issuer, request)) !== "string", "positive control");
  issuer.clock.now = TIMES.castEnds;
  assert.equal(await answerOf(issuer, request), "WINDOW_ENDED");
  const reason = { en: "Queue", ru: "Очередь" };
  node.ledger.accept(node.ledger.tx("extend", { by: 60_000, reason, styles: [0] }));
  node.publish();
  assert.ok(typeof (await answerOf(issuer, request)) !== "string", "extended meanwhile: it looks again");
  node.ledger.at(TIMES.castEnds + 60_000).accept(node.ledger.tx("close", {}));
  node.publish();
  await issuer.look();
  issuer.clock.now = TIMES.opens;
  assert.equal(await answerOf(issuer, request), "WINDOW_ENDED", "a clock that is slow changes nothing");
  await issuer.close();
});
