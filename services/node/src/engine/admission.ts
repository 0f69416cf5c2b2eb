import { type Bytes, toHex } from "@veche/base";
import { isCast, type OutcomeCode } from "@veche/ledger";
import type { Logger } from "../log/logger.ts";
import type { Judged } from "../verify/judge.ts";
import { busy, refusal } from "./answers.ts";
import { keepEvidence } from "./evidence.ts";
import type { Limits } from "./gate.ts";
import type { ElectionLog } from "./log.ts";
import type { BlockQueue, Item } from "./queue.ts";
import type { TickSpool } from "./spool.ts";
import { type CastParts, castParts, hasTicks, tickAfter, tickPlan } from "./ticks.ts";

/** When casts of a full spool may come again, seconds. */
const SPOOL_RETRY_SECONDS = 60;

/** Judges what comes, with workers' answers, and leads it into the queue of the next block, to its tick, or out. */
export class Admission {
  readonly #log: ElectionLog;
  readonly #queue: BlockQueue;
  readonly #spool: TickSpool;
  readonly #limits: Limits;
  readonly #logger: Logger;

  constructor(log: ElectionLog, queue: BlockQueue, spool: TickSpool, limits: Limits, logger: Logger) {
    this.#log = log;
    this.#queue = queue;
    this.#spool = spool;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** Resolves when the item is in the queue, or answered. */
  async admit(item: Item): Promise<void> {
    if (isCast(item.transaction)) return this.#admitCast(item);
    // Judged in the order of arrival, in a block, whatever it looks like now: what makes it right may stand before it.
    this.#queue.addOther(item);
    await this.foresee(item.transaction, () => this.#log.nextTime());
    item.ready = true;
  }

  /** Has a transaction verified that will stand in a block of this time. */
  async foresee(transaction: Bytes, time: () => number): Promise<Judged> {
    return this.#log.judge.judge(() => this.#log.ledger, time, transaction);
  }

  /** Answers a refusal; a ballot too many is kept as evidence first. */
  async refuse(code: OutcomeCode, item: Pick<Item, "transaction" | "answer">): Promise<void> {
    if (code === "CAST_BEYOND_ISSUES") {
      const { store, ledger, electionId } = this.#log;
      await keepEvidence(store.paths, ledger, this.#log.nextTime(), item.transaction);
      this.#logger("error", "cast-beyond-issues", { election: toHex(electionId) });
    }
    item.answer(refusal(code));
  }

  async #admitCast(item: Item): Promise<void> {
    const { ledger } = this.#log;
    const parts = hasTicks(ledger) ? castParts(ledger, item.transaction) : undefined;
    // Before anything is verified: a voter must not keep the node busy with ever new ballots while one waits.
    if (parts !== undefined && this.#spool.holdsCredential(parts.credential)) {
      return this.refuse("CREDENTIAL_IN_BLOCK", item);
    }
    const due = parts && tickAfter(tickPlan(ledger, parts.style), this.#log.nextTime());
    const judged = await this.foresee(item.transaction, () => this.#log.nextTime());
    const { code } = judged.outcome;
    if (parts !== undefined && due !== undefined && (code === "ACCEPTED" || code === "TICK_WAIT")) {
      return this.#admitWaiting(item, due, parts);
    }
    if (code !== "ACCEPTED") return this.#turnAway(code, item, judged);
    this.#queue.addCast(item);
  }

  /** §06.5.5: judged for the time at which it will enter. */
  async #admitWaiting(item: Item, due: number, { style, credential }: CastParts): Promise<void> {
    await this.foresee(item.transaction, () => due);
    // Once more, with all answers known: a promise rests on the ledger of this moment, not of the one before the verification.
    const judged = await this.foresee(item.transaction, () => due);
    const { code } = judged.outcome;
    if (code !== "ACCEPTED") return this.#turnAway(code, item, judged);
    if (this.#spool.holdsCredential(credential)) return this.#turnAway("CREDENTIAL_IN_BLOCK", item, judged);
    if (this.#spool.countOf(style) >= this.#limits.spooledPerStyle) {
      this.#log.judge.settle(judged.asked);
      return item.answer(busy(SPOOL_RETRY_SECONDS));
    }
    this.#queue.addForSpool(item);
  }

  /** What stands in a block is asked for once more, and forgotten then; what does not is forgotten now. */
  async #turnAway(code: OutcomeCode, item: Item, { asked }: Judged): Promise<void> {
    this.#log.judge.settle(asked);
    return this.refuse(code, item);
  }
}
