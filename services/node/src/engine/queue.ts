import type { TransactionAnswer } from "@veche/api";
import type { Bytes } from "@veche/base";

/** A submission under way. */
export type Item = {
  readonly hash: Bytes;
  readonly transaction: Bytes;
  readonly answer: (answer: TransactionAnswer) => void;
  /** Verified, as far as the ledger of that moment asked for it: may stand in the next block. */
  ready: boolean;
};

/** How much goes into one block. Casts whose tick has come are beyond it: a tick has one block (§06.5.5). */
export type BlockLimits = { readonly casts: number; readonly others: number; readonly otherBytes: number };

/**
 * What waits for a block: casts in any order, as a block sorts them by hash, and all else in order of arrival (§06.3.2), so that
 * a part never overtakes the one before it because its signature was verified sooner.
 */
export class BlockQueue {
  #casts: Item[] = [];
  #others: Item[] = [];
  #forSpool: Item[] = [];

  addCast(item: Item): void {
    this.#casts.push(item);
  }

  /** Takes its place in line at once, and leaves it when it is ready and at the front. */
  addOther(item: Item): void {
    this.#others.push(item);
  }

  /** A cast that is to wait for its tick on disk. */
  addForSpool(item: Item): void {
    this.#forSpool.push(item);
  }

  get hasReady(): boolean {
    return this.#casts.length > 0 || this.#forSpool.length > 0 || this.#others[0]?.ready === true;
  }

  /** Takes out what goes into the next block. */
  takeBlock({ casts, others, otherBytes }: BlockLimits): readonly Item[] {
    let bytes = 0;
    let count = 0;
    for (const item of this.#others) {
      if (!item.ready || count >= others || bytes >= otherBytes) break;
      bytes += item.transaction.length;
      count++;
    }
    return [...this.#others.splice(0, count), ...this.#casts.splice(0, casts)];
  }

  takeForSpool(): readonly Item[] {
    return this.#forSpool.splice(0);
  }
}
