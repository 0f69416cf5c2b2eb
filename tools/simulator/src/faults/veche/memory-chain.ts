import { BugError, type Bytes, concat, expectOk } from "@veche/base";
import type { Election } from "@veche/election";
import { createKernel } from "@veche/group/kernel";
import {
  applyBlock,
  decodeEntry,
  directChecks,
  initialState,
  isCast,
  type LedgerState,
  MemoryView,
  orderBlock,
} from "@veche/ledger";
import type { VerifiedLedger } from "@veche/trustee";
import type { Chain, Fate } from "../../chain.ts";
import { seededRandom } from "../../seeded-random.ts";

/** The state machine alone, in memory: what is accepted here is accepted by a chain of the same validators, in the same order. */
export class MemoryChain implements Chain {
  /** What was committed, block by block. */
  readonly blocks: (readonly Bytes[])[] = [];
  readonly #view = new MemoryView();
  readonly #entries: Bytes[] = [];
  readonly #checks;
  #state: LedgerState;

  private constructor({ electionId, manifest }: Election, kernel: Awaited<ReturnType<typeof createKernel>>) {
    this.#state = initialState(electionId, manifest.genesis);
    this.#checks = directChecks(kernel, seededRandom("checks", "batches"));
  }

  static async open(election: Election): Promise<MemoryChain> {
    return new MemoryChain(election, await createKernel());
  }

  state = (): LedgerState => this.#state;

  view = (): MemoryView => this.#view;

  ledger = (): VerifiedLedger => ({
    state: this.#state,
    view: this.#view,
    entry: async (index) => {
      const bytes = this.#entries[index];
      return bytes === undefined ? undefined : expectOk(decodeEntry(bytes), "an entry of ours");
    },
  });

  /** No casts: they need no order here, as nothing but their makers look at them. */
  commit = async (time: number, transactions: readonly Bytes[]): Promise<readonly Fate[]> => {
    if (transactions.some(isCast)) throw new BugError("casts are for the chain");
    const block = { time, transactions: orderBlock(transactions) };
    const { state, writes, entries, outcomes } = applyBlock(this.#state, this.#view, block, this.#checks);
    this.#state = state;
    this.#view.commit(writes);
    this.#entries.push(...entries.map((entry) => concat(entry)));
    this.blocks.push(transactions);
    return outcomes;
  };
}
