import { type Bytes, toHex } from "@veche/base";
import { encodeManifest } from "@veche/election";
import { encodePoint } from "@veche/group";
import {
  applyBlock,
  type Block,
  type BlockResult,
  electionKeysOf,
  enters,
  type LedgerState,
  type LedgerView,
  type Outcome,
  precheck,
} from "@veche/ledger";
import { AskingChecks, type Meanwhile } from "./asking-checks.ts";
import { isDear, type Question, type Verdict, type Verifiers } from "./question.ts";

/** A log at one moment. */
export type Ledger = { readonly state: LedgerState; readonly view: LedgerView };

/** An outcome, and the names of the questions it rests on, to be forgotten when nobody needs them any more. */
export type Judged = { readonly outcome: Outcome; readonly asked: ReadonlySet<string> };

/** Beyond it all are forgotten, and asked again where they matter: time is lost then, never correctness. */
const VERDICTS_MAX = 500_000;

/** Runs the state machine of one election with all expensive questions answered by workers. */
export class Judge {
  readonly #verifiers: Verifiers;
  readonly #verdicts = new Map<string, Verdict>();
  /** Fixed from `open` on: no ballot is judged before. */
  #contextId: string | undefined;

  constructor(verifiers: Verifiers) {
    this.#verifiers = verifiers;
  }

  /**
   * What would become of a transaction in a block of `time`, its signatures and proofs verified. The ledger is asked for anew
   * after each wait, as it moves on meanwhile.
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
      await this.#answer(next);
    }
  }

  /** `applyBlock`. What the transactions' judgement has asked before is known; the rest, if any, is asked now. */
  async apply({ state, view }: Ledger, block: Block): Promise<BlockResult> {
    for (;;) {
      const asking = this.#asking({ state, view }, "applying");
      const result = applyBlock(state, view, block, asking.checks);
      if (asking.unknown.size === 0) {
        this.forget(asking.asked);
        return result;
      }
      await this.#answer(asking.unknown);
    }
  }

  forget(asked: Iterable<string>): void {
    for (const key of asked) this.#verdicts.delete(key);
  }

  #asking(ledger: Ledger, meanwhile: Meanwhile): AskingChecks {
    return new AskingChecks(this.#verdicts, meanwhile, () => this.#context(ledger));
  }

  #context({ state, view }: Ledger): string {
    if (this.#contextId !== undefined) return this.#contextId;
    const { electionId, election } = state;
    const key = electionKeysOf(state, view)?.key;
    if (election === undefined || key === undefined) {
      throw new RangeError("ballots are judged in an open election");
    }
    const keyBytes = encodePoint(key);
    const id = `${toHex(electionId)} ${toHex(keyBytes)}`;
    this.#verifiers.addContext({
      id,
      electionId,
      manifest: encodeManifest(election.manifest),
      key: keyBytes,
    });
    // Before `open` takes effect the ceremony may still begin anew, with another key.
    if (state.phase === "open") this.#contextId = id;
    return id;
  }

  async #answer(unknown: ReadonlyMap<string, Question>): Promise<void> {
    if (this.#verdicts.size > VERDICTS_MAX) this.#verdicts.clear();
    const keys = [...unknown.keys()];
    const verdicts = await this.#verifiers.ask([...unknown.values()]);
    for (const [i, key] of keys.entries()) this.#verdicts.set(key, verdicts[i] as Verdict);
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
