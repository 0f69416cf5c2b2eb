import type { Contest, Manifest, Style } from "./manifest.ts";

/** How one contest stands in a ballot (§05.1.1, §05.2.1). */
export type ContestLayout = {
  /** Index of the contest in the manifest. */
  readonly contest: number;
  /** N: encrypted options. */
  readonly encrypted: number;
  /** I: the sums a sum proof allows, ascending; empty if there is no sum proof. */
  readonly sums: readonly number[];
};

export type BallotLayout = {
  readonly contests: readonly ContestLayout[];
  /** Ciphertexts of the whole ballot. */
  readonly ciphertexts: number;
  readonly commitments: number;
  readonly responses: number;
};

/** Whether the last option is implied by the others (§05.1.1). */
export const isImplied = (contest: Contest): boolean => contest.min === contest.max;

export function contestLayout(contest: Contest, index: number): ContestLayout {
  const implied = isImplied(contest);
  const encrypted = contest.options.length - (implied ? 1 : 0);
  const allowed: number[] = [];
  for (let sum = 0; sum <= encrypted; sum++) {
    const low = implied ? contest.max - 1 : contest.min;
    if (sum >= low && sum <= contest.max) allowed.push(sum);
  }
  return { contest: index, encrypted, sums: allowed.length === encrypted + 1 ? [] : allowed };
}

export function ballotLayout(manifest: Manifest, style: Style): BallotLayout {
  const contests = style.contests.map((index) => contestLayout(manifest.contests[index] as Contest, index));
  const total = (count: (one: ContestLayout) => number): number =>
    contests.reduce((sum, one) => sum + count(one), 0);
  return {
    contests,
    ciphertexts: total((one) => one.encrypted),
    commitments: total((one) => 4 * one.encrypted + 2 * one.sums.length) + 1,
    responses: total((one) => 3 * one.encrypted + Math.max(0, 2 * one.sums.length - 1)) + 1,
  };
}

export const TOKEN_BYTES = 256;
export const BALLOT_HEAD_BYTES = 38;
/** What a cast entry adds to its ballot at most (§05.4.4). */
const CAST_ENTRY_EXTRA = 40;

/** §05.3.3: length of a ballot whose token has `issuers` signatures. */
export function ballotBytes(layout: BallotLayout, issuers: number): number {
  const points = 2 * layout.ciphertexts + layout.commitments;
  return BALLOT_HEAD_BYTES + TOKEN_BYTES * issuers + 32 * (points + layout.responses);
}

export function longestCastEntry(layout: BallotLayout, issuers: number): number {
  return ballotBytes(layout, issuers) + CAST_ENTRY_EXTRA;
}
