import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, equalBytes, expectOk, toHex } from "@veche/base";
import { type Asking, askFor, FakeNode, issueFor } from "@veche/client/testing";
import { directChecks } from "@veche/ledger";
import { kernel, TestLedger } from "@veche/ledger/testing";
import { openJournal } from "../home/journal-file.ts";
import { codeOf, newFolder, newScene, requestTo, staff } from "../testing/scene.ts";
import { type Journal, memoryJournal } from "./journal.ts";

const { test: election, opened, voter } = newScene();

/** A log, signed by everybody, in which this asking was issued: one of many that could be shown. */
function nodeWith(...askings: readonly Asking[]): FakeNode {
  const ledger = opened.fork();
  ledger.accept(...askings.map((asking) => issueFor(ledger, asking)));
  return new FakeNode(ledger);
}

const twoAskings = (): readonly [Asking, Asking] => [askFor(election, voter(0)), askFor(election, voter(0))];

const openFile = async (path: string) => expectOk(await openJournal(path, election.electionId, 1), "journal");

for (const [name, make] of [
  ["in memory", async () => memoryJournal()],
  ["in a file", async () => openFile(newFolder())],
] as const) {
  test(`⚔ A10 one roll entry, two hashes, one signature: journal ${name}`, async () => {
    const [first, second] = twoAskings();
    const journal = await make();
    // Two logs that are whole each for itself: the view is new each time, the journal is not.
    const before = await staff(nodeWith(first), { journal });
    assert.equal(codeOf(await before.ask(first)), "SIGNED");
    const after = await staff(nodeWith(second), { journal });
    assert.equal(codeOf(await after.ask(second)), "SECOND_HASH");
    assert.deepEqual(after.events, [{ event: "alarm", code: "SECOND_HASH" }]);
    assert.equal(codeOf(await before.ask(first)), "SIGNED", "and the first one is answered as before");
    const another = await staff(nodeWith(second));
    assert.equal(codeOf(await another.ask(second)), "SIGNED", "positive control");
  });

  test(`⚔ A10 two hashes of one entry at the same time: one is signed, whichever; journal ${name}`, async () => {
    const [first, second] = twoAskings();
    const journal = await make();
    const desks = [await staff(nodeWith(first), { journal }), await staff(nodeWith(second), { journal })];
    await Promise.all(desks.map(({ desk }) => desk.look()));
    const asked = [first, second, second, first, second, first];
    const codes = await Promise.all(
      asked.map(async (asking) =>
        codeOf((await (asking === first ? desks[0] : desks[1])?.ask(asking)) as never),
      ),
    );
    const signed = asked.filter((_, at) => codes[at] === "SIGNED");
    assert.ok(signed.length === 3 && new Set(signed).size === 1, codes.join());
    assert.equal(codes.filter((code) => code === "SECOND_HASH").length, 3);
  });
}

test("⚔ A10 two logs shown to two issuers give two half tokens, which are none, and never a second signature", async () => {
  const [one, two] = twoAskings();
  const left = await staff(nodeWith(one));
  const right = await staff(nodeWith(two), { issuer: 2 });
  assert.equal(codeOf(await left.ask(one)), "SIGNED");
  assert.equal(codeOf(await right.ask(two)), "SIGNED");
  // Each is shown the other's log: neither signs what is missing, and both notice.
  left.node.ledger = nodeWith(two, askFor(election, voter(1))).ledger;
  left.node.publish();
  right.node.ledger = nodeWith(one, askFor(election, voter(1))).ledger;
  right.node.publish();
  await left.desk.look();
  await right.desk.look();
  assert.equal(codeOf(await left.ask(two)), "VIEW_HALTED");
  assert.equal(codeOf(await right.ask(one)), "VIEW_HALTED");
});

test("⚔ A10 no signature leaves before the hash lasts; a journal that cannot be written signs nothing", async () => {
  const asking = askFor(election, voter(0));
  const node = nodeWith(asking);
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reached = (): void => {};
  const bound = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const slow: Journal = {
    find: async () => undefined,
    bind: async (_, hash) => {
      reached();
      await gate;
      return hash;
    },
  };
  const desk = await staff(node, { journal: slow });
  let isAnswered = false;
  const answer = desk.ask(asking).finally(() => {
    isAnswered = true;
  });
  await bound;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isAnswered, false, "it waits for the disk");
  release();
  assert.equal(codeOf(await answer), "SIGNED");
  const full: Journal = { find: async () => undefined, bind: () => Promise.reject(new Error("disk full")) };
  await assert.rejects((await staff(node, { journal: full })).ask(asking), /disk full/);
});

test("⚔ a fork found while the journal was written keeps the signature from leaving", async () => {
  const asking = askFor(election, voter(0));
  const node = nodeWith(asking);
  const journal = memoryJournal();
  const forking: Journal = {
    ...journal,
    bind: async (entry, hash) => {
      node.ledger = nodeWith(askFor(election, voter(1))).ledger;
      node.publish();
      await desk.desk.look();
      return journal.bind(entry, hash);
    },
  };
  const desk = await staff(node, { journal: forking });
  assert.equal(codeOf(await desk.ask(asking)), "VIEW_HALTED");
});

