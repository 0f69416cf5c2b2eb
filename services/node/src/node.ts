import type { ElectionsAnswer, TransactionAnswer } from "@veche/api";
import { assert, type Bytes, type Clock, ok, type Result, toHex } from "@veche/base";
import { logHeadOf } from "@veche/ledger";
import { applicationHashOf } from "./engine/application-hash.ts";
import { EmbeddedEngine } from "./engine/embedded.ts";
import type { Engine } from "./engine/engine.ts";
import { DEFAULT_LIMITS, type Limits } from "./engine/gate.ts";
import type { ElectionLog, LogError } from "./engine/log.ts";
import type { BlockOutcome } from "./engine/prepared.ts";
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
  /** Verifier threads; by default as many as the machine has processors. */
  readonly workers?: number;
  /** Verifier threads that several nodes of one process share; whoever made them ends them. */
  readonly verifiers?: Verifiers;
  /** Between two blocks of one election, ms. */
  readonly intervalMs?: number;
  readonly limits?: Partial<Limits>;
  /** Witnesses, if there are any. */
  readonly cosign?: Cosign;
};

export type NodeError = HomeError | (LogError & { readonly election: string });

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
    const { home, keys, clock, logger = silentLogger, cosign, intervalMs = DEFAULT_INTERVAL_MS } = options;
    const config = await readHome(home);
    if (!config.ok) return config;
    const lock = lockHome(home);
    if (!lock.ok) return lock;
    const ownPool = options.verifiers === undefined ? new VerifierPool(options.workers) : undefined;
    const verifiers = options.verifiers ?? (ownPool as VerifierPool);
    let onFatal: (error: unknown) => void = () => undefined;
    const failed = new Promise<unknown>((resolve) => {
      onFatal = resolve;
    });
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { genesis } = config.value;
    const engine = await EmbeddedEngine.open({
      ...{ home, genesis, keys, clock, logger, verifiers, cosign, intervalMs, limits },
      onFatal: (error) => onFatal(error),
    });
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
