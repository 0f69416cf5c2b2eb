import { createKernel, type Kernel } from "@veche/group/kernel";
import { judgeBundles } from "../bulk/judge-bundles.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import type { Job, JobResult, ProofPool } from "../pool/jobs.ts";

/** A kernel to which every sum seems wrong, so that every statement is judged once more without it. */
function doubtingKernel(): Kernel {
  const kernel = createKernel();
  return new Proxy(kernel, {
    get: (target, key) => {
      if (key === "isZeroSum") return () => false;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A pool of one thread with such a kernel: what it finds is what a right kernel finds, only slowly. */
export function doubtingPool(): ProofPool {
  const inner = inlinePool();
  const kernel = doubtingKernel();
  return {
    ...inner,
    run: async <J extends Job>(job: J) => {
      if (job.kind !== "bundles") return inner.run(job);
      kernel.clear();
      return judgeBundles(job.batch, kernel) as JobResult<J["kind"]>;
    },
  };
}
