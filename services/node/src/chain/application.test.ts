import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { toHex } from "@veche/base";
import { logHeadOf } from "@veche/ledger";
import { finish, openElection, seededRandom, TIMES, vote } from "@veche/ledger/testing";
import { TestChain } from "../testing/chain-driver.ts";

const ON_CHAIN = { engine: "cometbft", witnesses: { count: 1, quorum: 0 }, revoteMax: 1 } as const;

test("a whole election, block by block, on two validators: the log is that of the state machine", async (t) => {
  const { ledger, voters } = openElection(
    { ...ON_CHAIN, validators: 2 },
    [3, 2],
    seededRandom("chain course"),
  );
  vote(ledger, voters[0] ?? []);
  finish(ledger);
  const chain = await TestChain.start(t, ledger.test, 2);
  await chain.play(ledger.history);
  for (const { app } of chain.validators) {
    const log = app.elections.log(ledger.test.electionId);
    assert.ok(log);
    assert.deepEqual(log.ledger.state, ledger.state);
    assert.deepEqual([...log.store.entries(0, log.size)], ledger.entries);
    assert.deepEqual(logHeadOf(log.ledger.state), logHeadOf(ledger.state));
    assert.equal(app.mempool.size, 0);
  }
});

test("nothing is on disk before the commit, and an empty block changes no application hash", async (t) => {
  const { ledger } = openElection(ON_CHAIN, [1, 0], seededRandom("chain disk"));
  const chain = await TestChain.start(t, ledger.test);
  const { app, home } = chain.first;
  const before = app.state.applicationHash;
  await chain.block(TIMES.defined - 1, []);
  assert.deepEqual(app.state.applicationHash, before);
  const [define] = ledger.history[0]?.transactions ?? [];
  assert.ok(define);
  chain.setClocks(TIMES.defined);
  assert.deepEqual(await chain.offer(chain.of(define)), ["ACCEPTED"]);
  const proposed = await chain.propose(TIMES.defined);
  assert.equal(proposed.length, 1);
  assert.ok(await chain.isAgreed(chain.first, TIMES.defined, proposed));
  await chain.finalize(chain.first, TIMES.defined, proposed);
  assert.deepEqual(await readdir(`${home}/elections`), []);
  assert.equal(app.state.height, 1);
  await chain.decide(TIMES.defined, proposed);
  assert.deepEqual(await readdir(`${home}/elections`), [toHex(ledger.test.electionId)]);
  assert.notDeepEqual(app.state.applicationHash, before);
});
