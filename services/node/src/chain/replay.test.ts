import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Bytes, expectOk, toHex } from "@veche/base";
import type { Manifest } from "@veche/election";
import { encodeState } from "@veche/ledger";
import {
  define,
  finish,
  openElection,
  seededRandom,
  type TestElection,
  TestLedger,
  TIMES,
  testElection,
  vote,
} from "@veche/ledger/testing";
import { ElectionEngine } from "../engine/election-engine.ts";
import { DEFAULT_LIMITS, Gate } from "../engine/gate.ts";
import { ElectionLog } from "../engine/log.ts";
import { electionFolder } from "../home/home.ts";
import { silentLogger } from "../log/logger.ts";
import { directly, openApplication, TestChain, type TestValidator } from "../testing/chain-driver.ts";
import { nodeKeys, temporaryFolder, testVerifiers } from "../testing/test-node.ts";
import { encodeChainTransaction } from "./transaction.ts";

const ON_CHAIN = { engine: "cometbft", witnesses: { count: 1, quorum: 0 }, revoteMax: 1 } as const;

/** Files below a folder, by path. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, Bytes>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = new Map<string, Bytes>();
  for (const path of paths.sort()) files.set(path.slice(folder.length), await readFile(path));
  return files;
}

/** The same blocks without a chain: by the engine that orders them itself. */
async function embedded(t: TestContext, chain: TestChain, played: TestElection): Promise<ElectionLog> {
  const folder = electionFolder(await temporaryFolder(t), played.electionId);
  const keys = nodeKeys(played);
  const clock = (): number => TIMES.defined;
  const logger = silentLogger;
  const { genesis } = played.manifest;
  const shared = { genesis, keys, clock, logger, verifiers: testVerifiers, cosign: undefined };
  const options = { ...shared, mayEnter: () => true, mayFollow: false };
  const log = expectOk(await ElectionLog.open(folder, played.electionId, options), "log");
  const fatal = (error: unknown): void => assert.ifError(error);
  const gate = new Gate(DEFAULT_LIMITS);
  const limits = DEFAULT_LIMITS;
  const engine = new ElectionEngine(log, {
    keys,
    clock,
    logger,
    gate,
    limits,
    intervalMs: 5,
    onFatal: fatal,
  });
  t.after(() => engine.close());
  for (const { time, txs } of chain.blocks) {
    const transactions = txs.map((bytes) => bytes.slice(32));
    for (const { code } of await engine.commitBlock(time, transactions)) assert.equal(code, "ACCEPTED");
  }
  return log;
}

test("the same blocks through both engines: equal entries, state, index, tiles and root, byte for byte", async (t) => {
  const { ledger, voters } = openElection(ON_CHAIN, [3, 2], seededRandom("both engines"));
  for (let i = 0; i < 3; i++) vote(ledger, (voters[0] ?? []).slice(i, i + 1));
  finish(ledger);
  const chain = await TestChain.start(t, ledger.test);
  await chain.play(ledger.history);
  const ours = chain.first.app.elections.log(ledger.test.electionId);
  const theirs = await embedded(t, chain, ledger.test);
  assert.ok(ours);
  await ours.whenPublished(ours.size);
  assert.equal(ours.size, ledger.entries.length);
  assert.deepEqual([...ours.store.entries(0, ours.size)], [...theirs.store.entries(0, theirs.size)]);
  assert.deepEqual(encodeState(ours.ledger.state), encodeState(theirs.ledger.state));
  assert.deepEqual([...ours.store.viewEntries()], [...theirs.store.viewEntries()]);
  assert.deepEqual([...ours.store.lookups.allLookups()], [...theirs.store.lookups.allLookups()]);
  const [tiles, same] = await Promise.all(
    [ours, theirs].map((log) => filesIn(join(log.store.paths.published, "tile"))),
  );
  assert.ok(tiles && tiles.size > 0);
  assert.deepEqual(tiles, same);
  assert.deepEqual(ours.published?.root, theirs.published?.root);
  assert.ok(ours.height > 0 && theirs.height === 0);
});

/** A second election of the same organisations and validators, under another name. */
function sisterOf(seed: string): readonly [TestLedger, TestLedger] {
  const elections = ["one", "two"].map((name) =>
    testElection(
      { ...ON_CHAIN, validators: 2 },
      seededRandom(seed),
      (manifest): Manifest => ({
        ...manifest,
        nonce: seededRandom(name)(32),
        origin: `veche.example/${name}`,
      }),
    ),
  );
  const [a, b] = elections.map((one) => new TestLedger(one));
  assert.ok(a && b);
  return [a, b];
}

