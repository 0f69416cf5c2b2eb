import { noFork } from "./agreement.ts";
import type { Observations, Verdict } from "./observations.ts";

/** 6: a twin among at most f is found out: its double vote stands in a block, and no fork came of it. */
export function twinsFound(seen: Observations): Verdict {
  const twins = seen.schedule.faults.filter(({ kind }) => kind === "twin");
  if (twins.length === 0) return { findings: [], looked: 0 };
  const heights = new Set(seen.validators.flatMap(({ evidence }) => evidence));
  const forks = noFork(seen).findings;
  return {
    findings: [
      ...(heights.size > 0 ? [] : ["a validator had a twin, and no block holds evidence of it"]),
      ...(forks.length > 0 ? ["there is a fork beside a twin"] : []),
    ],
    looked: heights.size,
  };
}
