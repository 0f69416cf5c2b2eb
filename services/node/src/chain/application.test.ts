import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { type Bytes, toHex } from "@veche/base";
import { signEd25519 } from "@veche/group";
import { assembleValidators, logHeadOf, signValidators, type ValidatorsBody } from "@veche/ledger";
import {
  finish,
  member,
  open,
  openElection,
  readyElection,
  seededRandom,
  type TestElection,
  TIMES,
  vote,
} from "@veche/ledger/testing";
import { appState, CHAIN_ID, TestChain } from "../testing/chain-driver.ts";
import { overSocket } from "../testing/chain-socket.ts";

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

test("over the socket, by a client that plays CometBFT: an election through the mempool", async (t) => {
  const { ledger, voters } = openElection(ON_CHAIN, [3, 0], seededRandom("chain socket"));
  vote(ledger, voters[0] ?? []);
  const chain = await TestChain.start(t, ledger.test);
  const { app } = chain.first;
  chain.first.ask = await overSocket(t, app);
  for (const { time, transactions } of ledger.history) {
    chain.setClocks(time);
    const codes = await chain.offer(...transactions.map((bytes) => chain.of(bytes)));
    assert.deepEqual(new Set(codes), new Set(["ACCEPTED"]));
    assert.equal((await chain.block(time)).length, transactions.length);
  }
  assert.deepEqual(app.elections.log(ledger.test.electionId)?.ledger.state, ledger.state);
  assert.equal(app.mempool.size, 0);
  const query = { data: new Uint8Array(0), path: "", height: 0n, prove: false };
  assert.equal((await chain.first.ask("query", query)).code, 1);
  assert.deepEqual((await chain.first.ask("listSnapshots", {})).snapshots, []);
});

test("a change of validators: told to the engine, kept with the chain, refused while an election stands open (§06.9.8)", async (t) => {
  const { ledger } = openElection(ON_CHAIN, [1, 0], seededRandom("chain members"));
  const changeBy = signedBy(ledger.test);
  const added = changeBy({ add: [member(7)], remove: [], sequence: 0 });
  const early = changeBy({ add: [member(8)], remove: [], sequence: 1 });
  const chain = await TestChain.start(t, ledger.test);
  const { app } = chain.first;
  const time = TIMES.defined - 10;
  assert.deepEqual(await chain.offer(early, added), ["PHASE", "ACCEPTED"]);
  const proposed = await chain.propose(time, [added, early]);
  assert.deepEqual(proposed, [added]);
  assert.ok(await chain.isAgreed(chain.first, time, proposed));
  assert.equal(await chain.isAgreed(chain.first, time, [early]), false);
  const { validatorUpdates } = await chain.first.ask("finalizeBlock", chain.finalizing(time, proposed));
  assert.deepEqual(validatorUpdates, [{ pubKey: { ed25519: member(7).consensus }, power: 1n }]);
  await chain.decide(time, proposed);
  assert.deepEqual(app.state.members.validators.map(({ name }) => name).at(-1), member(7).name);
  assert.equal(app.state.members.sequence, 1);
  // This election names the validators of before: on this chain it does not begin.
  const [define] = ledger.history[0]?.transactions ?? [];
  assert.ok(define);
  chain.setClocks(TIMES.defined);
  assert.deepEqual(await chain.offer(chain.of(define)), ["GENESIS_MISMATCH"]);
  // Back to those it names, and it may; once it is open, nobody comes or goes.
  const back = changeBy({ add: [], remove: [member(7).consensus], sequence: 1 });
  await chain.block(TIMES.defined - 5, [back]);
  await chain.play(ledger.history);
  const late = changeBy({ add: [], remove: [member(1).consensus], sequence: 2 });
  assert.deepEqual(await chain.offer(late), ["PHASE"]);
  assert.equal(await chain.isAgreed(chain.first, TIMES.opens, [late]), false);
});

/** A change of validators, signed by all organisations of the genesis. */
const signedBy =
  ({ secrets }: TestElection) =>
  (body: ValidatorsBody): Bytes => {
    const signatures = secrets.genesis.map((key, at) =>
      signValidators(CHAIN_ID, body, { index: at + 1, sign: (message) => signEd25519(key, message) }),
    );
    return assembleValidators(body, signatures);
  };

test("an election of validators that have changed since does not open", async (t) => {
  const { ledger } = readyElection(ON_CHAIN, [1, 0], seededRandom("chain opening"));
  const chain = await TestChain.start(t, ledger.test);
  await chain.play(ledger.history);
  const change = signedBy(ledger.test)({ add: [member(9)], remove: [], sequence: 0 });
  await chain.block(ledger.time, [change]);
  const time = ledger.time + 1;
  chain.setClocks(time);
  const before = ledger.history.length;
  open(ledger);
  const [opening] = ledger.history[before]?.transactions ?? [];
  assert.ok(opening);
  const totals = { accepted: 1, applied: 1, date: "2027-01-01", recalled: 0, refused: {} };
  const beside = chain.of(ledger.tx("registration-totals", totals));
  assert.deepEqual(await chain.offer(chain.of(opening)), ["GENESIS_MISMATCH"]);
  assert.deepEqual(await chain.propose(time, [chain.of(opening), beside]), [beside]);
  assert.equal(await chain.isAgreed(chain.first, time, [chain.of(opening)]), false);
});

test("a validator that votes twice is kept as evidence beside the chain, and never enters a log (§06.9.10)", async (t) => {
  const { ledger } = openElection(ON_CHAIN, [1, 0], seededRandom("chain evidence"));
  const lines: string[] = [];
  const chain = await TestChain.start(t, ledger.test, 1, undefined, (_level, event) => lines.push(event));
  const { app, home, ask } = chain.first;
  const before = app.state.applicationHash;
  const validator = { address: new Uint8Array(20).fill(3), power: 1n };
  const misbehavior = [
    { type: 1, validator, height: 1n, time: { seconds: 1n, nanos: 0 }, totalVotingPower: 4n },
  ];
  const finalized = await ask("finalizeBlock", { ...chain.finalizing(TIMES.defined, []), misbehavior });
  assert.deepEqual(finalized.appHash, before);
  assert.deepEqual(await readdir(`${home}/application`), ["state"]);
  await ask("commit", {});
  const kept = await readdir(`${home}/application/evidence`);
  assert.equal(kept.length, 1);
  assert.deepEqual(lines, ["validator-misbehaved"]);
});

test("a chain that is not this home's does not begin on it", async (t) => {
  const { ledger } = openElection(ON_CHAIN, [1, 0], seededRandom("chain of others"));
  const chain = await TestChain.start(t, ledger.test);
  const request = chain.genesis();
  for (const other of [
    { ...request, appStateBytes: new Uint8Array([123]) },
    { ...request, initialHeight: 5n },
    { ...request, validators: [] },
    { ...request, validators: request.validators.map((one) => ({ ...one, power: 2n })) },
    { ...request, appStateBytes: appState(ledger.test, []) },
  ]) {
    await assert.rejects(chain.first.ask("initChain", other), /genesis is that of this home/);
  }
  await chain.first.ask("initChain", request);
});
