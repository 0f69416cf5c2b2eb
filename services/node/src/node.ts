import { rm } from "node:fs/promises";
import type { ElectionsAnswer, TransactionAnswer } from "@veche/api";
import {
  assert,
  type Bytes,
  type Clock,
  compareBytes,
  concat,
  equalBytes,
  err,
  ok,
  type Result,
  sha256,
  toHex,
  u64,
  utf8,
} from "@veche/base";
import { initialState, logHeadOf, MemoryView, type OutcomeCode } from "@veche/ledger";
import { busy, refusal } from "./engine/answers.ts";
import { ElectionEngine } from "./engine/election-engine.ts";
import { DEFAULT_LIMITS, Gate, type Limits } from "./engine/gate.ts";
import { type BlockOutcome, ElectionLog, type LogError, type LogOptions } from "./engine/log.ts";
import { electionFolder, electionsOf, type HomeConfig, type HomeError, readHome } from "./home/home.ts";
import type { NodeKeys } from "./home/keys.ts";
import { lockHome } from "./home/lock.ts";
import { type Logger, silentLogger } from "./log/logger.ts";
import type { Cosign } from "./publish/publisher.ts";
import { Judge } from "./verify/judge.ts";
import type { Ledger } from "./verify/ledger.ts";
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

/** A ledger node: many elections, each with its own log, state and folder. See the README for what it promises. */
export class VecheNode {
  readonly config: HomeConfig;
  /** Resolves with the error that stopped an engine: the process should end, and start anew. */
  readonly failed: Promise<unknown>;
  readonly #options: NodeOptions;
  readonly #verifiers: Verifiers;
  /** Those that this node has to end. */
  readonly #ownPool: VerifierPool | undefined;
  readonly #gate: Gate;
  readonly #limits: Limits;
  readonly #unlock: () => void;
  readonly #engines = new Map<string, ElectionEngine>();
  readonly #founding = new Map<string, Promise<TransactionAnswer>>();
  #closing: Promise<void> | undefined;
  #reportFailure: (error: unknown) => void = () => undefined;

  private constructor(options: NodeOptions, config: HomeConfig, unlock: () => void) {
    this.config = config;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#gate = new Gate(this.#limits);
    this.#ownPool = options.verifiers === undefined ? new VerifierPool(options.workers) : undefined;
    this.#verifiers = options.verifiers ?? (this.#ownPool as VerifierPool);
    this.#unlock = unlock;
    this.failed = new Promise((resolve) => {
      this.#reportFailure = resolve;
    });
  }

  /** Opens a home that `createHome` made, and all elections in it, after whatever stopped it last. */
  static async open(options: NodeOptions): Promise<Result<VecheNode, NodeError>> {
    const config = await readHome(options.home);
    if (!config.ok) return config;
    const lock = lockHome(options.home);
    if (!lock.ok) return lock;
    const node = new VecheNode(options, config.value, lock.value);
    for (const electionId of await electionsOf(options.home)) {
      const opened = await node.#openElection(electionId);
      if (opened.ok && opened.value.log.size === 0) await node.#forget(electionId);
      if (opened.ok) continue;
      await node.close();
      return err({ ...opened.error, election: toHex(electionId) });
    }
    return ok(node);
  }

