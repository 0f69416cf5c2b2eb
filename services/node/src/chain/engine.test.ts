import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { expectOk, toHex } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { seededRandom, signedTransaction, testElection } from "@veche/ledger/testing";
import { chainFolder } from "../home/chain-home.ts";
import { createHome, electionFolder } from "../home/home.ts";
import { type NodeOptions, VecheNode } from "../node.ts";
import { chainHomes } from "../testing/test-chain.ts";
import { nodeKeys, temporaryFolder, testVerifiers } from "../testing/test-node.ts";
import { ChainEnded } from "./engine.ts";
import { findCometbft } from "./program.ts";
import { wipeChain } from "./wipe.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const SET_UP = "no CometBFT on this machine: npm run setup:chain";
const SKETCH = { engine: "cometbft", validators: 1, witnesses: { count: 1, quorum: 0 } } as const;
const election = testElection(SKETCH, seededRandom("chain engine"));
const definition = signedTransaction(election, "define", { manifest: election.manifestBytes });

/** The home of the only validator of a chain, and how a node is opened with it. */
async function onlyValidator(t: TestContext): Promise<NodeOptions> {
  const [home = ""] = await chainHomes(await temporaryFolder(t), 1, election.manifest);
  expectOk(await createHome(home, { name: "node", genesis: election.manifest.genesis }), "home");
  const keys = nodeKeys(election);
  return { home, keys, clock: Date.now, verifiers: testVerifiers, cometbft: program };
}

/** The process of the CometBFT that runs in a node's home. */
function cometOf(home: string): number {
  const isIts = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(chainFolder(home));
    } catch {
      return false;
    }
  };
  const found = readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name) && isIts(name));
  assert.equal(found.length, 1);
  return Number(found[0]);
}

async function refusedWith(options: NodeOptions, code: string): Promise<void> {
  const opened = await VecheNode.open(options);
  assert.equal(opened.ok ? "opened" : opened.error.code, code);
}

test("a node whose home has joined a chain gives an election to CometBFT, and has it after a stop", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const options = await onlyValidator(t);
  const node = expectOk(await VecheNode.open(options), "node");
  t.after(() => node.close());
  const answer = await node.submit(election.electionId, definition);
  assert.equal(answer.outcome, "ACCEPTED", JSON.stringify(answer));
  const origin = election.manifest.origin;
  assert.deepEqual(node.elections(), [{ id: toHex(election.electionId), origin, size: 1 }]);
  const hash = node.applicationHash();
  await node.close();

  const again = expectOk(await VecheNode.open(options), "again");
  t.after(() => again.close());
  assert.deepEqual(again.applicationHash(), hash);
  const repeated = await again.submit(election.electionId, definition);
  assert.equal(repeated.outcome, "ALREADY");
  assert.equal("index" in repeated ? repeated.index : undefined, 0);
  await again.close();
});

test("a node that was wiped has no log, and knows which head it had signed", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const options = await onlyValidator(t);
  const node = expectOk(await VecheNode.open(options), "node");
  t.after(() => node.close());
  await node.submit(election.electionId, definition);
  const inUse = await wipeChain(options.home);
  assert.equal(inUse.ok ? "wiped" : inUse.error.code, "HOME_IN_USE");
  await node.close();
  const folder = electionFolder(options.home, election.electionId);
  const signed = readFileSync(join(folder, "signed"));
  expectOk(await wipeChain(options.home), "wipe");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name !== "evidence"),
    ["signed"],
  );
  // Nobody else has the blocks of this chain: it stands empty, and signs nothing that it had not signed.
  const empty = expectOk(await VecheNode.open(options), "empty");
  t.after(() => empty.close());
  assert.deepEqual(empty.elections(), []);
  assert.deepEqual(readFileSync(join(folder, "signed")), signed);
  await empty.close();
});

test("a node says that it cannot go on when its CometBFT is gone, and its home is free again", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const options = await onlyValidator(t);
  const node = expectOk(await VecheNode.open(options), "node");
  t.after(() => node.close());
  process.kill(cometOf(options.home), "SIGKILL");
  const failure = await node.failed;
  assert.ok(failure instanceof ChainEnded && failure.failure.code === "COMETBFT_ENDED");
  assert.equal(failure.failure.how, "SIGKILL");
  const late = await node.submit(election.electionId, definition);
  assert.equal(late.outcome, "BUSY");
  await node.close();
  const again = expectOk(await VecheNode.open(options), "again");
  assert.equal((await again.submit(election.electionId, definition)).outcome, "ACCEPTED");
  await again.close();
});

test("no chain is run without CometBFT, with another validator's keys, or for other organisations", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const options = await onlyValidator(t);
  await refusedWith({ ...options, cometbft: undefined }, "COMETBFT_MISSING");
  const { log, validator } = options.keys;
  await refusedWith({ ...options, keys: { log: validator, validator: log } }, "CHAIN_KEYS_DIFFER");
  const [other = ""] = await chainHomes(await temporaryFolder(t), 1);
  expectOk(await createHome(other, { name: "node", genesis: election.manifest.genesis }), "home");
  await refusedWith({ ...options, home: other }, "CHAIN_OF_OTHERS");
});
