import type { Bytes } from "@veche/base";
import { createKernel, type Kernel } from "@veche/group/kernel";
import { applyBlock, type Block, type BlockResult, enters, type Outcome, precheck } from "@veche/ledger";
import { type EntryHints, hintsOfBlock } from "../hints/entry-hints.ts";
import { AskingChecks, type Meanwhile } from "./asking-checks.ts";
import { LedgerContexts } from "./contexts.ts";
import type { Ledger } from "./ledger.ts";
import { type Answer, isDear, type Question, type Verifiers } from "./question.ts";

/** An outcome, and the names of the questions it rests on, to be forgotten when nobody needs them any more. */
export type Judged = { readonly outcome: Outcome; readonly asked: ReadonlySet<string> };

/** What a block will do, the hints of its entries that came with the answers, and the names of its questions, to be settled. */
export type Applied = BlockResult & {
  readonly hints: readonly EntryHints[];
  readonly asked: ReadonlySet<string>;
};

/** One for all elections of this thread: nothing stays in it from one call to the next. */
let kernel: Kernel | undefined;
function ownKernel(): Kernel {
  kernel ??= createKernel();
  return kernel;
}

/** Beyond it all are forgotten, and asked again where they matter: time is lost then, never correctness. */
const ANSWERS_MAX = 500_000;
/** Hints kept for ballots that wait for their block, bytes; of more, none are kept. */
const HINT_BYTES_MAX = 64 * 1024 * 1024;

/** Runs the state machine of one election with all expensive questions answered by workers. */
export class Judge {
  readonly #verifiers: Verifiers;
  readonly #answers = new Map<string, Answer>();
  /** What verifiers work at, by the name of the question. */
  readonly #underWay = new Map<string, Promise<ReadonlySet<string>>>();
  #hintBytes = 0;
  readonly #contexts: LedgerContexts;

  constructor(verifiers: Verifiers) {
    this.#verifiers = verifiers;
    this.#contexts = new LedgerContexts(verifiers);
  }

  /**
   * What would become of a transaction in a block of `time`, its signatures and proofs verified. The ledger is asked for anew
   * after each wait, as it moves on meanwhile; an outcome that rests on answers which all came as hoped is not worked out
   * twice: the block, where it counts, judges again.
   */
  async judge(ledger: () => Ledger, time: () => number, transaction: Bytes): Promise<Judged> {
    const asked = new Set<string>();
    for (;;) {
      const { state, view } = ledger();
      const asking = this.#asking({ state, view }, "judging");
      const outcome = precheck(state, view, time(), transaction, asking.checks);
      for (const key of asking.asked) asked.add(key);
      const next = questionsThatMatter(outcome, asking.unknown);
      if (next.size === 0) return { outcome, asked };
      const allRight = await this.#ask(next);
      if (allRight && next.size === asking.unknown.size) return { outcome, asked };
    }
  }

  /**
   * What would become of a transaction if all that is not known were as it should be: no proof and no signature is verified. A
   * refusal is one whatever the answers would be.
   */
  hope({ state, view }: Ledger, time: number, transaction: Bytes): Outcome {
    return precheck(state, view, time, transaction, this.#asking({ state, view }, "judging").checks);
  }

  /** Has the questions of a block answered that is to be applied later, all at once. */
  async foresee({ state, view }: Ledger, block: Block): Promise<void> {
    const asking = this.#asking({ state, view }, "applying");
    applyBlock(state, view, block, asking.checks);
    if (asking.unknown.size > 0) await this.#ask(asking.unknown);
  }

  /**
   * `applyBlock`. What the transactions' judgement has asked before is known; the rest, if any, is asked now. The answers stay until
   * `settle`: on a chain one block is judged when it is proposed, when it is agreed to, and when it is decided.
   */
  async apply({ state, view }: Ledger, block: Block): Promise<Applied> {
    for (;;) {
      const asking = this.#asking({ state, view }, "applying");
      const result = applyBlock(state, view, block, asking.checks);
      if (asking.unknown.size === 0) {
        const hints = hintsOfBlock(block.transactions, result.outcomes, asking.hints);
        return { ...result, hints, asked: asking.asked };
      }
      await this.#ask(asking.unknown);
    }
  }

  /** Forgets answers that nobody will ask for again: of what stands in the log, or was turned away. */
  settle(asked: Iterable<string>): void {
    for (const key of asked) {
      this.#hintBytes -= this.#answers.get(key)?.hints?.length ?? 0;
      this.#answers.delete(key);
    }
  }

  #asking(ledger: Ledger, meanwhile: Meanwhile): AskingChecks {
    return new AskingChecks(this.#answers, meanwhile, this.#contexts.of(ledger), ownKernel());
  }

  /** True if all are right. What is being asked already is not asked twice: its answer is waited for. */
  async #ask(unknown: ReadonlyMap<string, Question>): Promise<boolean> {
    const before = [...unknown.keys()].flatMap((key) => this.#underWay.get(key) ?? []);
    const mine = new Map([...unknown].filter(([key]) => !this.#underWay.has(key)));
    const asking = mine.size === 0 ? [] : [this.#askNow(mine)];
    const rights = await Promise.all([...new Set(before), ...asking]);
    return [...unknown.keys()].every((key) => rights.some((right) => right.has(key)));
  }

  /** The names of those that are right. */
  #askNow(questions: ReadonlyMap<string, Question>): Promise<ReadonlySet<string>> {
    const asking = this.#answered(questions).finally(() => {
      for (const key of questions.keys()) this.#underWay.delete(key);
    });
    for (const key of questions.keys()) this.#underWay.set(key, asking);
    return asking;
  }

  async #answered(questions: ReadonlyMap<string, Question>): Promise<ReadonlySet<string>> {
    if (this.#answers.size > ANSWERS_MAX) {
      this.#answers.clear();
      this.#hintBytes = 0;
    }
    const answers = await this.#verifiers.ask([...questions.values()]);
    const right = new Set<string>();
    let at = 0;
    for (const key of questions.keys()) {
      const answer = answers[at++] as Answer;
      this.#keep(key, answer);
      if (answer.verdict === "RIGHT") right.add(key);
    }
    return right;
  }

  #keep(key: string, { verdict, hints }: Answer): void {
    this.settle([key]);
    const isKept = hints !== undefined && this.#hintBytes + hints.length <= HINT_BYTES_MAX;
    if (isKept) this.#hintBytes += hints.length;
    this.#answers.set(key, isKept ? { verdict, hints } : { verdict });
  }
}

/**
 * Cheap questions first. What is refused even if the answers to all others were favourable is refused, and the proofs of a
 * ballot without a token are never looked at. Evidence, which names its reason, is judged to the end.
 */
function questionsThatMatter(
  outcome: Outcome,
  unknown: ReadonlyMap<string, Question>,
): ReadonlyMap<string, Question> {
  const cheap = new Map([...unknown].filter(([, question]) => !isDear(question)));
  if (cheap.size > 0) return cheap;
  return enters(outcome) || outcome.code === "CAST_BEYOND_ISSUES" ? unknown : new Map();
}