  elections(): ElectionsAnswer["elections"] {
    return this.#logs().map((log) => ({
      id: toHex(log.electionId),
      origin: log.ledger.state.election?.manifest.origin ?? "",
      size: log.published?.size ?? 0,
    }));
  }

  /** Takes a transaction from anywhere. Resolves when its fate is known; never rejects for what was sent. */
  async submit(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    const engine = this.#engines.get(toHex(electionId));
    return engine === undefined ? this.#found(electionId, transaction) : engine.submit(transaction);
  }

  /**
   * For simulations: makes one block of exactly these transactions at `time` (ms), after the last block's. Outcomes in the
   * order given, when the block is durable and published.
   */
  async commitBlock(
    electionId: Bytes,
    time: number,
    transactions: readonly Bytes[],
  ): Promise<readonly BlockOutcome[]> {
    const known = this.#engines.get(toHex(electionId));
    if (known !== undefined) return known.commitBlock(time, transactions);
    const opened = await this.#openElection(electionId);
    assert(opened.ok, "a new folder opens");
    const outcomes = await opened.value.commitBlock(time, transactions);
    if (opened.value.log.size === 0) await this.#forget(electionId);
    return outcomes;
  }

  /** The log of an election; nothing if this node has none. */
  log(electionId: Bytes): ElectionLog | undefined {
    return this.#engines.get(toHex(electionId))?.log;
  }

  /** §06.8.1: binds the heads of all logs. */
  applicationHash(): Bytes {
    const heads = this.#logs().flatMap((log) => {
      const { size, root } = logHeadOf(log.ledger.state);
      return [log.electionId, u64(size), root];
    });
    return sha256(concat(utf8("veche/v1/app"), new Uint8Array(1), ...heads));
  }

  /** Ends after the blocks under way; unanswered callers are told to come again. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#engines.values()].map((engine) => engine.close()));
    await this.#ownPool?.close();
    this.#unlock();
  }

  /** Ascending by electionId. */
  #logs(): readonly ElectionLog[] {
    const logs = [...this.#engines.values()].map((engine) => engine.log).filter((log) => log.size > 0);
    return logs.sort((a, b) => compareBytes(a.electionId, b.electionId));
  }

  /** A log begins with its first accepted `define` or part (§06.5); for anything else nothing is kept on disk. */
  async #found(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    const id = toHex(electionId);
    const before = this.#founding.get(id);
    if (before !== undefined) {
      await before;
      return this.submit(electionId, transaction);
    }
    const founding = this.#foundNow(electionId, transaction);
    this.#founding.set(id, founding);
    try {
      return await founding;
    } finally {
      this.#founding.delete(id);
    }
  }

  async #foundNow(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    const leave = this.#gate.enter(transaction.length);
    if (leave === undefined) return busy(1);
    try {
      const code = await this.#judgeFirst(electionId, transaction);
      if (code !== "ACCEPTED") return refusal(code);
    } finally {
      leave();
    }
    const opened = await this.#openElection(electionId);
    assert(opened.ok, "a new folder opens");
    const answer = await opened.value.submit(transaction);
    if (opened.value.log.size === 0) await this.#forget(electionId);
    return answer;
  }

  async #judgeFirst(electionId: Bytes, transaction: Bytes): Promise<OutcomeCode> {
    const ledger: Ledger = {
      state: initialState(electionId, this.config.genesis),
      view: new MemoryView(),
    };
    const time = Math.max(1, this.#options.clock());
    const { outcome } = await new Judge(this.#verifiers).judge(
      () => ledger,
      () => time,
      transaction,
    );
    return outcome.code;
  }

  /** Removes the folder of an election without an entry: nothing was acknowledged. */
  async #forget(electionId: Bytes): Promise<void> {
    const id = toHex(electionId);
    await this.#engines.get(id)?.close();
    this.#engines.delete(id);
    await rm(electionFolder(this.#options.home, electionId), { recursive: true, force: true });
  }

  async #openElection(electionId: Bytes): Promise<Result<ElectionEngine, LogError>> {
    const { keys, clock, logger = silentLogger, cosign, intervalMs = DEFAULT_INTERVAL_MS } = this.#options;
    const { genesis } = this.config;
    const isOriginTaken = (origin: string, asking: Bytes): boolean =>
      this.#logs().some(
        (log) => !equalBytes(log.electionId, asking) && log.ledger.state.election?.manifest.origin === origin,
      );
    const shared: LogOptions = {
      genesis,
      keys,
      clock,
      logger,
      cosign,
      isOriginTaken,
      verifiers: this.#verifiers,
    };
    const log = await ElectionLog.open(electionFolder(this.#options.home, electionId), electionId, shared);
    if (!log.ok) return log;
    const engine = new ElectionEngine(log.value, {
      keys,
      clock,
      logger,
      intervalMs,
      gate: this.#gate,
      limits: this.#limits,
      onFatal: (error) => this.#reportFailure(error),
    });
    this.#engines.set(toHex(electionId), engine);
    logger("info", "election-opened", { election: toHex(electionId), size: log.value.size });
    return ok(engine);
  }
}
