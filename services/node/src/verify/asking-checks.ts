import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import {
  type BallotParts,
  type Decryption,
  type DecryptionBody,
  type DecryptionError,
  type DecryptionTask,
  encodeBallot,
} from "@veche/election";
import type { Kernel } from "@veche/group/kernel";
import type { Checks } from "@veche/ledger";
import type { FoundHints } from "../hints/entry-hints.ts";
import {
  type Answer,
  ballotKey,
  type ElectionContext,
  type ModuliContext,
  type Question,
  questionKey,
} from "./question.ts";

/** What workers have answered so far, by the name of the question. */
export type Answers = ReadonlyMap<string, Answer>;

/**
 * How to go on when a question has no answer yet. `judging`: as if all were well, to find out what else is asked; nothing is
 * changed on the strength of it. `applying`: the block is worked out in vain; ballots and decryptions count as wrong then, as
 * the state machine relies on the form of those that are right.
 */
export type Meanwhile = "judging" | "applying";

/** What questions about ballots name: asked for only when there is a ballot. */
export type BallotContexts = {
  readonly election: () => ElectionContext;
  /** The moduli under which a token of this issuer set and style is to hold. */
  readonly moduli: (set: number, style: number) => ModuliContext;
};

/** The ballot that the state machine is judging, and under which moduli its token was or will be verified. */
type Current = {
  readonly parts: BallotParts;
  readonly moduli: readonly Bytes[];
  readonly answer: Answer | undefined;
};

/**
 * `Checks` that answer from a table and collect what the table does not know. The main thread never verifies: it asks,
 * waits for the workers, and runs the state machine again.
 */
export class AskingChecks {
  /** Questions without an answer. If there is none, whatever came out is final. */
  readonly unknown = new Map<string, Question>();
  /** Every question that was asked. */
  readonly asked = new Set<string>();
  /** Of ballots and `issue` signatures found right, in the order in which the state machine came to its last question. */
  readonly hints: FoundHints = { ballots: [], issues: [] };
  readonly checks: Checks;
  readonly #answers: Answers;
  readonly #contexts: BallotContexts;
  readonly #isHopeful: boolean;
  #current: Current | undefined;

  /** @param kernel of the main thread, which adds up what the workers have judged. */
  constructor(answers: Answers, meanwhile: Meanwhile, contexts: BallotContexts, kernel: Kernel) {
    this.#answers = answers;
    this.#contexts = contexts;
    this.#isHopeful = meanwhile === "judging";
    this.checks = {
      ballotForm: (parts, hash) => this.#ballotForm(parts, hash),
      ballotProofs: (parts, hash) => this.#ballotProofs(parts, hash),
      ballotHints: (parts, hash) => this.#ballot(parts, hash).answer?.hints,
      token: (moduli, message, signatures) => this.#token(moduli, message, signatures),
      signature: (key, message, signature) =>
        rightOr(this.#ask({ kind: "signature", key, message, signature }), true),
      issueSignature: (key, message, signature) => {
        const answer = this.#ask({ kind: "issueSignature", key, message, signature });
        if (answer?.verdict === "RIGHT") this.hints.issues.push(answer.hints);
        return rightOr(answer, true);
      },
      issuerKey: (key) => rightOr(this.#ask({ kind: "issuerKey", ...key }), true),
      decryption: (task, body, shareKey) => this.#decryption(task, body, shareKey, this.#isHopeful),
      kernel,
    };
  }

  /** Token and proofs are one question, so that a cast goes to a worker and back once. */
  #ballot(parts: BallotParts, hash: Bytes): Current {
    if (this.#current?.parts === parts) return this.#current;
    const { id: context } = this.#contexts.election();
    const { id, moduli } = this.#contexts.moduli(parts.set, parts.style);
    const answer = this.#answer(ballotKey("ballot", context, id, hash), () => ({
      kind: "ballot",
      context,
      moduli: id,
      ballot: encodeBallot(parts),
    }));
    this.#current = { parts, moduli, answer };
    return this.#current;
  }

  #ballotForm(parts: BallotParts, hash: Bytes): boolean {
    // Before there is a key, any ballot is refused: what counts is how.
    if (this.#contexts.election().key === undefined) return this.#isHopeful || this.#form(parts, hash);
    const { answer } = this.#ballot(parts, hash);
    if (answer === undefined) return this.#isHopeful;
    const { verdict } = answer;
    // A sender is not told which of two faults the ledger finds first (§06.6); the outcome of a block is exact.
    return verdict === "TOKEN_WRONG" ? this.#isHopeful || this.#form(parts, hash) : verdict !== "MALFORMED";
  }

  #ballotProofs(parts: BallotParts, hash: Bytes): boolean {
    const { answer } = this.#ballot(parts, hash);
    if (answer?.verdict === "RIGHT") this.hints.ballots.push(answer.hints);
    return rightOr(answer, this.#isHopeful);
  }

  #form(parts: BallotParts, hash: Bytes): boolean {
    const { id: context } = this.#contexts.election();
    const answer = this.#answer(ballotKey("form", context, "", hash), () => ({
      kind: "ballotForm",
      context,
      ballot: encodeBallot(parts),
    }));
    return rightOr(answer, false);
  }

  #token(moduli: readonly Bytes[], message: Bytes, signatures: readonly Bytes[]): boolean {
    const current = this.#current;
    if (current?.parts.token === signatures && areEqual(current.moduli, moduli)) {
      return current.answer === undefined ? this.#isHopeful : current.answer.verdict !== "TOKEN_WRONG";
    }
    return rightOr(this.#ask({ kind: "token", moduli, message, signatures }), true);
  }

  #ask(question: Question): Answer | undefined {
    return this.#answer(questionKey(question), () => question);
  }

  #answer(key: string, question: () => Question): Answer | undefined {
    this.asked.add(key);
    const answer = this.#answers.get(key);
    if (answer === undefined && !this.unknown.has(key)) this.unknown.set(key, question());
    return answer;
  }

  #decryption(
    task: DecryptionTask,
    body: DecryptionBody,
    shareKey: Bytes,
    isHopeful: boolean,
  ): Result<Decryption, DecryptionError> {
    const question = { kind: "decryption", ...task, ...body, shareKey } as const;
    const verdict = this.#ask(question)?.verdict;
    if (verdict === "MALFORMED") return err({ code: "DECRYPTION_NOT_POINTS" });
    return verdict === "RIGHT" || (verdict === undefined && isHopeful)
      ? ok(body)
      : err({ code: "DECRYPTION_PROOF" });
  }
}

const rightOr = (answer: Answer | undefined, otherwise: boolean): boolean =>
  answer === undefined ? otherwise : answer.verdict === "RIGHT";

const areEqual = (a: readonly Bytes[], b: readonly Bytes[]): boolean =>
  a.length === b.length && a.every((one, i) => equalBytes(one, b[i] as Bytes));
