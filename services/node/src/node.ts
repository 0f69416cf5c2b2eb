import { availableParallelism } from "node:os";
import type { ElectionsAnswer, TransactionAnswer } from "@veche/api";
import { assert, type Bytes, type Clock, err, ok, type Result, toHex } from "@veche/base";
import { logHeadOf } from "@veche/ledger";
import { ChainEngine, type ChainEngineError } from "./chain/engine.ts";
import { applicationHashOf } from "./engine/application-hash.ts";
import { EmbeddedEngine } from "./engine/embedded.ts";
import type { Engine } from "./engine/engine.ts";
import { DEFAULT_LIMITS, type Limits } from "./engine/gate.ts";
import type { ElectionLog, LogError } from "./engine/log.ts";
import type { BlockOutcome } from "./engine/prepared.ts";
import { hasChain, readChainHome, verifierThreads } from "./home/chain-home.ts";
import { type HomeConfig, type HomeError, readHome } from "./home/home.ts";
import type { NodeKeys } from "./home/keys.ts";
import { lockHome } from "./home/lock.ts";
import { type Logger, silentLogger } from "./log/logger.ts";
import type { Cosign } from "./publish/publisher.ts";
import { VerifierPool } from "./verify/pool.ts";
import type { Verifiers } from "./verify/question.ts";

export type NodeOptions = {
  readonly home: string;
  readonly keys: NodeKeys;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Verifier threads; by default one less than the machine has processors, shared by the validators of a chain that is tried out on it. */
  readonly workers?: number;
  /** Verifier threads that several nodes of one process share; whoever made them ends them. */
  readonly verifiers?: Verifiers;
  /** Between two blocks of one election, ms. */
  readonly intervalMs?: number;
  readonly limits?: Partial<Limits>;
  /** Witnesses, if there are any. */
  readonly cosign?: Cosign;
  /** CometBFT's program, for a home that has joined a chain. */
  readonly cometbft?: string | undefined;
};

export type NodeError =
  | HomeError
  | (LogError & { readonly election: string })
  | ChainEngineError
  /** The home has joined a chain, and no program to run it was given. */
  | { readonly code: "COMETBFT_MISSING" };

const DEFAULT_INTERVAL_MS = 50;

/** What belongs to a node besides its engine, to be let go of when it closes. */
type Holdings = {
  readonly ownPool: VerifierPool | undefined;
  readonly unlock: () => void;
};

/** A ledger node: many elections, each with its own log, state and folder. See the README for what it promises. */
export class VecheNode {
  readonly config: HomeConfig;
  /** Resolves with the error that stopped an engine: the process should end, and start anew. */
  readonly failed: Promise<unknown>;
  readonly #engine: Engine;
  readonly #holdings: Holdings;
  #closing: Promise<void> | undefined;

  private constructor(config: HomeConfig, engine: Engine, failed: Promise<unknown>, holdings: Holdings) {
    this.config = config;
    this.failed = failed;
    this.#engine = engine;
    this.#holdings = holdings;
  }

  /** Opens a home that `createHome` made, and all elections in it, after whatever stopped it last. */
  static async open(options: NodeOptions): Promise<Result<VecheNode, NodeError>> {
    const config = await readHome(options.home);
    if (!config.ok) return config;
    const lock = lockHome(options.home);
    if (!lock.ok) return lock;
    const ownPool = options.verifiers === undefined ? new VerifierPool(await workersOf(options)) : undefined;
    const verifiers = options.verifiers ?? (ownPool as VerifierPool);
    let onFatal: (error: unknown) => void = () => undefined;
    const failed = new Promise<unknown>((resolve) => {
      onFatal = resolve;
    });
    const engine = await openEngine(options, config.value, verifiers, (error) => onFatal(error));
    if (engine.ok)
      return ok(new VecheNode(config.value, engine.value, failed, { ownPool, unlock: lock.value }));
    await ownPool?.close();
    lock.value();
    return engine;
  }

  elections(): ElectionsAnswer["elections"] {
    return this.#engine.logs().map((log) => ({
      id: toHex(log.electionId),
      origin: log.ledger.state.election?.manifest.origin ?? "",
      size: log.published?.size ?? 0,
    }));
  }

  /** Takes a transaction from anywhere. Resolves when its fate is known; never rejects for what was sent. */
  submit(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    return this.#engine.submit(electionId, transaction);
  }

  /**
   * For simulations: makes one block of exactly these transactions at `time` (ms), after the last block's. Outcomes in the
   * order given, when the block is durable and published. On a chain blocks are the chain's.
   */
  async commitBlock(
    electionId: Bytes,
    time: number,
    transactions: readonly Bytes[],
  ): Promise<readonly BlockOutcome[]> {
    assert(this.#engine instanceof EmbeddedEngine, "the embedded engine makes blocks");
    return this.#engine.commitBlock(electionId, time, transactions);
  }

  /** The log of an election; nothing if this node has none. */
  log(electionId: Bytes): ElectionLog | undefined {
    return this.#engine.log(electionId);
  }

  /** §06.8.1: binds the heads of all logs. */
  applicationHash(): Bytes {
    const logs = this.#engine.logs();
    return applicationHashOf(
      logs.map(({ electionId, ledger }) => ({ electionId, ...logHeadOf(ledger.state) })),
    );
  }

  /** Ends after the blocks under way; unanswered callers are told to come again. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#engine.close();
    await this.#holdings.ownPool?.close();
    this.#holdings.unlock();
  }
}

async function workersOf({ home, workers }: NodeOptions): Promise<number | undefined> {
  if (workers !== undefined || !(await hasChain(home))) return workers;
  const chain = await readChainHome(home);
  // What is wrong with it is said when its engine is opened.
  return chain.ok ? verifierThreads(chain.value, availableParallelism()) : undefined;
}

/** Which engine orders blocks is decided by the home: one that has keys for a chain never makes blocks by itself. */
async function openEngine(
  options: NodeOptions,
  { genesis }: HomeConfig,
  verifiers: Verifiers,
  onFatal: (error: unknown) => void,
): Promise<Result<Engine, NodeError>> {
  const { home, keys, clock, logger = silentLogger, cosign, intervalMs = DEFAULT_INTERVAL_MS } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const shared = { home, genesis, keys, clock, logger, verifiers, cosign, limits, onFatal };
  if (!(await hasChain(home))) return EmbeddedEngine.open({ ...shared, intervalMs });
  const { cometbft } = options;
  return cometbft === undefined
    ? err({ code: "COMETBFT_MISSING" })
    : ChainEngine.open({ ...shared, program: cometbft });
}
