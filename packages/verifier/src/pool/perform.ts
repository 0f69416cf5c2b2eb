import { createKernel, type Kernel } from "@veche/group/kernel";
import { judgeBundles } from "../bulk/judge-bundles.ts";
import { makeHints } from "../bulk/make-hints.ts";
import { totalOfStyles } from "../bulk/sum-ballots.ts";
import { sumSelected } from "../bulk/sum-selected.ts";
import { openSums } from "../proofs/counts.ts";
import { verifyEquality } from "../proofs/equality.ts";
import { sumKeys, verifyShare } from "../proofs/feldman.ts";
import { verifyRsaKey } from "../proofs/rsa-key.ts";
import { verifyKnowledge } from "../proofs/schnorr.ts";
import type { Job, JobKind, JobResult } from "./jobs.ts";

/** Does one job. Pure: the same job always has the same result, but for the odds of 2^-128 of a batch. */
export function perform(job: Job): JobResult<JobKind> {
  switch (job.kind) {
    case "bundles":
      return judgeBundles(job.batch, ownKernel());
    case "hints":
      return makeHints(job.batch, ownKernel());
    case "selected":
      return sumSelected(job.selection, ownKernel());
    case "total":
      return totalOfStyles(job.sums, ownKernel());
    case "knowledge":
      return verifyKnowledge(job.claim);
    case "equality":
      return verifyEquality(job.claim, ownKernel());
    case "share":
      return verifyShare(job.claim);
    case "keys":
      return sumKeys(job.claim);
    case "rsa-key":
      return verifyRsaKey(job.claim);
    case "opening":
      return openSums(job.claim);
  }
}

/** One for each thread; every job begins with an empty table. */
let kernel: Kernel | undefined;

function ownKernel(): Kernel {
  kernel ??= createKernel();
  kernel.clear();
  return kernel;
}
