import type { Job, JobResult, ProofPool } from "./jobs.ts";
import { perform } from "./perform.ts";

/** Does every job in the calling thread: for tests, and where there are no threads. */
export function inlinePool(): ProofPool {
  return {
    width: 1,
    run: async <J extends Job>(job: J) => perform(job) as JobResult<J["kind"]>,
    close: async () => {},
  };
}
