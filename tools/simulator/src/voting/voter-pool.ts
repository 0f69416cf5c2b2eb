import { availableParallelism } from "node:os";
import type { Bytes } from "@veche/base";
import { Piscina } from "piscina";
import type { Requests } from "./requests.ts";
import type { CastJob, EntriesJob, RequestJob } from "./voter-jobs.ts";

/** After a build the worker is the file beside this one; sources, as tests run them, need a loader first. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../testing/source-worker.mjs" : "./voter-jobs.js",
  import.meta.url,
);

export const THREADS = availableParallelism();

/** Threads in which simulated voters, the registrar and the issuers work. They stay between rounds: starting one costs more. */
export class VoterPool {
  readonly #pool = new Piscina({
    filename: WORKER.href,
    name: "perform",
    minThreads: THREADS,
    maxThreads: THREADS,
    idleTimeout: Number.POSITIVE_INFINITY,
  });

  /** Roll entries, 32 bytes each. */
  entries(job: EntriesJob): Promise<Bytes> {
    return this.#pool.run(job);
  }

  request(job: RequestJob): Promise<Requests> {
    return this.#pool.run(job);
  }

  cast(job: CastJob): Promise<Bytes> {
    return this.#pool.run(job);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
