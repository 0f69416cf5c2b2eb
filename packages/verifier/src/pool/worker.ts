import { parentPort } from "node:worker_threads";
import type { Job } from "./jobs.ts";
import { perform } from "./perform.ts";
import { buffersOfResult } from "./transfer.ts";

/** A thread that does jobs in the order in which they come. An error is our own bug and ends the thread. */
type Request = { readonly id: number; readonly job: Job };

parentPort?.on("message", ({ id, job }: Request) => {
  const result = perform(job);
  parentPort?.postMessage({ id, result }, buffersOfResult(job.kind, result));
});
