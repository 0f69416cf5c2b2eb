import { Worker } from "node:worker_threads";
import { BugError } from "@veche/base";
import type { Job, JobKind, JobResult, ProofPool } from "./jobs.ts";
import { buffersOfJob } from "./transfer.ts";

type Pending = {
  readonly resolve: (result: JobResult<JobKind>) => void;
  readonly reject: (error: Error) => void;
};
type Response = { readonly id: number; readonly result: JobResult<JobKind> };

/** After a build the worker is the file beside this one; sources, as tests run them, need a loader first. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../testing/source-worker.mjs" : "./worker.js",
  import.meta.url,
);

/** Threads that verify proofs; each job goes to the thread with the fewest jobs. */
export function threadPool(threads: number): ProofPool {
  const members = Array.from({ length: Math.max(1, threads) }, () => new Thread());
  return {
    width: members.length,
    run: <J extends Job>(job: J) => {
      const idlest = members.reduce((best, one) => (one.load < best.load ? one : best));
      return idlest.run(job) as Promise<JobResult<J["kind"]>>;
    },
    close: async () => {
      await Promise.all(members.map((one) => one.close()));
    },
  };
}

class Thread {
  readonly #worker = new Worker(WORKER);
  readonly #pending = new Map<number, Pending>();
  #next = 0;

  constructor() {
    this.#worker.on("message", ({ id, result }: Response) => {
      this.#pending.get(id)?.resolve(result);
      this.#pending.delete(id);
    });
    this.#worker.on("error", (error) => this.#failAll(error));
    this.#worker.on("exit", () => this.#failAll(new BugError("a thread of the verifier ended")));
  }

  get load(): number {
    return this.#pending.size;
  }

  run(job: Job): Promise<JobResult<JobKind>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, job }, buffersOfJob(job));
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
