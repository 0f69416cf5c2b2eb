import { join } from "node:path";
import type { TestContext } from "node:test";
import { type AnswerOf, CheckTxType, type Method, type Methods } from "@veche/abci";
import { assert, type Bytes, expectOk, toHex, utf8 } from "@veche/base";
import { type ChainValidator, encodeChainTransaction } from "@veche/ledger";
import { memberKey, type PlayedBlock, type TestElection, TIMES } from "@veche/ledger/testing";
import { ChainApplication, type ChainApplicationOptions } from "../chain/application.ts";
import { createHome } from "../home/home.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import type { Verifiers } from "../verify/question.ts";
import { type HandClock, temporaryFolder, testVerifiers } from "./test-node.ts";

export const CHAIN_ID = "veche-test";
const ACCEPT = 1;
const NO_VOTES = { round: 0, votes: [] };

/** The validators of a chain that an election's manifest names, with consensus keys made up. */
export function chainValidators({ manifest }: TestElection): readonly ChainValidator[] {
  return manifest.validators.map(({ key, logKey, name }, at) => ({
    consensus: memberKey(at + 1, "consensus"),
    key,
    logKey,
    name,
  }));
}

/** What CometBFT hands over from its genesis document. */
export function appState({ manifest }: TestElection, validators: readonly ChainValidator[]): Bytes {
  const { organisations, quorum } = manifest.genesis;
  const state = {
    organisations: organisations.map(({ key, name }) => ({ key: toHex(key), name })),
    quorum,
    validators: validators.map(({ name, consensus, key, logKey }) => ({
      name,
      consensus: toHex(consensus),
      key: toHex(key),
      logKey: toHex(logKey),
    })),
  };
  return utf8(JSON.stringify(state));
}

/** Asks an application as CometBFT does; over a socket or on the spot. */
export type Ask = <M extends Method>(method: M, request: Methods[M]["request"]) => Promise<AnswerOf<M>>;

export type TestValidator = {
  readonly home: string;
  readonly clock: HandClock;
  app: ChainApplication;
  ask: Ask;
};

export const directly =
  (app: ChainApplication): Ask =>
  (method, request) => {
    const call: (asked: never) => Promise<unknown> = app[method];
    return call(request as never) as Promise<never>;
  };

export async function openApplication(
  home: string,
  clock: HandClock,
  test: TestElection,
  at: number,
  options: Partial<ChainApplicationOptions> = {},
): Promise<ChainApplication> {
  const validator = test.secrets.validators[at];
  assert(validator !== undefined, "the test election has as many validators");
  const keys = { log: validator.logKey, validator: validator.key };
  const { genesis } = test.manifest;
  const shared = { home, keys, genesis, clock: () => clock.now, logger: silentLogger, cosign: undefined };
  const opened = await ChainApplication.open({ ...shared, verifiers: testVerifiers, ...options });
  return expectOk(opened, "application");
}

/**
 * CometBFT played by a test: every transaction is offered to all validators, one of them proposes, all judge, decide and commit, and all
 * must come to the same application hash.
 */
export class TestChain {
  readonly test: TestElection;
  readonly validators: readonly TestValidator[];
  /** Of the last block. */
  height = 0;
  time = 0;
  readonly blocks: { readonly height: number; readonly time: number; readonly txs: readonly Bytes[] }[] = [];
  mempool: readonly Bytes[] = [];

  private constructor(test: TestElection, validators: readonly TestValidator[]) {
    this.test = test;
    this.validators = validators;
  }

  static async start(
    t: TestContext,
    test: TestElection,
    count = 1,
    verifiers: Verifiers = testVerifiers,
    logger: Logger = silentLogger,
  ): Promise<TestChain> {
    const validators: TestValidator[] = [];
    for (let at = 0; at < count; at++) {
      const home = join(await temporaryFolder(t), "home");
      expectOk(await createHome(home, { name: `node${at}`, genesis: test.manifest.genesis }), "home");
      const clock: HandClock = { now: TIMES.defined };
      const app = await openApplication(home, clock, test, at, { verifiers, logger });
      const validator = { home, clock, app, ask: directly(app) };
      t.after(() => validator.app.close());
      validators.push(validator);
    }
    const chain = new TestChain(test, validators);
    for (const { ask } of validators) await ask("initChain", chain.genesis());
    return chain;
  }

  get first(): TestValidator {
    return this.validators[0] as TestValidator;
  }

  of(transaction: Bytes): Bytes {
    return encodeChainTransaction(this.test.electionId, transaction);
  }

  setClocks(now: number): void {
    for (const { clock } of this.validators) clock.now = now;
  }

