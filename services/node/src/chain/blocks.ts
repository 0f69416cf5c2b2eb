import { type Bytes, concat, sha256, u64 } from "@veche/base";
import { latin1 } from "../names.ts";
import type { BlockPlace, JudgedBlock } from "./judging.ts";

/** A chain that needs more rounds than this for one height has other worries than judging a block twice. */
const KEPT_MAX = 8;

/** Names a block by all that its judgement depends on, the committed state aside: place and transactions. */
export function blockKey({ height, time }: BlockPlace, transactions: readonly Bytes[]): string {
  return latin1(sha256(concat(u64(height), u64(time), ...transactions.map((bytes) => sha256(bytes)))));
}

/**
 * What came of proposals for the next height, kept until one of them is committed: a block is proposed, agreed to and decided, and
 * worked out once.
 */
export class JudgedBlocks {
  readonly #kept = new Map<string, JudgedBlock>();

  get(key: string): JudgedBlock | undefined {
    return this.#kept.get(key);
  }

  keep(key: string, judged: JudgedBlock): void {
    this.#kept.set(key, judged);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_MAX) break;
      this.#kept.delete(oldest);
    }
  }

  /** The state has moved: none of them stands on it. */
  clear(): void {
    this.#kept.clear();
  }
}
