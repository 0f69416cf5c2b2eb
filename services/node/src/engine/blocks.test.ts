import assert from "node:assert/strict";
import { test } from "node:test";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  openElection,
  seededRandom,
  TIMES,
} from "@veche/ledger/testing";
import { feed, startNode } from "../testing/test-node.ts";

const SKETCH = { witnesses: { count: 1, quorum: 0 } } as const;

test("blocks begun before others are done come out as one after the other", async (t) => {
  const { ledger, voters } = openElection(SKETCH, [12, 0], seededRandom("blocks at one time"));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const [own = []] = voters;
  const issues = own.map((voter) => issueTransaction(ledger, voter));
  ledger.at(TIMES.opens + MINUTE).accept(...issues);
  const casts = own.map((voter) => castTransaction(ledger, voter));
  const twice = [...casts.slice(0, 3), ...casts.slice(0, 3)];
  const { electionId } = ledger.test;
  const time = TIMES.opens + MINUTE;
  const outcomes = await Promise.all([
    started.node.commitBlock(electionId, time, issues),
    started.node.commitBlock(electionId, time + 1, casts),
    started.node.commitBlock(electionId, time + 2, twice),
  ]);
  assert.deepEqual(
    new Set(
      outcomes
        .slice(0, 2)
        .flat()
        .map(({ code }) => code),
    ),
    new Set(["ACCEPTED"]),
  );
  assert.deepEqual(
    outcomes[2]?.map(({ code }) => code),
    Array.from({ length: 6 }, () => "ALREADY"),
  );
  ledger.at(time + 1).accept(...casts);
  const log = started.node.log(electionId);
  assert.deepEqual(log?.ledger.state, ledger.state);
});

test("a block finds what is wrong in the order of the ledger, also where token and points are", async (t) => {
  const { ledger, voters } = openElection(SKETCH, [3, 0], seededRandom("wrong in a block"));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const [own = []] = voters;
  const issues = own.map((voter) => issueTransaction(ledger, voter));
  ledger.at(TIMES.opens + MINUTE).accept(...issues);
  const junk = [new Uint8Array(256).fill(1), new Uint8Array(256).fill(1)];
  const [first, second, third] = own;
  assert.ok(first && second && third);
  const noToken = castTransaction(ledger, first, { token: junk });
  const neither = castTransaction(ledger, second, { token: junk });
  const noPoints = castTransaction(ledger, third);
  // The last scalar: not below ℓ.
  for (const bytes of [neither, noPoints]) bytes.fill(255, bytes.length - 40, bytes.length - 1);
  const block = [...issues, noToken, neither, noPoints];
  const { electionId } = ledger.test;
  const made = await started.node.commitBlock(electionId, TIMES.opens + MINUTE, issues);
  assert.deepEqual(new Set(made.map(({ code }) => code)), new Set(["ACCEPTED"]));
  const wrong = await started.node.commitBlock(electionId, TIMES.opens + MINUTE + 1, block);
  const expected = ledger.at(TIMES.opens + MINUTE + 1).codes(...block);
  assert.deepEqual(
    wrong.map(({ code }) => code),
    expected,
  );
  assert.deepEqual(expected.slice(3), ["TOKEN_INVALID", "MALFORMED", "MALFORMED"]);
});
