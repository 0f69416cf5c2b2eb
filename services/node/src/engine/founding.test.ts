import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { type Bytes, concat, sha256, toHex, u64, utf8 } from "@veche/base";
import { logHeadOf, splitIntoParts } from "@veche/ledger";
import {
  readyElection,
  rollBody,
  seededRandom,
  signerOf,
  TestLedger,
  TIMES,
  testElection,
} from "@veche/ledger/testing";
import { feed, openAgain, startNode } from "../testing/test-node.ts";

const random = seededRandom("engine tests");
const WITHOUT_WITNESSES = { witnesses: { count: 1, quorum: 0 } } as const;

test("a log begins with `define` alone; anything else for an unknown election leaves nothing on disk", async (t) => {
  const ledger = new TestLedger(testElection(WITHOUT_WITNESSES, random));
  const { node, home } = await startNode(t, ledger.test);
  const { electionId, manifestBytes } = ledger.test;
  const roll = ledger.tx("roll", rollBody(0, 0, [new Uint8Array(32)]));
  assert.equal((await node.submit(electionId, roll)).outcome, "ELECTION_UNDEFINED");
  const foreign = testElection(WITHOUT_WITNESSES, random);
  const theirs = new TestLedger(foreign).tx("define", { manifest: foreign.manifestBytes });
  assert.equal((await node.submit(foreign.electionId, theirs)).outcome, "GENESIS_MISMATCH");
  assert.deepEqual(await readdir(`${home}/elections`), []);
  const define = ledger.tx("define", { manifest: manifestBytes });
  const answers = await Promise.all([node.submit(electionId, define), node.submit(electionId, define)]);
  assert.deepEqual(answers.map(({ outcome }) => outcome).sort(), ["ACCEPTED", "ALREADY"]);
  assert.deepEqual(await readdir(`${home}/elections`), [toHex(electionId)]);
});

test("a node refuses an election whose validator it is not, or that another engine or absent witnesses would have to carry", async (t) => {
  const test = testElection(WITHOUT_WITNESSES, random);
  const ledger = new TestLedger(test);
  const keys = { log: random(32), validator: random(32) };
  const { node, home } = await startNode(t, test, { keys });
  const define = ledger.tx("define", { manifest: test.manifestBytes });
  assert.equal((await node.submit(test.electionId, define)).outcome, "NOT_THIS_NODE");
  assert.deepEqual(await readdir(`${home}/elections`), []);
  for (const sketch of [
    { witnesses: { count: 1, quorum: 1 } },
    { ...WITHOUT_WITNESSES, engine: "cometbft" as const },
  ]) {
    const other = testElection(sketch, random);
    const started = await startNode(t, other);
    const theirs = new TestLedger(other).tx("define", { manifest: other.manifestBytes });
    assert.equal((await started.node.submit(other.electionId, theirs)).outcome, "NOT_THIS_NODE");
  }
});

test("a manifest in parts: acknowledged when durable, published with the last; a stop in between loses none", async (t) => {
  const long = { en: "x".repeat(600), ru: "x".repeat(600) };
  const test = testElection(WITHOUT_WITNESSES, random, (manifest) => ({
    ...manifest,
    contests: Array.from({ length: 60 }, (_, at) => ({
      ...(manifest.contests[0] as (typeof manifest.contests)[0]),
      id: `contest-${at}`,
      title: long,
    })),
    styles: [
      {
        ...(manifest.styles[0] as (typeof manifest.styles)[0]),
        contests: Array.from({ length: 60 }, (_, at) => at),
      },
    ],
  }));
  const ledger = new TestLedger(test);
  const whole = ledger.tx("define", { manifest: test.manifestBytes });
  const parts = splitIntoParts(test.log, whole, signerOf(test, "genesis", 1));
  assert.ok(parts.length >= 2);
  const { node, home, clock } = await startNode(t, test);
  const first = await node.submit(test.electionId, parts[0] as Bytes);
  assert.deepEqual(first, { outcome: "ACCEPTED", index: 0 });
  assert.deepEqual(node.elections(), [{ id: toHex(test.electionId), origin: "", size: 0 }]);
  await node.close();
  const again = await openAgain(t, home, clock, test);
  for (const [at, part] of parts.entries()) {
    const answer = await again.submit(test.electionId, part);
    if (at === 0) assert.equal(answer.outcome, "ALREADY");
    else
      assert.deepEqual(answer, {
        outcome: "ACCEPTED",
        index: at,
        ...(at === parts.length - 1 ? { whole: "ACCEPTED" } : {}),
      });
  }
  assert.equal(again.elections()[0]?.size, parts.length);
});

test("a second election of the same origin does not begin: a checkpoint names the origin only (§07.4.3)", async (t) => {
  const one = readyElection(WITHOUT_WITNESSES, [2, 0], random).ledger;
  const { node, ...rest } = await startNode(t, one.test);
  await feed({ node, ...rest }, one);
  rest.clock.now = TIMES.defined;
  for (const [origin, outcome] of [
    [one.test.manifest.origin, "NOT_THIS_NODE"],
    ["veche.example/another", "ACCEPTED"],
  ] as const) {
    const made = testElection({ ...WITHOUT_WITNESSES, origin }, random, (manifest) => ({
      ...manifest,
      genesis: one.test.manifest.genesis,
      validators: one.test.manifest.validators,
    }));
    const test = { ...made, secrets: { ...made.secrets, genesis: one.test.secrets.genesis } };
    const define = new TestLedger(test).tx("define", { manifest: test.manifestBytes });
    assert.equal((await node.submit(test.electionId, define)).outcome, outcome, origin);
  }
});

test("two elections on one node do not mix, and the application hash binds both (§06.8.1)", async (t) => {
  const one = readyElection(WITHOUT_WITNESSES, [2, 0], random).ledger;
  const keys = one.test.secrets.validators[0];
  assert.ok(keys);
  const other = new TestLedger(
    testElection({ ...WITHOUT_WITNESSES, origin: "veche.example/other" }, random, (manifest) => ({
      ...manifest,
      genesis: one.test.manifest.genesis,
      validators: one.test.manifest.validators,
    })),
  );
  const { genesis } = one.test.secrets;
  const test = { ...other.test, secrets: { ...other.test.secrets, genesis } };
  const second = new TestLedger(test);
  const { node, ...rest } = await startNode(t, one.test);
  await feed({ node, ...rest }, one);
  rest.clock.now = TIMES.defined;
  const define = second.tx("define", { manifest: test.manifestBytes });
  const size = one.entries.length;
  assert.deepEqual(await node.submit(test.electionId, define), { outcome: "ACCEPTED", index: 0 });
  second.accept(define);
  assert.equal(node.log(one.test.electionId)?.size, size);
  const totals = { accepted: 1, applied: 2, date: "2027-01-01", recalled: 0, refused: {} };
  const mine = second.tx("registration-totals", totals);
  assert.equal((await node.submit(one.test.electionId, mine)).outcome, "SIGNATURE_INVALID");
  assert.equal((await node.submit(test.electionId, mine)).outcome, "ACCEPTED");
  second.accept(mine);
  const heads = [one, second]
    .toSorted((a, b) => Buffer.compare(a.test.electionId, b.test.electionId))
    .flatMap((ledger) => {
      const { size: count, root } = logHeadOf(ledger.state);
      return [ledger.test.electionId, u64(count), root];
    });
  assert.deepEqual(node.applicationHash(), sha256(concat(utf8("veche/v1/app\0"), ...heads)));
});
