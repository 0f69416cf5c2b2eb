import type { TransactionAnswer } from "@veche/api";
import { type Bytes, type Clock, sha256, toHex } from "@veche/base";
import { decodeChainTransaction, enters, type OutcomeCode } from "@veche/ledger";
import { busy, entered, promised, refusal, standing } from "../engine/answers.ts";
import { DEFAULT_LIMITS, Gate, type Limits } from "../engine/gate.ts";
import { promiseOf } from "../engine/promise.ts";
import { castParts, type TickPlan, tickAfter, tickPlan } from "../engine/ticks.ts";
import type { Sign } from "../home/signing.ts";
import { errorFields, type Logger } from "../log/logger.ts";
import { latin1 } from "../names.ts";
import type { Place } from "../store/index-db.ts";
import type { CommittedChain } from "./committed-chain.ts";
import { Outbox, outboxKey } from "./outbox.ts";
import { mayBeBehind } from "./resend.ts";
import type { OfferToChain } from "./rpc.ts";
import { ChainSender, type OfferElsewhere } from "./sender.ts";
import { type Waiting, WaitingList, waitingOf } from "./waiting.ts";

export type GatewayOptions = {
  /** Folder of the outbox. */
  readonly folder: string;
  readonly chain: CommittedChain;
  readonly offer: OfferToChain;
  readonly others: readonly OfferElsewhere[];
  /** With the validator's logKey (§07.6.1). */
  readonly sign: Sign;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Partial<Limits>;
  /** How long a sender waits for a block, ms; after that it asks again with the same bytes. */
  readonly patienceMs?: number;
  /** How long a refusal waits for a block that this node may lack, ms. */
  readonly blockWaitMs?: number;
  /** Told of an error after which the node must stop: the disk failed, or we have a bug. */
  readonly onFatal: (error: unknown) => void;
};

const PATIENCE_MS = 15_000;
const PUBLISH_WAIT_MS = 10_000;
const ROUND_MS = 1_000;
/** What CometBFT's mempool holds at most. */
const WAITING_MAX = 50_000;
const FULL_RETRY_SECONDS = 60;
const RETRY_SECONDS = 5;
/** Blocks are made every 5 s at least (§06.9.3). */
const BLOCK_WAIT_MS = 8_000;
/** Refusals that wait for a block at a time: whoever sends garbage must not keep the places of others. */
const DOUBTS_MAX = 500;
/** A block's time lags behind the clock by the pause before it; beyond this the node is behind, or the chain stands. */
const BEHIND_MS = 20_000;
/** By the clock a cast enters up to so long after its tick (ADR 0019): until then its promise is not late. */
const TICK_LAG_MS = 5_000;

/** Others must have a cast before its tick: what comes later than this before one is promised for the next, and may enter with this one. */
const GOSSIP_MS = 5_000;

/** The last tick is followed by blocks that take every cast: to be late for it costs nothing. */
const reachableTick = (plan: TickPlan, time: number): number | undefined =>
  tickAfter(plan, time + GOSSIP_MS) ?? tickAfter(plan, time);

type Submitted = {
  readonly key: Bytes;
  readonly hash: Bytes;
  readonly electionId: Bytes;
  readonly transaction: Bytes;
};

/**
 * Brings transactions from senders into the chain (ADR 0019). What it has accepted is on disk before it promises anything, and is
 * offered to CometBFT again and again, over every stop of either, until the log has it or its rules refuse it for good.
 */
