import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { assert } from "@veche/base";
import type { ContextData, Question, Verdict, Verifiers } from "./question.ts";
import type { Job, JobDone } from "./worker.ts";

/** The worker of the build; among source files, one that first learns to read them. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../testing/source-worker.mjs" : "./worker.js",
  import.meta.url,
);

/** Enough for the batch to pay, few enough that one worker does not keep what another could do. */
const BATCH_MAX = 128;

type Asked = {
  readonly question: Question;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
};

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
  #broken: Error | undefined;

  constructor(workers = Math.max(1, availableParallelism())) {
    this.#workers = workers;
  }

  addContext(context: ContextData): void {
    this.#contexts.set(context.id, context);
  }

  async ask(questions: readonly Question[]): Promise<readonly Verdict[]> {
    assert(!this.#closed, "the pool is open");
    if (this.#broken !== undefined) throw this.#broken;
    const answers = questions.map(
      (question) =>
        new Promise<Verdict>((resolve, reject) => {
          this.#waiting.push({ question, resolve, reject });
        }),
    );
    // In a microtask, so that what is asked in one go becomes one batch.
    queueMicrotask(() => {
      if (!this.#closed) this.#dispatch();
    });
    return Promise.all(answers);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
  }

  #hire(): Hand {
    const worker = new Worker(WORKER);
    const hand: Hand = { worker, contexts: new Set(), batch: [] };
    worker.on("message", ({ verdicts }: JobDone) => {
      const batch = hand.batch;
      hand.batch = [];
      batch.forEach(({ resolve }, i) => {
        resolve(verdicts[i] as Verdict);
      });
      if (batch.length > 0) worker.unref();
      this.#dispatch();
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
    for (const { reject } of asked) reject(this.#broken);
  }

  #dispatch(): void {
    while (this.#hands.length < Math.min(this.#workers, this.#waiting.length)) this.#hands.push(this.#hire());
    for (const hand of this.#hands) {
      if (hand.batch.length > 0 || this.#waiting.length === 0) continue;
      const share = Math.ceil(this.#waiting.length / this.#workers);
      hand.batch = this.#waiting.splice(0, Math.min(BATCH_MAX, share));
      hand.worker.ref();
      hand.worker.postMessage(this.#jobFor(hand));
    }
  }

  #jobFor(hand: Hand): Job {
    const questions = hand.batch.map(({ question }) => question);
    const contexts = new Set<ContextData>();
    for (const question of questions) {
      if (question.kind !== "ballot" || hand.contexts.has(question.context)) continue;
      const context = this.#contexts.get(question.context);
      assert(context !== undefined, "a ballot names a known context");
      contexts.add(context);
      hand.contexts.add(context.id);
    }
    return { contexts: [...contexts], questions };
  }
}