async function restart(chain: TestChain, validator: TestValidator, at: number): Promise<void> {
  await validator.app.close();
  validator.app = await openApplication(validator.home, validator.clock, chain.test, at);
  validator.ask = directly(validator.app);
}

test("a crash between the commits of two elections: the block is played again, and leads where the others are", async (t) => {
  const [one, two] = sisterOf("crash between commits");
  const chain = await TestChain.start(t, one.test, 2);
  const [steady, crashed] = chain.validators;
  assert.ok(steady && crashed);
  const defines = [one, two].map((ledger) => {
    const tx = ledger.tx("define", { manifest: ledger.test.manifestBytes });
    return encodeChainTransaction(ledger.test.electionId, tx);
  });
  await chain.block(TIMES.defined, defines);
  assert.deepEqual(crashed.app.state.applicationHash, steady.app.state.applicationHash);
  assert.equal(crashed.app.elections.logs().length, 2);
  for (const ledger of [one, two]) define(ledger);
  // A block for both; one validator falls after the first commit.
  const txs = [one, two].map((ledger) => {
    const body = { accepted: 1, applied: 1, date: "2027-01-01", recalled: 0, refused: {} };
    return encodeChainTransaction(ledger.test.electionId, ledger.tx("registration-totals", body));
  });
  const time = TIMES.defined + 5;
  const hashes = [await chain.finalize(steady, time, txs), await chain.finalize(crashed, time, txs)];
  assert.deepEqual(hashes[0], hashes[1]);
  await steady.ask("commit", {});
  const { elections } = crashed.app;
  const commit = elections.commit.bind(elections);
  let commits = 0;
  elections.commit = async (...block) => {
    if (commits++ === 1) throw new Error("the power fails");
    return commit(...block);
  };
  await assert.rejects(crashed.ask("commit", {}), /the power fails/);
  await restart(chain, crashed, 1);
  const info = await crashed.ask("info", { abciVersion: "", blockVersion: 0n, p2pVersion: 0n, version: "" });
  assert.equal(info.lastBlockHeight, 1n);
  const sizes = crashed.app.elections.logs().map((log) => `${log.size} at ${log.height}`);
  assert.deepEqual(sizes.sort(), ["1 at 1", "2 at 2"]);
  // CometBFT plays the block again.
  assert.deepEqual(await chain.finalize(crashed, time, txs), hashes[0]);
  await crashed.ask("commit", {});
  assert.deepEqual(crashed.app.state.applicationHash, steady.app.state.applicationHash);
  for (const log of crashed.app.elections.logs()) {
    assert.equal(log.size, 2);
    assert.equal(log.height, 2);
    const other = steady.app.elections.log(log.electionId);
    assert.deepEqual(log.ledger.state, other?.ledger.state);
  }
});

test("a validator that lost everything plays all blocks again, and comes to the same heads", async (t) => {
  const { ledger, voters } = openElection(ON_CHAIN, [2, 0], seededRandom("replay"));
  vote(ledger, voters[0] ?? []);
  const chain = await TestChain.start(t, ledger.test);
  await chain.play(ledger.history);
  const again = await TestChain.start(t, ledger.test);
  for (const { time, txs } of chain.blocks) await again.decide(time, txs);
  assert.deepEqual(again.first.app.state, chain.first.app.state);
  const [a, b] = [chain, again].map(({ first }) => first.app.elections.log(ledger.test.electionId));
  assert.deepEqual(a?.ledger.state, b?.ledger.state);
  // And a stop in good order changes nothing.
  const { state } = again.first.app;
  await restart(again, again.first, 0);
  assert.deepEqual(again.first.app.state, state);
  assert.equal(again.first.app.elections.log(ledger.test.electionId)?.size, ledger.entries.length);
});

test("a home whose elections are further than its chain does not start", async (t) => {
  const [one] = sisterOf("behind");
  const chain = await TestChain.start(t, one.test);
  const before = await readFile(join(chain.first.home, "application", "state"));
  const transaction = one.tx("define", { manifest: one.test.manifestBytes });
  await chain.block(TIMES.defined - 5, []);
  await chain.block(TIMES.defined, [chain.of(transaction)]);
  assert.equal(toHex(chain.first.app.state.applicationHash).length, 64);
  await chain.first.app.close();
  await writeFile(join(chain.first.home, "application", "state"), before);
  await assert.rejects(
    openApplication(chain.first.home, chain.first.clock, one.test, 0),
    /CHAIN_STATE_BEHIND/,
  );
});
