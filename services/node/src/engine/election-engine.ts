import type { TransactionAnswer } from "@veche/api";
import { assert, type Bytes, type Clock, sha256, toHex } from "@veche/base";
import { isTransient } from "@veche/ledger";
import type { NodeKeys } from "../home/keys.ts";
import { ed25519Signer, type Sign } from "../home/signing.ts";
import { errorFields, type Logger } from "../log/logger.ts";
import { latin1 } from "../names.ts";
import { Admission } from "./admission.ts";
import { busy, entered, notThisNode, promised, standing } from "./answers.ts";
import type { Gate, Limits } from "./gate.ts";
import type { ElectionLog } from "./log.ts";
import type { BlockOutcome, BlockOutcomes, Hashed } from "./prepared.ts";
import { promiseOf } from "./promise.ts";
import { type BlockLimits, BlockQueue, type Item } from "./queue.ts";
import { type Candidate, TickSpool } from "./spool.ts";
import { castParts } from "./ticks.ts";
import { Turns } from "./turns.ts";

export type EngineOptions = {
  readonly keys: NodeKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly gate: Gate;
  readonly limits: Limits;
  /** Between the beginnings of two blocks, ms. */
  readonly intervalMs: number;
  /** Told of an error after which the node must stop: the disk failed, or we have a bug. */
  readonly onFatal: (error: unknown) => void;
};

const BLOCK: BlockLimits = { casts: 2_000, others: 500, otherBytes: 8 * 1024 * 1024 };
/** Before `define` one by one: whether this node can serve the election is told from what defines it. */
const FOUNDING_BLOCK: BlockLimits = { ...BLOCK, others: 1 };

/** How long an answer waits for a checkpoint; after that the sender asks again with the same bytes. */
const PUBLISH_WAIT_MS = 10_000;

/**
 * The embedded engine of one election: takes transactions from anywhere, has them verified, and makes a block every
 * `intervalMs` as long as there is something to put into one.
 */
export class ElectionEngine {
  readonly log: ElectionLog;
  readonly #options: EngineOptions;
  readonly #queue = new BlockQueue();
  readonly #spool: TickSpool;
  readonly #admission: Admission;
  readonly #turns: Turns;
  readonly #signAsLog: Sign;
  readonly #underWay = new Map<string, Promise<TransactionAnswer>>();
  readonly #unanswered = new Set<Item>();
  #stopped = false;

