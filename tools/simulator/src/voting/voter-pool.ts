import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { BeginJob, Begun, CastJob, Made } from "./voter-jobs.ts";

/** After a build the worker is the file beside this one; sources, as tests run them, need a loader first. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../testing/source-worker.mjs" : "./voter-jobs.js",
  import.meta.url,
);

const threads = availableParallelism();
/** Threads stay between the rounds: starting one costs more than a round. */
const THREADS = { minThreads: threads, maxThreads: threads, idleTimeout: Number.POSITIVE_INFINITY };

/** Threads in which simulated voters make credentials and ballots. */
export class VoterPool {
  readonly #pool = new Piscina({
    filename: WORKER.href,
    name: "perform",
    ...THREADS,
  });

  begin(job: BeginJob): Promise<readonly Begun[]> {
    return this.#pool.run(job);
  }

  cast(job: CastJob): Promise<readonly Made[]> {
    return this.#pool.run(job);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
