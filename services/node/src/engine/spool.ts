import { type Bytes, toHex } from "@veche/base";
import type { ElectionStore } from "../store/election-store.ts";
import type { Ledger } from "../verify/ledger.ts";
import { castParts, type TickPlan, tickAfter, tickPlan } from "./ticks.ts";

/** A cast that waits for its tick. Its bytes stay on disk. */
type Waiting = {
  readonly hash: Bytes;
  readonly style: number;
  readonly credential: string;
  readonly time: number;
};

/** A verified cast that is to wait. */
export type Candidate = { readonly hash: Bytes; readonly transaction: Bytes };

/**
 * Casts held until their tick (§06.5.5). They are on disk before a promise is given, and leave it in the same commit that
 * enters them.
 */
export class TickSpool {
  readonly #store: ElectionStore;
  readonly #waiting = new Map<string, Waiting>();
  readonly #credentials = new Set<string>();
  readonly #perStyle = new Map<number, number>();

  constructor(store: ElectionStore, ledger: Ledger) {
    this.#store = store;
    for (const { hash, time, transaction } of store.allSpooled()) this.#note(ledger, hash, time, transaction);
  }

  get size(): number {
    return this.#waiting.size;
  }

  countOf(style: number): number {
    return this.#perStyle.get(style) ?? 0;
  }

  /** Whether a ballot of this credential waits: the ledger takes one of them in a block. */
  holdsCredential(credential: Bytes): boolean {
    return this.#credentials.has(toHex(credential));
  }

  /** When a waiting cast will be entered, ms; nothing if it does not wait. */
  dueTime(ledger: Ledger, hash: Bytes): number | undefined {
    const waiting = this.#waiting.get(toHex(hash));
    return waiting && enterTime(tickPlan(ledger, waiting.style), waiting);
  }

  /** Durable when it returns. */
  add(ledger: Ledger, time: number, candidates: readonly Candidate[]): void {
    this.#store.spool(candidates.map(({ hash, transaction }) => ({ hash, time, transaction })));
    for (const { hash, transaction } of candidates) this.#note(ledger, hash, time, transaction);
  }

  /** The casts whose tick has come, read from disk. */
  due(ledger: Ledger, now: number): readonly Candidate[] {
    const due: Candidate[] = [];
    const plans = new Map<number, TickPlan>();
    for (const waiting of this.#waiting.values()) {
      const { hash, style } = waiting;
      const plan = plans.get(style) ?? tickPlan(ledger, style);
      plans.set(style, plan);
      if (enterTime(plan, waiting) > now) continue;
      const spooled = this.#store.spooled(hash);
      if (spooled !== undefined) due.push({ hash, transaction: spooled.transaction });
    }
    return due;
  }

  /** Forgets a cast whose removal from disk is committed. */
  drop(hash: Bytes): void {
    const waiting = this.#waiting.get(toHex(hash));
    if (waiting === undefined) return;
    this.#waiting.delete(toHex(hash));
    this.#credentials.delete(waiting.credential);
    this.#perStyle.set(waiting.style, this.countOf(waiting.style) - 1);
  }

  /** The cast waits for the first tick after `time` (ms): this one could not take it. */
  postpone(hash: Bytes, time: number): void {
    const waiting = this.#waiting.get(toHex(hash));
    if (waiting !== undefined) this.#waiting.set(toHex(hash), { ...waiting, time });
  }

  #note(ledger: Ledger, hash: Bytes, time: number, transaction: Bytes): void {
    const parts = castParts(ledger, transaction);
    if (parts === undefined) return;
    const credential = toHex(parts.credential);
    this.#waiting.set(toHex(hash), { hash, style: parts.style, credential, time });
    this.#credentials.add(credential);
    this.#perStyle.set(parts.style, this.countOf(parts.style) + 1);
  }
}

const enterTime = (plan: TickPlan, { time }: Waiting): number => tickAfter(plan, time) ?? time;
