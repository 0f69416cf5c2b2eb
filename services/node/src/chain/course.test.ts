import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Bytes, expectOk, ok, sha256, toHex } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { checkReceipt } from "@veche/client";
import { decodeEntry, encodeState } from "@veche/ledger";
import {
  canaries,
  ceremony,
  decrypt,
  define,
  HOUR,
  issuerKeys,
  open,
  roll,
  SECOND,
  seededRandom,
  signHeads,
  TestLedger,
  type TestVoter,
  testElection,
  vote,
} from "@veche/ledger/testing";
import { ElectionLog } from "../engine/log.ts";
import { electionFolder } from "../home/home.ts";
import { silentLogger } from "../log/logger.ts";
import { receiptOf } from "../publish/board.ts";
import { chainHomes } from "../testing/test-chain.ts";
import { nodeKeys, temporaryFolder, testVerifiers } from "../testing/test-node.ts";
import { ChainApplication, type ChainApplicationOptions } from "./application.ts";
import { findCometbft } from "./program.ts";
import { CometRpc } from "./rpc.ts";
import { ChainSupervisor } from "./supervisor.ts";
import { encodeChainTransaction } from "./transaction.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const SET_UP = "no CometBFT on this machine: npm run setup:chain";

/** Of the election that is played by the clock, from its making to the end of casting; on a slow machine it is played anew, longer. */
const CASTING_SECONDS = [25, 75, 225] as const;
const PATIENCE_MS = 60_000;

/** A small election by the clock of this machine, played in memory up to its ballots: what the chain is to be given. */
function prepared(castingSeconds: number): TestLedger {
  const now = Date.now();
  const castEnds = now + castingSeconds * SECOND;
  const times = {
    opens: now - HOUR,
    portalEnds: castEnds,
    issueEnds: castEnds,
    castEnds,
    latestEnd: castEnds,
  };
  const sketch = {
    engine: "cometbft",
    witnesses: { count: 1, quorum: 0 },
    trustees: { count: 3, quorum: 2 },
    contests: [{ min: 1, max: 1, options: 2 }],
    styles: [{ contests: [0], ...times }],
    tallyNotBefore: castEnds,
  } as const;
  const ledger = new TestLedger(testElection(sketch, seededRandom(`course ${now}`))).at(now);
  define(ledger);
  ceremony(ledger);
  issuerKeys(ledger);
  const voters: readonly (readonly TestVoter[])[] = roll(ledger, [2]);
  canaries(ledger);
  open(ledger);
  vote(ledger, voters[0] ?? []);
  return ledger;
}

/** One validator: CometBFT as a process, and the application beside it. */
class Validator {
  readonly options: ChainApplicationOptions;
  readonly #ledger: TestLedger;
  #supervisor: ChainSupervisor | undefined;
  #app: ChainApplication | undefined;
  #rpc: CometRpc | undefined;

  constructor(home: string, ledger: TestLedger) {
    const { genesis } = ledger.test.manifest;
    const keys = nodeKeys(ledger.test);
    const shared = { home, genesis, keys, clock: Date.now, logger: silentLogger, cosign: undefined };
    this.options = { ...shared, verifiers: testVerifiers };
    this.#ledger = ledger;
  }

  async start(): Promise<void> {
    const openApplication = async () => {
      const application = expectOk(await ChainApplication.open(this.options), "application");
      this.#app = application;
      return ok({ application, close: () => application.close() });
    };
    const { home, logger } = this.options;
    const starting = ChainSupervisor.start({ home, logger, program: program ?? "", openApplication });
    this.#supervisor = expectOk(await starting, "start");
    this.#rpc = new CometRpc({ socket: this.#supervisor.rpc });
  }

  async stop(): Promise<void> {
    this.#rpc?.close();
    await this.#supervisor?.close();
  }

