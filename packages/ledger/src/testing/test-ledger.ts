import { assert, type Bytes, type CborMap } from "@veche/base";
import { applyBlock, type Placed, precheck } from "../block.ts";
import { type Checks, directChecks } from "../checks.ts";
import type { TransactionType } from "../format/bodies.ts";
import { isCast, orderBlock } from "../format/entry.ts";
import type { Outcome, OutcomeCode } from "../format/outcome.ts";
import type { Signer } from "../format/signed-message.ts";
import { initialState, type LedgerState } from "../state/state.ts";
import { MemoryView } from "../state/view.ts";
import { kernel } from "./kernel.ts";
import { TIMES } from "./sketch.ts";
import { signedTransaction, type TestElection } from "./test-election.ts";

/** One block as it was offered, in its order, and what came of it. */
export type PlayedBlock = {
  readonly time: number;
  readonly transactions: readonly Bytes[];
  readonly outcomes: readonly Placed[];
};

/** A ledger in memory that plays one test election, with a clock set by hand. */
export class TestLedger {
  readonly test: TestElection;
  readonly checks: Checks;
  readonly view: MemoryView;
  readonly entries: Bytes[];
  /** All blocks since the ledger was made or forked. */
  readonly history: PlayedBlock[] = [];
  state: LedgerState;
  /** Time of the next block, ms; every block moves it by 1. */
  time: number;

  constructor(test: TestElection, checks: Checks = directChecks(kernel, test.randomBytes)) {
    this.test = test;
    this.checks = checks;
    this.view = new MemoryView();
    this.entries = [];
    this.state = initialState(test.electionId, test.manifest.genesis);
    this.time = TIMES.defined;
  }

  /** A ledger of its own that goes on from here. */
  fork(): TestLedger {
    const fork = new TestLedger(this.test, this.checks);
    fork.view.copy(this.view);
    fork.entries.push(...this.entries);
    fork.state = this.state;
    fork.time = this.time;
    return fork;
  }

  at(time: number): this {
    this.time = time;
    return this;
  }

  /** Applies one block, brought into order; one outcome for each transaction in the order given. */
  block(...transactions: readonly Bytes[]): readonly Placed[] {
    const ordered = orderBlock(transactions);
    const block = { time: this.time++, transactions: ordered };
    const { state, writes, outcomes, entries } = applyBlock(this.state, this.view, block, this.checks);
    this.state = state;
    this.view.commit(writes);
    this.entries.push(...entries);
    this.history.push({ ...block, outcomes });
    const others: (Bytes | undefined)[] = transactions.filter((bytes) => !isCast(bytes));
    return transactions.map((bytes) => {
      return outcomes[isCast(bytes) ? ordered.indexOf(bytes) : takeIndex(others, bytes)] as Placed;
    });
  }

  /** The outcome of a transaction alone in a block. */
  send(transaction: Bytes): Placed {
    return this.block(transaction)[0] as Placed;
  }

  /** What `send` would give, changing nothing. */
  ask(transaction: Bytes): Outcome {
    return precheck(this.state, this.view, this.time, transaction, this.checks);
  }

  /** A block of which everything must be accepted. */
  accept(...transactions: readonly Bytes[]): void {
    for (const [at, { code, detail }] of this.block(...transactions).entries()) {
      assert(code === "ACCEPTED", `transaction ${at}: ${code} ${detail ?? ""}`);
    }
  }

  codes(...transactions: readonly Bytes[]): readonly OutcomeCode[] {
    return this.block(...transactions).map(({ code }) => code);
  }

  /** Transaction bytes signed by whom the table wants, with the present controlSeq. */
  tx(type: TransactionType, body: CborMap, signers?: readonly Signer[]): Bytes {
    return signedTransaction(this.test, type, body, this.state.controlSeq, signers);
  }
}

/** The place of a transaction in the list, where the same one may stand several times. */
function takeIndex(list: (Bytes | undefined)[], bytes: Bytes): number {
  const at = list.indexOf(bytes);
  list[at] = undefined;
  return at;
}