test("⚔ A10 a crash between journal and answer: the same request is answered, another hash is not", async () => {
  const [first, second] = twoAskings();
  const path = newFolder();
  const journal = await openFile(path);
  await journal.bind(voter(0).rollEntry, first.issueHash);
  await journal.close();
  const again = await openFile(path);
  const attacked = await staff(nodeWith(second), { journal: again });
  assert.equal(codeOf(await attacked.ask(second)), "SECOND_HASH");
  const honest = await staff(nodeWith(first), { journal: again });
  assert.equal(codeOf(await honest.ask(first)), "SIGNED");
  await again.close();
});

test("⚔ A10 a crash at any byte of the last record: either it stands, or nobody was answered and it may be another", async () => {
  const [first, second] = twoAskings();
  const other = askFor(election, voter(1));
  const path = newFolder();
  const journal = await openFile(path);
  await journal.bind(other.voter.rollEntry, other.issueHash);
  const kept = readFileSync(path).length;
  await journal.bind(voter(0).rollEntry, first.issueHash);
  await journal.close();
  const whole = readFileSync(path);
  for (let length = kept; length <= whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const again = await openFile(path);
    assert.ok(equalBytes((await again.find(other.voter.rollEntry)) as Bytes, other.issueHash));
    const standing = await again.bind(voter(0).rollEntry, second.issueHash);
    assert.deepEqual(standing, length === whole.length ? first.issueHash : second.issueHash);
    await again.close();
  }
});

test("a journal of another election or issuer, or with a byte changed, is refused", async () => {
  const path = newFolder();
  const journal = await openFile(path);
  await journal.bind(voter(0).rollEntry, new Uint8Array(32));
  await journal.bind(voter(1).rollEntry, new Uint8Array(32));
  assert.equal(codeOf(await openJournal(path, election.electionId, 1)), "IN_USE");
  await journal.close();
  assert.equal(codeOf(await openJournal(path, election.electionId, 2)), "JOURNAL_OF_ANOTHER");
  assert.equal(codeOf(await openJournal(path, new Uint8Array(32), 1)), "JOURNAL_OF_ANOTHER");
  await (await openFile(path)).close();
  const bytes = readFileSync(path);
  bytes[40] = (bytes[40] as number) ^ 1;
  writeFileSync(path, bytes);
  assert.equal(codeOf(await openJournal(path, election.electionId, 1)), "RECORDS_CORRUPT");
  const fresh = newFolder();
  await (await openFile(fresh)).close();
  appendFileSync(fresh, new Uint8Array([1, 2, 3]));
  await (await openFile(fresh)).close();
});

test("what the issuer keeps holds neither blinded message nor signature", async () => {
  const asking = askFor(election, voter(0));
  const path = newFolder();
  const journal = await openFile(path);
  const desk = await staff(nodeWith(asking), { journal });
  const { signature } = expectOk(await desk.ask(asking), "signed");
  await journal.close();
  const kept = toHex(readFileSync(path));
  assert.ok(kept.includes(toHex(asking.issueHash)), "positive control");
  const { blinded, hashes } = requestTo(election, 1, asking);
  for (const secret of [blinded, signature, ...hashes]) assert.ok(!kept.includes(toHex(secret)));
});

test("⚔ a signature that fails its own check does not leave, and is an alarm", async () => {
  const asking = askFor(election, voter(0));
  // The public half is another key's: what OpenSSL answers does not give the message back.
  const [right, other] = [election.rsaKey(1, 0), election.rsaKey(2, 0)];
  const keys = new Map([[0, { ...right, publicKey: other.publicKey }]]);
  const desk = await staff(nodeWith(asking), { keys });
  assert.equal(codeOf(await desk.ask(asking)), "SIGNING_FAILED");
  assert.deepEqual(desk.events, [{ event: "alarm", code: "SIGNING_FAILED" }]);
});

test("L13 a ledger that let a second `issue` through gets no second signature", async () => {
  const [first, second] = twoAskings();
  const node = nodeWith(first);
  const desk = await staff(node);
  assert.equal(codeOf(await desk.ask(first)), "SIGNED");
  // A view of somebody's own making, which keeps the rules of nobody.
  const careless = new TestLedger(election, directChecks(kernel, election.randomBytes));
  careless.view.copy(opened.view);
  careless.entries.push(...opened.entries);
  careless.state = opened.state;
  careless.time = opened.time;
  careless.accept(issueFor(careless, second));
  const ledger = {
    known: { state: careless.state, view: careless.view },
    refresh: async () => ({ ok: true, value: undefined }) as const,
    entry: async () => undefined,
  };
  const blindDesk = await staff(node, { ledger, journal: desk.journal });
  assert.equal(codeOf(await blindDesk.ask(second)), "SECOND_HASH");
});
