import type { BallotStyle, Contest, Manifest } from "../types.ts";
import { firstRepeated, isBetween, isStrictlyAscending, type Rule } from "./rule.ts";

export const contests: Rule = {
  clause: "02.2.7",
  objection: (manifest) => {
    const all = manifest.contests;
    if (!isBetween(all.length, 1, 1_000)) return `${all.length} contests, not 1…1,000`;
    const id = firstRepeated(all.map((contest) => contest.id));
    if (id !== undefined) return `contest ${id} stands twice`;
    return firstOf(all, objectionToContest);
  },
};

function objectionToContest({ id, max, min, options }: Contest): string | undefined {
  const n = options.length;
  if (!isBetween(n, 1, 200)) return `contest ${id}: ${n} options, not 1…200`;
  const option = firstRepeated(options.map((candidate) => candidate.id));
  if (option !== undefined) return `contest ${id}: option ${option} stands twice`;
  if (min > max || max > n || max < 1) return `contest ${id}: bounds ${min}…${max} of ${n} options`;
  if (min === max && n < 2) return `contest ${id}: no choice`;
  return undefined;
}

export const styles: Rule = {
  clause: "02.2.8",
  objection: (manifest) => {
    const all = manifest.styles;
    if (!isBetween(all.length, 1, 10_000)) return `${all.length} ballot styles, not 1…10,000`;
    const id = firstRepeated(all.map((style) => style.id));
    if (id !== undefined) return `ballot style ${id} stands twice`;
    return firstOf(all, (style) => objectionToContestsOf(style, manifest)) ?? objectionToDistricts(manifest);
  },
};

function objectionToContestsOf(style: BallotStyle, manifest: Manifest): string | undefined {
  if (style.contests.length < 1) return `ballot style ${style.id}: no contest`;
  if (!isStrictlyAscending(style.contests))
    return `ballot style ${style.id}: contests do not strictly ascend`;
  const unknown = style.contests.find((contest) => contest >= manifest.contests.length);
  return unknown === undefined ? undefined : `ballot style ${style.id}: no contest ${unknown}`;
}

/** Two styles of one district with a common contest would be two names for one group of voters. */
function objectionToDistricts(manifest: Manifest): string | undefined {
  const districts = manifest.contests.map((): Set<string> => new Set());
  for (const style of manifest.styles) {
    for (const contest of style.contests) {
      const seen = districts[contest] as Set<string>;
      if (seen.has(style.district))
        return `contest ${contest}: two ballot styles of district ${style.district}`;
      seen.add(style.district);
    }
  }
  const idle = districts.findIndex((seen) => seen.size === 0);
  return idle < 0 ? undefined : `contest ${idle} stands in no ballot style`;
}

const LAST_MINUTES_MS = 600_000;

export const schedule: Rule = {
  clause: "02.2.9",
  objection: (manifest) => firstOf(manifest.styles, (style) => objectionToTimes(style, manifest)),
};

function objectionToTimes(style: BallotStyle, { tallyNotBefore }: Manifest): string | undefined {
  const { id, opens, portalEnds, issueEnds, castEnds, latestEnd, tick } = style;
  if (opens >= portalEnds) return `ballot style ${id}: opens after the portal's end`;
  if (portalEnds > issueEnds) return `ballot style ${id}: the portal ends after the issuing`;
  if (issueEnds > castEnds) return `ballot style ${id}: issuing ends after casting`;
  if (castEnds > latestEnd) return `ballot style ${id}: casting ends after the latest end`;
  if (tick > 3_600) return `ballot style ${id}: tick ${tick}, not 0…3,600`;
  if (tick > 0 && castEnds - issueEnds < LAST_MINUTES_MS) {
    return `ballot style ${id}: with ticks casting ends ten minutes after issuing at the earliest`;
  }
  return tallyNotBefore < latestEnd
    ? `ballot style ${id}: the tally may begin before its latest end`
    : undefined;
}

export const limits: Rule = {
  clause: "02.2.10",
  objection: ({ revoteMax, minimumGroup }) => {
    if (revoteMax > 9) return `revoteMax ${revoteMax}, at most 9`;
    return isBetween(minimumGroup, 1, 1_000_000)
      ? undefined
      : `minimumGroup ${minimumGroup}, not 1…1,000,000`;
  },
};

function firstOf<T>(values: readonly T[], objection: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = objection(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
