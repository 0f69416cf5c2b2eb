import { type Bytes, type CborValue, encodeCbor } from "@veche/base";
import { isImplied } from "../form/layout.ts";
import { hash32 } from "../transcript.ts";
import type { Election } from "./election.ts";
import { encryptedOptions, type Group, type Tally } from "./tally.ts";

export type GroupResult = Group & { readonly counts: readonly number[] };

export type ContestResult = {
  readonly contest: number;
  readonly ballots: number;
  readonly status: "counted" | "empty" | "withheld";
  readonly groups: readonly GroupResult[];
};

/** The result of §08.5.2 with its encoding and hash. */
export type Result = {
  readonly contests: readonly ContestResult[];
  readonly bytes: Bytes;
  readonly hash: Bytes;
};

/** Sums opened by one job of a worker. */
const CHUNK = 64;

/**
 * §08.5.1: the result from the first k valid decryptions; `undefined` if a sum is no possible count. The
 * caller has made sure that k are in, or that there is nothing to decrypt.
 */
export async function computeResult(election: Election, tally: Tally): Promise<Result | undefined> {
  const counts = await openAll(election, tally);
  if (counts === undefined) return undefined;
  const contests: ContestResult[] = [];
  let at = 0;
  for (const contest of tally.contests) {
    const options = encryptedOptions(election.manifest, contest.contest);
    const groups: GroupResult[] = [];
    for (const group of contest.groups) {
      const own = counts.slice(at, at + options);
      at += options;
      const all = withImplied(election, contest.contest, group, own);
      if (all === undefined) return undefined;
      groups.push({ ...group, counts: all });
    }
    contests.push({ ...contest, groups });
  }
  const bytes = encodeCbor({ contests: contests.map(contestValue), election: election.electionId });
  return { contests, bytes, hash: hash32("result", election.electionId, bytes) };
}

async function openAll(election: Election, tally: Tally): Promise<readonly number[] | undefined> {
  const first = [...tally.decryptions].slice(0, election.manifest.trustees.quorum);
  const chunks: Promise<readonly (number | undefined)[]>[] = [];
  for (let start = 0; start < tally.limits.length; start += CHUNK) {
    const part = (bytes: Bytes): Bytes => bytes.slice(32 * start, 32 * (start + CHUNK));
    const claim = {
      trustees: first.map(([trustee]) => trustee),
      shares: first.map(([, points]) => part(points)),
      sums: part(tally.sums),
      limits: tally.limits.slice(start, start + CHUNK),
    };
    chunks.push(election.pool.run({ kind: "opening", claim }));
  }
  const counts = (await Promise.all(chunks)).flat();
  return counts.every((count) => count !== undefined) ? counts : undefined;
}

/** The implied last option has what is left of max votes a ballot (§08.5.1). */
function withImplied(
  { manifest }: Election,
  index: number,
  group: Group,
  counts: readonly number[],
): readonly number[] | undefined {
  const contest = manifest.contests[index];
  if (contest === undefined || !isImplied(contest)) return counts;
  const left = contest.max * group.ballots - counts.reduce((sum, count) => sum + count, 0);
  return left >= 0 && left <= group.ballots ? [...counts, left] : undefined;
}

function contestValue({ contest, ballots, status, groups }: ContestResult): CborValue {
  return {
    ballots,
    contest,
    groups: groups.map((group) => ({
      ballots: group.ballots,
      counts: group.counts,
      styles: group.styles,
    })),
    status,
  };
}