  constructor(log: ElectionLog, options: EngineOptions) {
    this.log = log;
    this.#options = options;
    this.#signAsLog = ed25519Signer(options.keys.log);
    this.#spool = new TickSpool(log.store, log.ledger);
    this.#admission = new Admission(log, this.#queue, this.#spool, options.limits, options.logger);
    this.#turns = new Turns({
      intervalMs: options.intervalMs,
      turn: () => this.#turn().catch((error: unknown) => this.#fail(error)),
      work: () => (this.#queue.hasReady ? "now" : this.#spool.size > 0 ? "later" : "none"),
    });
    this.#turns.wake();
  }

  /**
   * Takes a transaction and answers when its fate is known: in the log under a published checkpoint, promised, refused. The
   * same bytes get the same fate, however often they come (L21).
   */
  async submit(transaction: Bytes): Promise<TransactionAnswer> {
    const hash = sha256(transaction);
    const key = latin1(hash);
    const settled = this.#settled(hash, transaction);
    if (settled !== undefined) return settled;
    // Whoever waits holds a place, also with bytes that others have sent before.
    const leave = this.#stopped ? undefined : this.#options.gate.enter(transaction.length);
    if (leave === undefined) return busy(1);
    try {
      return await (this.#standing(hash) ?? this.#underWay.get(key) ?? this.#begin(hash, key, transaction));
    } finally {
      leave();
    }
  }

  async #begin(hash: Bytes, key: string, transaction: Bytes): Promise<TransactionAnswer> {
    const answer = new Promise<TransactionAnswer>((resolve) => this.#take(hash, transaction, resolve));
    this.#underWay.set(key, answer);
    try {
      return await answer;
    } finally {
      this.#underWay.delete(key);
    }
  }

  /**
   * Makes one block of exactly these transactions at `time`, which must be after the last block's: for simulations, which bring
   * their own clock. Outcomes in the order given, when the block is durable and published. Casts are verified by the workers
   * together.
   */
  async commitBlock(time: number, transactions: readonly Bytes[]): Promise<readonly BlockOutcome[]> {
    assert(!this.#stopped, "the engine is running");
    const hashed = transactions.map((transaction) => ({ hash: sha256(transaction), transaction }));
    const distinct = new Map(hashed.map((one) => [latin1(one.hash), one]));
    await this.log.foresee(time, [...distinct.values()]);
    const outcomes = await this.#turns.exclusively(() => {
      assert(time > this.log.ledger.state.time, "block times strictly increase");
      return this.#makeBlock(time, [...distinct.values()]).catch((error: unknown) => {
        this.#fail(error);
        throw error;
      });
    });
    for (const { hash, transaction } of distinct.values()) {
      const code = outcomes.get(latin1(hash))?.code;
      if (code === "CAST_BEYOND_ISSUES") await this.#admission.refuse(code, { transaction, answer: IGNORE });
    }
    await this.log.whenPublished(this.log.size);
    return hashed.map(({ hash }) => outcomes.get(latin1(hash)) as BlockOutcome);
  }

  /** Ends after the block that is under way. What is not in the log by then is answered as busy. */
  async close(): Promise<void> {
    this.#stopped = true;
    await this.#turns.stop();
    this.#answerAllBusy();
    await this.log.close();
  }

  #take(hash: Bytes, transaction: Bytes, resolve: (answer: TransactionAnswer) => void): void {
    const item: Item = {
      hash,
      transaction,
      ready: false,
      answer: (answer) => {
        this.#unanswered.delete(item);
        resolve(answer);
      },
    };
    this.#unanswered.add(item);
    this.#admission.admit(item).then(
      () => this.#turns.wake(),
      (error: unknown) => this.#fail(error),
    );
  }

  /** What is known of these bytes without waiting for anything. */
  #settled(hash: Bytes, transaction: Bytes): TransactionAnswer | undefined {
    const place = this.log.store.placeOf(hash);
    if (place !== undefined) {
      const isPublished = place.index < (this.log.published?.size ?? 0);
      return isPublished ? standing(place.index, place.blamed) : undefined;
    }
    const due = this.#spool.dueTime(this.log.ledger, hash);
    return due === undefined ? undefined : this.#promise(transaction, due);
  }

  /** Of bytes in the log, as soon as a checkpoint covers them. */
  #standing(hash: Bytes): Promise<TransactionAnswer> | undefined {
    const place = this.log.store.placeOf(hash);
    return place && this.#whenPublished(place.index, standing(place.index, place.blamed));
  }

  #promise(transaction: Bytes, due: number): TransactionAnswer {
    return promised(promiseOf(this.#signAsLog, this.log.electionId, transaction, due), due);
  }

  async #whenPublished(index: number, answer: TransactionAnswer): Promise<TransactionAnswer> {
    return (await this.log.whenPublished(index + 1, PUBLISH_WAIT_MS)) ? answer : busy(5);
  }

  async #turn(): Promise<void> {
    this.#spoolVerified();
    const { log } = this;
    const { state } = log.ledger;
    const time = log.nextTime();
    const items = this.#queue.takeBlock(state.phase === "undefined" ? FOUNDING_BLOCK : BLOCK);
    // While voting is suspended they wait on (§06.5.4), and are not verified in vain.
    const due = state.suspended ? [] : this.#spool.due(log.ledger, time);
    if (items.length + due.length === 0) return;
    const byHash = new Map(items.map((item) => [latin1(item.hash), item]));
    const dueByHash = new Map(due.map((candidate) => [latin1(candidate.hash), candidate]));
    const placed = await this.#makeBlock(time, [...items, ...due], (outcomes) =>
      due.filter(({ hash }) => hasLeft(outcomes.get(latin1(hash)))).map(({ hash }) => hash),
    );
    for (const [hash, outcome] of placed) {
      const item = byHash.get(hash);
      const candidate = dueByHash.get(hash);
      if (item !== undefined) await this.#answer(item, outcome);
      else if (candidate !== undefined) await this.#leaveSpool(candidate, outcome, time);
    }
  }

  /** @param unspooled which casts leave the spool in the same commit, by their hashes. */
  async #makeBlock(
    time: number,
    transactions: readonly Hashed[],
    unspooled: (outcomes: BlockOutcomes) => readonly Bytes[] = () => [],
  ): Promise<BlockOutcomes> {
    const prepared = await this.log.prepare(time, transactions);
    await this.log.commit(prepared, { unspooled: unspooled(prepared.outcomes) });
    return prepared.outcomes;
  }

  /** Durable first, then the promise (§07.6.1). */
  #spoolVerified(): void {
    const { log } = this;
    const time = log.nextTime();
    const kept: Item[] = [];
    const credentials = new Set<string>();
    for (const item of this.#queue.takeForSpool()) {
      const parts = castParts(log.ledger, item.transaction);
      const name = parts === undefined ? "" : toHex(parts.credential);
      const isTaken =
        parts === undefined || credentials.has(name) || this.#spool.holdsCredential(parts.credential);
      credentials.add(name);
      if (isTaken) void this.#admission.refuse("CREDENTIAL_IN_BLOCK", item);
      else kept.push(item);
    }
    if (kept.length === 0) return;
    this.#spool.add(log.ledger, time, kept);
    for (const item of kept) {
      item.answer(this.#promise(item.transaction, this.#spool.dueTime(log.ledger, item.hash) ?? time));
    }
  }

  async #answer(item: Item, outcome: BlockOutcome): Promise<void> {
    if (outcome.code === "NOT_THIS_NODE") return item.answer(notThisNode);
    if (outcome.code !== "ACCEPTED" && outcome.code !== "BLAMED") {
      return this.#admission.refuse(outcome.code, item);
    }
    const { code, index = 0, whole } = outcome;
    const answer = entered(code, index, whole?.code);
    // Not awaited: the next block need not wait for this one's checkpoint.
    void this.#whenPublished(index, answer).then(item.answer);
  }

  /** A cast that was promised. What cannot enter yet waits for the next tick; what never can is kept no longer. */
  async #leaveSpool(candidate: Candidate, outcome: BlockOutcome, time: number): Promise<void> {
    if (!hasLeft(outcome)) return this.#spool.postpone(candidate.hash, time);
    this.#spool.drop(candidate.hash);
    if (outcome.code === "ACCEPTED" || outcome.code === "NOT_THIS_NODE") return;
    this.#options.logger("error", "promise-not-kept", {
      election: toHex(this.log.electionId),
      code: outcome.code,
    });
    await this.#admission.refuse(outcome.code, { transaction: candidate.transaction, answer: IGNORE });
  }

  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#options.logger("error", "engine-stopped", errorFields(error));
    void this.#turns.stop();
    this.#answerAllBusy();
    this.#options.onFatal(error);
  }

  #answerAllBusy(): void {
    for (const item of this.#unanswered) item.answer(busy(5));
  }
}

/** Nobody waits for the answer. */
const IGNORE = (): void => undefined;

/** Whether a cast of the spool has come to its end: in the log, or refused for ever. */
const hasLeft = (outcome: BlockOutcome | undefined): boolean =>
  outcome !== undefined && (outcome.code === "NOT_THIS_NODE" || !isTransient(outcome.code));
