import { BugError } from "@veche/base";
import type { ElectionResult } from "@veche/election";
import type { Scenario } from "./scenarios/index.ts";

/** Votes for every option of a contest, over all groups. */
export type CountedContest = {
  readonly contest: number;
  readonly ballots: number;
  readonly counts: readonly number[];
};

/** What the scenario put in: the last ballots of all voters, by contest. */
export function expectedCounts(scenario: Scenario): readonly CountedContest[] {
  return scenario.contests.map(({ options }, contest) => {
    const styles = scenario.styles.filter((style) => style.contest === contest);
    const counts = options.map((_, option) => sum(styles.map(({ final }) => final[option] as number)));
    return { contest, ballots: sum(styles.flatMap(({ final }) => final)), counts };
  });
}

export function countsOf(result: ElectionResult): readonly CountedContest[] {
  return result.contests.map(({ contest, ballots, groups, status }) => {
    const [first] = groups;
    if (status !== "counted" || first === undefined) return { contest, ballots, counts: [] };
    const counts = first.counts.map((_, option) =>
      sum(groups.map((group) => group.counts[option] as number)),
    );
    return { contest, ballots, counts };
  });
}

/** A simulation whose result differs from what was put in has found a bug of ours. */
export function insistOnCounts(
  counted: readonly CountedContest[],
  expected: readonly CountedContest[],
): void {
  if (JSON.stringify(counted) !== JSON.stringify(expected)) {
    throw new BugError(`counted ${JSON.stringify(counted)}, put in ${JSON.stringify(expected)}`);
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
