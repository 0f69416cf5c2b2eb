import type { Bytes, Clock } from "@veche/base";
import { encodeChainTransaction, type OutcomeCode } from "@veche/ledger";
import type { Logger } from "../log/logger.ts";
import type { CommittedChain } from "./committed-chain.ts";
import type { Outbox } from "./outbox.ts";
import { endsTheWait, isOfferDue, isOverdue, neverEnters, type Sending } from "./resend.ts";
import type { OfferToChain } from "./rpc.ts";
import type { Waiting, WaitingList } from "./waiting.ts";

/** Brings a transaction to another validator; what comes of it is seen in the log. */
export type OfferElsewhere = (electionId: Bytes, transaction: Bytes) => Promise<unknown>;

export type SenderOptions = {
  readonly chain: CommittedChain;
  readonly offer: OfferToChain;
  readonly others: readonly OfferElsewhere[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly waiting: WaitingList;
  readonly outbox: Outbox;
  /** When a block may take it, ms. */
  readonly from: (waiting: Waiting) => number;
  /** Settles it if it is in its log. */
  readonly settleIfPlaced: (waiting: Waiting) => boolean;
  readonly settleRefused: (waiting: Waiting, code: OutcomeCode) => void;
};

/** Offers under way at a time. */
const LANES = 16;

/** Offers what waits, again and again, and asks now and then whether there is still hope. */
export class ChainSender {
  readonly #options: SenderOptions;
  #height = 0;
  #elsewhere = 0;
  #isReachable = true;
  #isStopped = false;
  readonly #underWay = new Map<Waiting, Promise<boolean>>();
  #round: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  committed(height: number): void {
    this.#height = height;
  }

  /** Offers all that is due. Resolves when it has been offered; one round runs at a time, and one asked for meanwhile follows. */
  round(): Promise<void> {
    if (this.#round === undefined) return this.#begin();
    this.#next ??= this.#round.then(() => {
      this.#next = undefined;
      return this.#begin();
    });
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#round = this.#offerDue().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  /** Offers nothing any more. Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.allSettled([this.#next ?? this.#round, ...this.#underWay.values()]);
  }

  async #offerDue(): Promise<void> {
    const now = this.#options.clock();
    const due = [...this.#options.waiting].filter((one) => {
      const sending = this.#sendingOf(one);
      return isOfferDue(sending, now, this.#height) || isOverdue(sending, now);
    });
    const next = due.sort((a, b) => (a.last?.at ?? 0) - (b.last?.at ?? 0)).values();
    const lane = async (): Promise<void> => {
      for (const waiting of next) if (this.#isStopped || !(await this.offer(waiting))) break;
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** Offers one. False if CometBFT cannot be reached: the others need not try now. */
  offer(waiting: Waiting): Promise<boolean> {
    const underWay = this.#underWay.get(waiting);
    if (underWay !== undefined) return underWay;
    const offering = this.#offer(waiting).finally(() => this.#underWay.delete(waiting));
    this.#underWay.set(waiting, offering);
    return offering;
  }

  async #offer(waiting: Waiting): Promise<boolean> {
    const { clock, offer, outbox, settleIfPlaced } = this.#options;
    if (this.#hasLeft(waiting) || settleIfPlaced(waiting)) return true;
    const kept = outbox.get(waiting.key);
    // Not on the disk yet. It is offered as soon as it is.
    if (kept === undefined) return true;
    const { electionId, transaction } = kept;
    const [at, height] = [clock(), this.#height];
    waiting.last = { at, height, isTaken: false };
    const answer = await offer(encodeChainTransaction(electionId, transaction));
    const said = answer.ok ? answer.value.log : answer.error.code;
    const isTaken = answer.ok ? answer.value.code === 0 : said === "KNOWN";
    waiting.last = { at, height, isTaken };
    const isRefused = answer.ok && !isTaken;
    if (isRefused || isOverdue(this.#sendingOf(waiting), clock())) {
      if (isRefused && neverEnters(said)) this.#refuse(waiting, said);
      else await this.#reconsider(waiting, transaction);
      this.#offerElsewhere(waiting, transaction);
    }
    return this.#noteReach(said !== "UNREACHABLE" && said !== "TIMEOUT");
  }

  /**
   * Whether the committed state still hopes for it, at the time when it was accepted and now: what a step of the ceremony takes depends on
   * the time, too.
   */
  async #reconsider(waiting: Waiting, transaction: Bytes): Promise<void> {
    const { chain, clock } = this.#options;
    const { electionId, since } = waiting;
    const next = (): number => chain.ledger(electionId).state.time + 1;
    const first = await chain.judge(electionId, transaction, () => Math.max(since, next()));
    if (!endsTheWait(first)) return;
    const now = await chain.judge(electionId, transaction, () => Math.max(clock(), next()));
    if (endsTheWait(now)) this.#refuse(waiting, now);
  }

  /**
   * A refusal by a block that others made is none: it may be the block that took it. Neither is one by a node that was wiped since it
   * accepted: it knows less now than then.
   */
  #refuse(waiting: Waiting, code: OutcomeCode): void {
    const { chain, settleIfPlaced, settleRefused } = this.#options;
    if (this.#hasLeft(waiting) || settleIfPlaced(waiting)) return;
    if (chain.height() >= waiting.height) settleRefused(waiting, code);
  }

  #offerElsewhere(waiting: Waiting, transaction: Bytes): void {
    const { others, clock } = this.#options;
    if (this.#hasLeft(waiting) || !isOverdue(this.#sendingOf(waiting), clock())) return;
    waiting.elsewhereAt = clock();
    const other = others[this.#elsewhere++ % others.length];
    // What fails there is seen in the log: nothing has come.
    other?.(waiting.electionId, transaction).catch(() => undefined);
  }

  #hasLeft({ key }: Waiting): boolean {
    return this.#options.waiting.get(key) === undefined;
  }

  #sendingOf(waiting: Waiting): Sending {
    return { from: this.#options.from(waiting), last: waiting.last, elsewhereAt: waiting.elsewhereAt };
  }

  #noteReach(isReachable: boolean): boolean {
    if (isReachable !== this.#isReachable) {
      const event = isReachable ? "cometbft-reached" : "cometbft-unreachable";
      this.#options.logger(isReachable ? "info" : "warn", event, { waiting: this.#options.waiting.size });
    }
    this.#isReachable = isReachable;
    return isReachable;
  }
}
