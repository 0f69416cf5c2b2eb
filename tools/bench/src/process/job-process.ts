import { type JobName, type OnProgress, WORKERS } from "./jobs.ts";
import type { FromJob, ToJob } from "./messages.ts";

/** The process of one job: told what to do by its parent, it answers once and ends. */
const PROGRESS_EVERY_MS = 200;

const send = (message: FromJob): void => {
  process.send?.(message);
};

process.once("message", (message) => {
  const { name, input } = message as ToJob;
  let next = 0;
  const onProgress = (done: number, total: number): void => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_EVERY_MS;
    send({ kind: "progress", done, total });
  };
  void work(name as JobName, input, onProgress);
});

async function work(name: JobName, input: unknown, onProgress: OnProgress): Promise<void> {
  const worker = (await WORKERS[name]()) as (input: unknown, onProgress: OnProgress) => unknown;
  const result = await worker(input, onProgress);
  send({ kind: "result", result });
  process.disconnect();
}