export class ChainGateway {
  readonly #options: GatewayOptions;
  readonly #outbox: Outbox;
  readonly #gate: Gate;
  readonly #limits: Limits;
  readonly #waiting = new WaitingList();
  readonly #sender: ChainSender;
  /** Transactions that are being judged, or written to the disk. */
  readonly #underWay = new Map<string, Promise<TransactionAnswer | Waiting>>();
  /** Refusals that wait for a block, so that nobody is refused by a node that is behind. */
  readonly #doubts = new Set<(isMade: boolean) => void>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(options: GatewayOptions, outbox: Outbox) {
    this.#options = options;
    this.#outbox = outbox;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#gate = new Gate(this.#limits);
    const { chain, offer, others, clock, logger } = options;
    this.#sender = new ChainSender({
      chain,
      offer,
      others,
      clock,
      logger,
      outbox,
      waiting: this.#waiting,
      from: (waiting) => this.#tickAfter(waiting, waiting.since) ?? waiting.since,
      settleIfPlaced: (waiting) => this.#settleIfPlaced(waiting),
      settleRefused: (waiting, code) => this.#settleRefused(waiting, code),
    });
  }

  /** With all that waited when the node stopped. Nothing is offered before `start`, or a `round`. */
  static async open(options: GatewayOptions): Promise<ChainGateway> {
    const outbox = await Outbox.open(options.folder);
    const gateway = new ChainGateway(options, outbox);
    for (const kept of outbox.all()) {
      gateway.#waiting.add(waitingOf(kept, options.chain.ledger(kept.electionId)));
    }
    for (const waiting of [...gateway.#waiting]) gateway.#settleIfPlaced(waiting);
    return gateway;
  }

  /** Offers what is due, now and every second. */
  start(): void {
    this.#timer ??= setInterval(() => void this.round(), ROUND_MS);
    void this.round();
  }

  /** How many it has accepted and does not know to be in the chain. */
  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Takes a transaction and answers when its fate is known: in the log under a published checkpoint, promised, refused. Or busy: what
   * was accepted waits on, and the same bytes get the same fate, however often they come (L21).
   */
  async submit(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    const leave = this.#isClosed ? undefined : this.#gate.enter(transaction.length);
    if (leave === undefined) return busy(1);
    const key = outboxKey(electionId, transaction);
    try {
      return await this.#fate({ key, hash: sha256(transaction), electionId, transaction });
    } finally {
      leave();
    }
  }

  /** To be told of each block when it is durable, with its chain transactions. */
  committed(height: number, transactions: readonly Bytes[]): void {
    if (this.#isClosed) return;
    this.#sender.committed(height);
    for (const end of [...this.#doubts]) end(true);
    for (const bytes of transactions) {
      const waiting = this.#waiting.get(sha256(bytes));
      if (waiting === undefined || this.#settleIfPlaced(waiting)) continue;
      const read = decodeChainTransaction(bytes);
      // A change of validators has no log. It stands where its number says.
      if (read.ok && read.value.kind === "validators") {
        this.#settle(waiting, entered("ACCEPTED", read.value.body.sequence, undefined));
      }
    }
    void this.round();
  }

  /** Offers all that is due. Resolves when they have been offered. */
  async round(): Promise<void> {
    if (this.#isClosed) return;
    await this.#sender.round().catch((error: unknown) => this.#fail(error));
  }

  /** Whoever waits is told to come again; what was accepted stays on disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const end of [...this.#doubts]) end(false);
    await Promise.allSettled(this.#underWay.values());
    for (const { callers } of this.#waiting) for (const answer of [...callers]) answer(busy(1));
    await this.#sender.stop();
    await this.#outbox.close();
  }

  async #fate(submitted: Submitted): Promise<TransactionAnswer> {
    const place = this.#placeOf(submitted);
    if (place !== undefined) return this.#standing(submitted, place);
    const name = latin1(submitted.key);
    const waiting =
      this.#underWay.get(name) ?? this.#waiting.get(submitted.key) ?? this.#begin(name, submitted);
    const known = await waiting;
    return "callers" in known ? this.#answerOf(known, submitted.transaction) : known;
  }

  #begin(name: string, submitted: Submitted): Promise<TransactionAnswer | Waiting> {
    const taking = this.#take(submitted)
      .catch((error: unknown) => {
        this.#fail(error);
        return busy(1);
      })
      .finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, taking);
    return taking;
  }

  /** Judges a transaction, and has it on disk when it resolves with what waits. */
  async #take(submitted: Submitted): Promise<TransactionAnswer | Waiting> {
    const { key, electionId, transaction } = submitted;
    let since = this.#now(electionId);
    let refused = await this.#judge(submitted, since);
    if (typeof refused === "string" && mayBeBehind(refused)) {
      if (!(await this.#catchesUp())) return busy(RETRY_SECONDS);
      since = this.#now(electionId);
      refused = await this.#judge(submitted, since);
    }
    if (typeof refused === "string") return this.#refused(refused, submitted);
    if (refused !== undefined) return refused;
    const kept = { key, electionId, transaction, since, height: this.#options.chain.height() };
    const waiting = waitingOf(kept, this.#options.chain.ledger(electionId));
    // Before the disk has it, so that no second ballot of its credential passes meanwhile.
    this.#waiting.add(waiting);
    await this.#outbox.add(kept).catch((error: unknown) => {
      this.#waiting.drop(waiting);
      throw error;
    });
    if (!this.#isClosed) this.#sender.offer(waiting).catch((error: unknown) => this.#fail(error));
    return waiting;
  }

  async #refused(code: OutcomeCode, { electionId, transaction }: Submitted): Promise<TransactionAnswer> {
    if (code === "CAST_BEYOND_ISSUES") {
      await this.#options.chain.keepBeyond(electionId, transaction);
      this.#options.logger("error", "cast-beyond-issues", { election: toHex(electionId) });
    }
    return refusal(code);
  }

  /**
   * True once this node has made one more block, and is not far behind: a sender who has seen something in the log of another validator may
   * come before the block in which it stands has come here.
   */
  async #catchesUp(): Promise<boolean> {
    const { chain, clock, blockWaitMs = BLOCK_WAIT_MS } = this.#options;
    if (this.#doubts.size >= DOUBTS_MAX) return false;
    const isMade = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => end(false), blockWaitMs);
      const end = (made: boolean): void => {
        clearTimeout(timer);
        this.#doubts.delete(end);
        resolve(made);
      };
      this.#doubts.add(end);
    });
    return isMade && clock() - chain.time() <= BEHIND_MS;
  }

  /** The answer to a transaction that this node does not take, or the code with which its ledger refuses it. */
  async #judge(
    { hash, electionId, transaction }: Submitted,
    now: number,
  ): Promise<TransactionAnswer | OutcomeCode | undefined> {
    const { chain } = this.#options;
    const ledger = chain.ledger(electionId);
    const parts = castParts(ledger, transaction);
    const isHeld = (): boolean =>
      parts !== undefined &&
      (this.#waiting.holdsCredential(electionId, parts.credential) ||
        chain.holdsAnother(electionId, parts.credential, hash));
    // Before anything is verified: a voter must not keep the node busy with ever new ballots while one waits.
    if (isHeld()) return refusal("CREDENTIAL_IN_BLOCK");
    if (this.#isFull(electionId, parts?.style)) return busy(FULL_RETRY_SECONDS);
    if (this.#waiting.isFullOf(electionId, transaction)) return busy(RETRY_SECONDS);
    // §06.9.5: at the time at which it will enter.
    const due = parts && reachableTick(tickPlan(ledger, parts.style), now);
    const code = await chain.judge(electionId, transaction, () => due ?? this.#now(electionId));
    if (enters({ code })) return isHeld() ? refusal("CREDENTIAL_IN_BLOCK") : undefined;
    // Refused because a block has taken it meanwhile.
    const place = this.#placeOf({ electionId, hash });
    return place === undefined ? code : this.#standing({ electionId }, place);
  }

  #isFull(electionId: Bytes, style: number | undefined): boolean {
    if (this.#waiting.size >= WAITING_MAX) return true;
    return style !== undefined && this.#waiting.countOf(electionId, style) >= this.#limits.spooledPerStyle;
  }

  /** Of what waits: a promise if it has a tick, or what becomes of it within our patience. */
  #answerOf(waiting: Waiting, transaction: Bytes): TransactionAnswer | Promise<TransactionAnswer> {
    const place = this.#placeOf(waiting);
    if (place !== undefined) return this.#standing(waiting, place);
    const { sign, patienceMs = PATIENCE_MS } = this.#options;
    const due = this.#dueOf(waiting);
    if (due !== undefined) return promised(promiseOf(sign, waiting.electionId, transaction, due), due);
    if (this.#isClosed) return busy(1);
    return new Promise((resolve) => {
      const answer = (what: TransactionAnswer): void => {
        clearTimeout(timer);
        waiting.callers.delete(answer);
        resolve(what);
      };
      const timer = setTimeout(() => answer(busy(RETRY_SECONDS)), patienceMs);
      waiting.callers.add(answer);
    });
  }

  /** The tick at which a cast that waits should enter, ms; nothing if it needs none. One that has passed without it is the next. */
  #dueOf(waiting: Waiting): number | undefined {
    const first = this.#tickAfter(waiting, waiting.since);
    const past = this.#options.clock() - TICK_LAG_MS;
    return first === undefined || past < first ? first : this.#tickAfter(waiting, past);
  }

  #tickAfter({ electionId, cast }: Waiting, time: number): number | undefined {
    return cast && reachableTick(tickPlan(this.#options.chain.ledger(electionId), cast.style), time);
  }

  #settleIfPlaced(waiting: Waiting): boolean {
    const place = this.#placeOf(waiting);
    if (place === undefined) return false;
    const whole = this.#options.chain.wholeOf(waiting.electionId, waiting.hash);
    const answer = entered(place.blamed ? "BLAMED" : "ACCEPTED", place.index, whole);
    this.#settle(waiting, answer, place);
    return true;
  }

  #settleRefused(waiting: Waiting, code: OutcomeCode): void {
    if (this.#tickAfter(waiting, waiting.since) !== undefined) {
      this.#options.logger("error", "promise-not-kept", { election: toHex(waiting.electionId), code });
    }
    this.#settle(waiting, refusal(code));
  }

  /** Forgets what waited, and tells whoever still asks for it. */
  #settle(waiting: Waiting, answer: TransactionAnswer, place?: Place): void {
    if (!this.#waiting.drop(waiting)) return;
    this.#outbox.remove(waiting.key).catch((error: unknown) => this.#fail(error));
    const callers = [...waiting.callers];
    if (callers.length === 0) return;
    const published = place === undefined ? answer : this.#whenPublished(waiting, place, answer);
    void Promise.resolve(published).then((what) => {
      for (const answered of callers) answered(what);
    });
  }

  #standing(of: Pick<Submitted, "electionId">, place: Place): Promise<TransactionAnswer> {
    return this.#whenPublished(of, place, standing(place.index, place.blamed));
  }

  async #whenPublished(
    { electionId }: Pick<Submitted, "electionId">,
    { index }: Place,
    answer: TransactionAnswer,
  ): Promise<TransactionAnswer> {
    const isPublished = await this.#options.chain.whenPublished(electionId, index + 1, PUBLISH_WAIT_MS);
    return isPublished ? answer : busy(RETRY_SECONDS);
  }

  #placeOf({ electionId, hash }: Pick<Submitted, "electionId" | "hash">): Place | undefined {
    return this.#options.chain.placeOf(electionId, hash);
  }

  /** §06.9.4 */
  #now(electionId: Bytes): number {
    return Math.max(this.#options.clock(), this.#options.chain.ledger(electionId).state.time + 1);
  }

  #fail(error: unknown): void {
    this.#options.logger("error", "gateway-failed", errorFields(error));
    this.#options.onFatal(error);
  }
}
