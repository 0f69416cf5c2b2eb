import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { assert } from "@veche/base";
import { packQuestions, unpackAnswers } from "./packing.ts";
import type { Answer, ContextData, Question, Verifiers } from "./question.ts";
import type { Job, JobDone } from "./worker.ts";

/** The worker of the build; among source files, one that first learns to read them. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../testing/source-worker.mjs" : "./worker.js",
  import.meta.url,
);

/** Enough for the batch to pay, few enough that one worker does not keep what another could do. */
const BATCH_MAX = 256;
/** Of ballots: large ones make small batches, so that nobody's small one waits for seconds behind them. */
const BATCH_BYTES_MAX = 512 * 1024;

/** Questions asked in one go, and the answers that are there. */
type Asking = {
  readonly answers: Answer[];
  left: number;
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: unknown) => void;
};

type Asked = { readonly question: Question; readonly asking: Asking; readonly at: number };

type Hand = {
  readonly worker: Worker;
  readonly contexts: Set<string>;
  batch: readonly Asked[];
};

/**
 * Worker threads that answer questions. Each takes what waits, up to a batch, as soon as it is free: alone a question is
 * answered at once, under load batches grow by themselves.
 */
export class VerifierPool implements Verifiers {
  readonly #contexts = new Map<string, ContextData>();
  readonly #waiting: Asked[] = [];
  readonly #workers: number;
  /** Hired when there is something to do: a node that only serves needs none. */
  readonly #hands: Hand[] = [];
  #closed = false;
  #soon: NodeJS.Immediate | undefined;
  #broken: Error | undefined;

  /** One processor is left to the main thread. */
  constructor(workers = Math.max(1, availableParallelism() - 1)) {
    this.#workers = workers;
  }

  addContext(context: ContextData): void {
    this.#contexts.set(context.id, context);
  }

  async ask(questions: readonly Question[]): Promise<readonly Answer[]> {
    assert(!this.#closed, "the pool is open");
    if (this.#broken !== undefined) throw this.#broken;
    if (questions.length === 0) return [];
    return new Promise((resolve, reject) => {
      const asking: Asking = { answers: [], left: questions.length, resolve, reject };
      questions.forEach((question, at) => {
        this.#waiting.push({ question, asking, at });
      });
      // After all that is ready to run, so that what is asked at one time becomes one batch.
      this.#soon ??= setImmediate(() => {
        this.#soon = undefined;
        if (!this.#closed) this.#dispatch();
      });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
  }

  #hire(): Hand {
    const worker = new Worker(WORKER);
    const hand: Hand = { worker, contexts: new Set(), batch: [] };
    worker.on("message", ({ answers }: JobDone) => {
      const batch = hand.batch;
      hand.batch = [];
      if (batch.length > 0) worker.unref();
      // First to the worker: it must not wait for what is done with its answers.
      this.#dispatch();
      deliver(batch, unpackAnswers(answers));
    });
    worker.on("error", (error) => this.#break(error));
    worker.on("exit", (code) => this.#break(new Error(`a verifier thread ended with code ${code}`)));
    worker.unref();
    return hand;
  }

  /** A verifier that breaks is a bug of ours: whoever asks gets the error, now and later, and the node stops. */
  #break(error: Error): void {
    if (this.#closed) return;
    this.#broken ??= error;
    const asked = [...this.#hands.flatMap(({ batch }) => batch), ...this.#waiting.splice(0)];
    for (const hand of this.#hands) hand.batch = [];
    for (const { asking } of asked) asking.reject(this.#broken);
  }

  #dispatch(): void {
    while (this.#hands.length < Math.min(this.#workers, this.#waiting.length)) this.#hands.push(this.#hire());
    for (const hand of this.#hands) {
      if (hand.batch.length > 0 || this.#waiting.length === 0) continue;
      const share = Math.ceil(this.#waiting.length / this.#workers);
      hand.batch = this.#waiting.splice(0, fittingInto(this.#waiting, Math.min(BATCH_MAX, share)));
      hand.worker.ref();
      const job = this.#jobFor(hand);
      hand.worker.postMessage(job, [job.questions.rows.buffer, job.questions.bytes.buffer]);
    }
  }

  #jobFor(hand: Hand): Job {
    const questions = hand.batch.map(({ question }) => question);
    const contexts: ContextData[] = [];
    for (const id of questions.flatMap(contextsOf)) {
      if (hand.contexts.has(id)) continue;
      const context = this.#contexts.get(id);
      assert(context !== undefined, "a ballot names known contexts");
      contexts.push(context);
      hand.contexts.add(id);
    }
    return { contexts, questions: packQuestions(questions) };
  }
}

/** How many of those that wait, at least one and at most `max`, a batch takes. */
function fittingInto(waiting: readonly Asked[], max: number): number {
  let bytes = 0;
  let count = 0;
  while (count < max) {
    const question = waiting[count]?.question;
    bytes += question?.kind === "ballot" ? question.ballot.length : 0;
    if (bytes > BATCH_BYTES_MAX && count > 0) break;
    count++;
  }
  return count;
}

function contextsOf(question: Question): readonly string[] {
  if (question.kind === "ballot") return [question.context, question.moduli];
  return question.kind === "ballotForm" ? [question.context] : [];
}

function deliver(batch: readonly Asked[], answers: readonly Answer[]): void {
  batch.forEach(({ asking, at }, i) => {
    asking.answers[at] = answers[i] as Answer;
    asking.left--;
    if (asking.left === 0) asking.resolve(asking.answers);
  });
}
