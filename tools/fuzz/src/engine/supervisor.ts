import { Worker } from "node:worker_threads";
import type { Bytes } from "@veche/base";
import { INPUT_BYTES_MAX } from "./mutate-bytes.ts";
import type { Finding } from "./target.ts";
import type { Slice, SliceDone, WorkerSettings } from "./worker.ts";

export type SupervisorOptions = {
  readonly targets: string;
  readonly seed: string;
  readonly coverage?: boolean;
  readonly corpus?: boolean;
  /** No answer to one input for so long is a hang, ms: long, because the machine may be busy. */
  readonly hangMs?: number;
  readonly heapMegabytes?: number;
};

const LOOK_EVERY_MS = 250;

/**
 * Runs slices in a thread and watches it from outside, because nothing inside a thread that hangs, or runs out of memory, can tell.
 * After such a finding the next slice gets a new thread.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #shared = new SharedArrayBuffer(8 + INPUT_BYTES_MAX);
  #worker: Worker | undefined;
  #generation = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  async run(slice: Slice): Promise<SliceDone> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const counter = new Int32Array(this.#shared, 0, 1);
    return new Promise((resolve) => {
      let last = Atomics.load(counter, 0);
      let since = performance.now();
      let began = false;
      const end = (done: SliceDone): void => {
        clearInterval(timer);
        worker.off("message", end).off("error", crash);
        resolve(done);
      };
      const fail = (kind: Finding["kind"], message: string): void => {
        this.#worker = undefined;
        end(failed(slice.target, { target: slice.target, kind, message, input: this.#current() }));
        // What a thread that is being ended still says is of no interest.
        worker.on("error", () => {});
        worker.terminate();
      };
      const timer = setInterval(() => {
        const now = Atomics.load(counter, 0);
        const isMoving = now !== last;
        began ||= isMoving;
        if (isMoving) since = performance.now();
        last = now;
        // Opening a target is not an input: it may make keys and elections.
        const limit = began ? (this.#options.hangMs ?? 60_000) : 120_000;
        if (performance.now() - since > limit) fail("hang", `no answer for ${limit} ms`);
      }, LOOK_EVERY_MS);
      const crash = (error: Error & { readonly code?: string }): void => {
        const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
        fail(isMemory ? "memory" : "threw", isMemory ? "out of memory" : `outside the run: ${error.stack}`);
      };
      worker.on("message", end).on("error", crash);
      worker.postMessage(slice);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const { targets, seed, coverage = false, corpus = true, heapMegabytes = 1_024 } = this.#options;
    const workerData: WorkerSettings = {
      targets,
      // A thread after a hang must not run into the same input at once.
      seed: this.#generation === 0 ? seed : `${seed}/${this.#generation}`,
      coverage,
      corpus: corpus && this.#generation === 0,
      shared: this.#shared,
    };
    this.#generation++;
    return new Worker(new URL("../testing/source-worker.mjs", import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
  }

  #current(): Bytes {
    const length = Atomics.load(new Int32Array(this.#shared, 0, 2), 1);
    return new Uint8Array(this.#shared, 8).slice(0, length);
  }
}

const failed = (target: string, finding: Finding): SliceDone => ({
  target,
  executions: 0,
  ms: 0,
  findings: [finding],
  outcomes: [],
  news: [],
  blocks: 0,
});
