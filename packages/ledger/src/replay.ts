import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { ballotContext } from "@veche/election";
import type { BatchChecks } from "./batch-checks.ts";
import { applyOrdered, type Block, isNextTime } from "./block.ts";
import type { Checks } from "./checks.ts";
import { decodeEntry, encodeEntry, firstOutOfOrder } from "./format/entry.ts";
import { enters, type Outcome, type OutcomeCode } from "./format/outcome.ts";
import { electionKeysOf } from "./read.ts";
import { type Genesis, initialState, type LedgerState } from "./state/state.ts";
import { type LedgerView, MemoryView, type Write } from "./state/view.ts";

/** Where a log deviates from what the state machine allows. `index`: of the first such entry. */
export type ReplayError = {
  readonly code: "ENTRY_MALFORMED" | "TIME_ORDER" | "BLOCK_ORDER" | "ENTRY_REFUSED";
  readonly index: number;
  /** Why it was refused (§06.6), for `ENTRY_REFUSED`. */
  readonly outcome?: OutcomeCode;
  readonly detail: string;
};

/** Where a reader keeps the growing sets: `commit` is called once for each block. */
export type ReplayStore = LedgerView & { commit(writes: readonly Write[]): void };

/** What became of an entry, for readers who follow along. */
export type Replayed = {
  readonly index: number;
  readonly time: number;
  readonly transaction: Bytes;
  readonly outcome: Outcome;
};

export type Replay = { readonly state: LedgerState; readonly view: ReplayStore };

/** So many transactions are verified together while the election is open. */
const WINDOW = 4_096;

/**
 * Reads a log entry by entry: groups equal times into blocks, applies them, and insists that every entry enters (§06.1.3).
 * Holds no more than a window of entries. Feed it with `add`, then ask with `finish`; after an error it stands still.
 */
export class Replayer {
  #state: LedgerState;
  readonly #store: ReplayStore;
  readonly #checks: Checks | BatchChecks;
  readonly #onEntry: (entry: Replayed) => void;
  /** Blocks read and not yet applied, the last one perhaps incomplete. */
  #blocks: { readonly time: number; readonly transactions: Bytes[] }[] = [];
  #waiting = 0;

  constructor(
    state: LedgerState,
    store: ReplayStore,
    checks: Checks | BatchChecks,
    onEntry: (entry: Replayed) => void = () => undefined,
  ) {
    this.#state = state;
    this.#store = store;
    this.#checks = checks;
    this.#onEntry = onEntry;
  }

  /** Takes the next entry of the log. */
  add(entry: Bytes): Result<undefined, ReplayError> {
    const read = decodeEntry(entry);
    const index = this.#state.frontier.size + this.#waiting;
    if (!read.ok || !equalBytes(encodeEntry(read.value), entry)) {
      return err({ code: "ENTRY_MALFORMED", index, detail: "not [time, transaction]" });
    }
    const { time, transaction } = read.value;
    const last = this.#blocks.at(-1);
    // §06.3.1
    if (last === undefined ? !isNextTime(this.#state, time) : time < last.time) {
      return err({ code: "TIME_ORDER", index, detail: `time ${time}` });
    }
    if (last?.time === time) {
      last.transactions.push(transaction);
    } else {
      const applied = this.#mayWait() ? ok(undefined) : this.#apply();
      if (!applied.ok) return applied;
      this.#blocks.push({ time, transactions: [transaction] });
    }
    this.#waiting++;
    return ok(undefined);
  }

  /** The state after all entries so far, the last block taken as complete. */
  finish(): Result<Replay, ReplayError> {
    const applied = this.#apply();
    return applied.ok ? ok({ state: this.#state, view: this.#store }) : applied;
  }

  /** Blocks are gathered only for batches, which need the election key. */
  #mayWait(): boolean {
    return "ahead" in this.#checks && this.#state.phase === "open" && this.#waiting < WINDOW;
  }

  #apply(): Result<undefined, ReplayError> {
    const blocks = this.#blocks;
    if ("ahead" in this.#checks && this.#state.phase === "open") this.#lookAhead(this.#checks, blocks);
    while (blocks.length > 0) {
      const applied = this.#applyBlock(blocks[0] as Block);
      if (!applied.ok) return applied;
      this.#waiting -= (blocks.shift() as Block).transactions.length;
    }
    return ok(undefined);
  }

  #lookAhead(checks: BatchChecks, blocks: readonly Block[]): void {
    const { election } = this.#state;
    const keys = electionKeysOf(this.#state, this.#store);
    if (election === undefined || keys === undefined) return;
    const transactions = blocks.flatMap((block) => block.transactions);
    checks.ahead(transactions, ballotContext(election, keys.key));
  }

  #applyBlock(block: Block): Result<undefined, ReplayError> {
    const { time, transactions } = block;
    const first = this.#state.frontier.size;
    const wrong = firstOutOfOrder(transactions);
    if (wrong !== undefined) {
      return err({ code: "BLOCK_ORDER", index: first + wrong, detail: "casts last, by hash" });
    }
    const { state, writes, outcomes } = applyOrdered(this.#state, this.#store, block, this.#checks);
    const at = outcomes.findIndex((outcome) => !enters(outcome));
    const refusal = outcomes[at];
    if (refusal !== undefined) {
      const detail = refusal.detail ?? "";
      return err({ code: "ENTRY_REFUSED", index: first + at, outcome: refusal.code, detail });
    }
    this.#store.commit(writes);
    this.#state = state;
    transactions.forEach((transaction, i) => {
      this.#onEntry({ index: first + i, time, transaction, outcome: outcomes[i] as Outcome });
    });
    return ok(undefined);
  }
}

/**
 * Replays a downloaded log from its beginning, in memory. Whoever reads without a node of their own takes `genesis` from the
 * manifest that hashes to the electionId.
 */
export function replay(
  electionId: Bytes,
  genesis: Genesis,
  entries: Iterable<Bytes>,
  checks: Checks | BatchChecks,
): Result<Replay, ReplayError> {
  const replayer = new Replayer(initialState(electionId, genesis), new MemoryView(), checks);
  for (const entry of entries) {
    const added = replayer.add(entry);
    if (!added.ok) return added;
  }
  return replayer.finish();
}