  /** The codes of `CheckTx` of the first validator; what it admits is in the mempools. */
  async offer(...transactions: readonly Bytes[]): Promise<readonly string[]> {
    const logs: string[] = [];
    for (const tx of transactions) {
      const answers = [];
      for (const { ask } of this.validators)
        answers.push(await ask("checkTx", { tx, type: CheckTxType.NEW }));
      const [answer] = answers;
      logs.push(answer?.log ?? "");
      if (answer?.code === 0) this.mempool = [...this.mempool, tx];
    }
    return logs;
  }

  /** What a validator proposes at `time` (ms), out of what the mempool holds or what is handed to it. */
  async propose(time: number, txs = this.mempool, proposer = this.first): Promise<readonly Bytes[]> {
    const { txs: proposed } = await proposer.ask("prepareProposal", {
      ...this.#header(time),
      txs: [...txs],
      maxTxBytes: 100n * 1024n * 1024n,
      misbehavior: [],
      localLastCommit: NO_VOTES,
    });
    return proposed;
  }

  async isAgreed(validator: TestValidator, time: number, txs: readonly Bytes[]): Promise<boolean> {
    const { status } = await validator.ask("processProposal", {
      ...this.#header(time),
      txs: [...txs],
      proposedLastCommit: NO_VOTES,
      misbehavior: [],
      hash: new Uint8Array(32),
    });
    return status === ACCEPT;
  }

  /** One block of what is proposed; all validators agree to it. Returns it. */
  async block(time: number, txs = this.mempool, proposer = this.first): Promise<readonly Bytes[]> {
    const proposed = await this.propose(time, txs, proposer);
    for (const validator of this.validators) {
      assert(await this.isAgreed(validator, time, proposed), "an honest proposal is agreed to");
    }
    await this.decide(time, proposed);
    return proposed;
  }

  /** Decides and commits on all validators. */
  async decide(time: number, txs: readonly Bytes[]): Promise<void> {
    const hashes = new Set<string>();
    for (const validator of this.validators) {
      hashes.add(toHex(await this.finalize(validator, time, txs)));
      await validator.ask("commit", {});
    }
    assert(hashes.size === 1, "all validators come to one application hash");
    this.height++;
    this.time = time;
    this.blocks.push({ height: this.height, time, txs });
    const entered = new Set(txs.map(toHex));
    const left = this.mempool.filter((tx) => !entered.has(toHex(tx)));
    const kept: Bytes[] = [];
    for (const tx of left) {
      const codes = [];
      for (const { ask } of this.validators) {
        codes.push((await ask("checkTx", { tx, type: CheckTxType.RECHECK })).code);
      }
      if (codes[0] === 0) kept.push(tx);
    }
    this.mempool = kept;
  }

  async finalize({ ask }: TestValidator, time: number, txs: readonly Bytes[]): Promise<Bytes> {
    const { appHash, txResults } = await ask("finalizeBlock", this.finalizing(time, txs));
    assert(
      txResults.length === txs.length && txResults.every(({ code }) => code === 0),
      "code 0 for all (§06.9.2)",
    );
    return appHash;
  }

  finalizing(time: number, txs: readonly Bytes[]): Methods["finalizeBlock"]["request"] {
    return {
      ...this.#header(time),
      txs: [...txs],
      decidedLastCommit: NO_VOTES,
      misbehavior: [],
      hash: new Uint8Array(32),
    };
  }

  /** Plays blocks of a ledger at their own times, past the mempools: what entered there must enter here, in one block. */
  async play(history: readonly PlayedBlock[]): Promise<void> {
    for (const { time, transactions, outcomes } of history) {
      this.setClocks(time);
      const proposed = await this.block(
        time,
        transactions.map((bytes) => this.of(bytes)),
      );
      const entered = outcomes.filter(({ code }) => code === "ACCEPTED" || code === "BLAMED").length;
      assert(proposed.length === entered, `${proposed.length} of ${entered} are in the block at ${time}`);
    }
  }

  genesis(): Methods["initChain"]["request"] {
    const validators = chainValidators(this.test);
    return {
      time: { seconds: 0n, nanos: 0 },
      chainId: CHAIN_ID,
      validators: validators.map(({ consensus }) => ({ pubKey: { ed25519: consensus }, power: 1n })),
      appStateBytes: appState(this.test, validators),
      initialHeight: 1n,
    };
  }

  #header(
    time: number,
  ): Pick<Methods["finalizeBlock"]["request"], "height" | "time" | "nextValidatorsHash" | "proposerAddress"> {
    return {
      height: BigInt(this.height + 1),
      // Not a whole number of milliseconds, as with CometBFT (§06.3.1).
      time: { seconds: BigInt(Math.floor(time / 1_000)), nanos: (time % 1_000) * 1_000_000 + 999_999 },
      nextValidatorsHash: new Uint8Array(0),
      proposerAddress: new Uint8Array(0),
    };
  }
}