  get app(): ChainApplication {
    assert.ok(this.#app);
    return this.#app;
  }

  get log(): ElectionLog | undefined {
    return this.app.elections.log(this.#ledger.test.electionId);
  }

  /** Offers transactions until they stand in the log; false if one never can. */
  async send(transactions: readonly Bytes[]): Promise<boolean> {
    const { electionId } = this.#ledger.test;
    const late = performance.now() + PATIENCE_MS;
    let missing = [...transactions];
    while (missing.length > 0) {
      assert.ok(performance.now() < late, "what was offered enters");
      for (const transaction of missing) {
        const offered = await this.#rpc?.offer(encodeChainTransaction(electionId, transaction));
        if (offered?.ok && offered.value.log === "WINDOW_ENDED") return false;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      missing = missing.filter((transaction) => this.log?.store.placeOf(sha256(transaction)) === undefined);
    }
    return true;
  }
}

/** The blocks of a log, told from the times of its entries. */
function blocksOf(
  log: ElectionLog,
): readonly { readonly time: number; readonly transactions: readonly Bytes[] }[] {
  const blocks = new Map<number, Bytes[]>();
  for (const bytes of log.store.entries(0, log.size)) {
    const { time, transaction } = expectOk(decodeEntry(bytes), "entry");
    blocks.set(time, [...(blocks.get(time) ?? []), transaction]);
  }
  return [...blocks].map(([time, transactions]) => ({ time, transactions }));
}

/** The ledger of a log, played anew in memory, with the secrets of the election's parties. */
function replayed(log: ElectionLog, { test: played }: TestLedger): TestLedger {
  const ledger = new TestLedger(played);
  for (const { time, transactions } of blocksOf(log)) ledger.at(time).accept(...transactions);
  return ledger;
}

/** The same blocks by the engine that orders them itself. */
async function embedded(t: TestContext, { log, options }: Validator): Promise<ElectionLog> {
  assert.ok(log);
  const folder = electionFolder(await temporaryFolder(t), log.electionId);
  const alone = { ...options, mayEnter: () => true, mayFollow: false };
  const own = expectOk(await ElectionLog.open(folder, log.electionId, alone), "log");
  t.after(() => own.close());
  for (const { time, transactions } of blocksOf(log)) {
    const hashed = transactions.map((transaction) => ({ transaction, hash: sha256(transaction) }));
    await own.commit(await own.prepare(time, hashed));
  }
  return own;
}

/** Sends what was prepared, block by block; false if casting was over before. */
async function upToBallots(validator: Validator, ledger: TestLedger): Promise<boolean> {
  for (const { transactions } of ledger.history) if (!(await validator.send(transactions))) return false;
  return true;
}

/** One step after another, each made from what the log holds by then. */
async function toTheEnd(validator: Validator, ledger: TestLedger): Promise<void> {
  const steps: readonly ((now: TestLedger) => void)[] = [
    (now) => now.at(now.state.lastCastEnds).accept(now.tx("close", {})),
    signHeads,
    decrypt,
    (now) => now.accept(now.tx("certify", { result: now.state.resultHash as Bytes })),
  ];
  for (const step of steps) {
    const { log } = validator;
    assert.ok(log);
    const now = replayed(log, ledger);
    const before = now.history.length;
    step(now);
    for (const { transactions } of now.history.slice(before)) assert.ok(await validator.send(transactions));
  }
}

async function startedWith(t: TestContext, ledger: TestLedger): Promise<Validator> {
  const { genesis, validators } = ledger.test.manifest;
  const [home] = await chainHomes(await temporaryFolder(t), 1, { genesis, validators });
  assert.ok(home);
  await mkdir(join(home, "elections"), { recursive: true });
  const validator = new Validator(home, ledger);
  t.after(() => validator.stop());
  await validator.start();
  return validator;
}

async function votedUpTo(
  t: TestContext,
): Promise<{ readonly validator: Validator; readonly ledger: TestLedger }> {
  for (const seconds of CASTING_SECONDS) {
    const ledger = prepared(seconds);
    const validator = await startedWith(t, ledger);
    if (await upToBallots(validator, ledger)) return { validator, ledger };
    await validator.stop();
    t.diagnostic(`${seconds} s were not enough for this machine`);
  }
  return assert.fail("a machine on which no election can be played");
}

test("one CometBFT validator: an election from define to certify; the log is the embedded engine's, byte for byte", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const { validator, ledger } = await votedUpTo(t);
  // A stop in the middle: CometBFT and the application go on where they were.
  const { state } = validator.app;
  await validator.stop();
  await validator.start();
  assert.ok(validator.app.state.height >= state.height);
  await toTheEnd(validator, ledger);
  const { log, app } = validator;
  assert.ok(log);
  await log.whenPublished(log.size);
  assert.ok(log.ledger.state.certified);
  assert.equal(log.ledger.state.counters.ballots, 2);
  const receipt = receiptOf(log, log.size - 1);
  assert.ok(receipt && checkReceipt(receipt, ledger.test.manifest).ok);
  const own = await embedded(t, validator);
  assert.deepEqual([...own.store.entries(0, own.size)], [...log.store.entries(0, log.size)]);
  assert.deepEqual(encodeState(own.ledger.state), encodeState(log.ledger.state));
  assert.deepEqual([...own.store.viewEntries()], [...log.store.viewEntries()]);
  await own.whenPublished(own.size);
  assert.deepEqual(own.published?.root, log.published?.root);
  assert.equal(app.mempool.size, 0);
  t.diagnostic(
    `${log.size} entries in ${blocksOf(log).length} blocks, ${app.state.height} heights, application hash ${toHex(app.state.applicationHash).slice(0, 16)}`,
  );
});
