import { type Bytes, concat } from "@veche/base";
import { add, encodePoint } from "@veche/group";
import { isImplied } from "../form/layout.ts";
import type { Manifest } from "../form/manifest.ts";
import type { Ciphertext } from "../proofs/ballot.ts";
import { hash32, hash64 } from "../transcript.ts";
import type { Aggregates } from "./aggregates.ts";
import type { Election } from "./election.ts";
import type { Result } from "./result.ts";

/** Styles of one contest whose ballots are only opened together (§08.2). */
export type Group = { readonly styles: readonly number[]; readonly ballots: number };

export type ContestTally = {
  readonly contest: number;
  readonly ballots: number;
  readonly status: "counted" | "empty" | "withheld";
  readonly groups: readonly Group[];
};

/** What is fixed at `close`, and what the trustees then say about it. */
export type Tally = {
  readonly contests: readonly ContestTally[];
  /** The aggregate list (§08.2.4): A_0 ‖ A_1 ‖ …, Bσ_0 ‖ Bσ_1 ‖ …, and the ballots behind each. */
  readonly bases: Bytes;
  readonly sums: Bytes;
  readonly limits: readonly number[];
  readonly size: number;
  readonly root: Bytes;
  readonly aggregatesHash: Bytes;
  /** §08.3.2, 64 bytes. */
  readonly head: Bytes;
  readonly heads: Map<number, { readonly entry: number; readonly same: boolean }>;
  /** Valid decryptions in the order of the log: D_0 ‖ D_1 ‖ … */
  readonly decryptions: Map<number, Bytes>;
  result: Result | undefined;
  /** The entry that completed the decryptions, if what they open is no possible count. */
  uncountableAt: number | undefined;
  certificate: { readonly entry: number; readonly signers: readonly number[] } | undefined;
};

/** The tally of an election that has just been closed: `size` and `root` are of the log up to `close`. */
export function fixTally(election: Election, size: number, root: Bytes): Tally {
  const { manifest, electionId } = election;
  const ballots = election.styles.map((style) => style.ballots);
  const contests = manifest.contests.map((_, contest) => groupContest(manifest, contest, ballots));
  const list = contests.flatMap((contest) =>
    contest.groups.flatMap((group) =>
      sumOfGroup(election.aggregates, election.layouts, contest.contest, group).map((sum) => ({
        base: encodePoint(sum.alpha),
        sum: encodePoint(sum.beta),
        limit: group.ballots,
      })),
    ),
  );
  const pairs = concat(...list.flatMap((one) => [one.base, one.sum]));
  const aggregatesHash = hash32("aggregates", electionId, pairs);
  return {
    contests,
    bases: concat(...list.map((one) => one.base)),
    sums: concat(...list.map((one) => one.sum)),
    limits: list.map((one) => one.limit),
    size,
    root,
    aggregatesHash,
    head: hash64("tally-head", electionId, size, root, aggregatesHash),
    heads: new Map(),
    decryptions: new Map(),
    result: undefined,
    uncountableAt: undefined,
    certificate: undefined,
  };
}

/** §08.2.1, §08.2.2. */
export function groupContest(manifest: Manifest, contest: number, ballots: readonly number[]): ContestTally {
  const styles = manifest.styles.flatMap((style, i) => (style.contests.includes(contest) ? [i] : []));
  const total = styles.reduce((sum, style) => sum + (ballots[style] ?? 0), 0);
  const tally = { contest, ballots: total };
  if (total === 0) return { ...tally, status: "empty", groups: [] };
  if (total < manifest.minimumGroup) {
    return manifest.tiny === "withhold"
      ? { ...tally, status: "withheld", groups: [] }
      : { ...tally, status: "counted", groups: [{ styles, ballots: total }] };
  }
  const groups: { styles: number[]; ballots: number }[] = [];
  let collected: { styles: number[]; ballots: number } = { styles: [], ballots: 0 };
  for (const style of styles) {
    collected.styles.push(style);
    collected.ballots += ballots[style] ?? 0;
    if (collected.ballots < manifest.minimumGroup) continue;
    groups.push(collected);
    collected = { styles: [], ballots: 0 };
  }
  const last = groups.at(-1);
  last?.styles.push(...collected.styles);
  if (last !== undefined) last.ballots += collected.ballots;
  return { ...tally, status: "counted", groups };
}

/** §08.2.3: for each encrypted option of the contest the sums over the styles of the group. */
function sumOfGroup(
  aggregates: Aggregates,
  layouts: Election["layouts"],
  contest: number,
  group: Group,
): readonly Ciphertext[] {
  const parts = group.styles.map((style) => {
    let first = 0;
    for (const one of layouts[style]?.contests ?? []) {
      if (one.contest === contest) return aggregates.of(style).slice(first, first + one.encrypted);
      first += one.encrypted;
    }
    return [];
  });
  return parts.reduce((sum, part) =>
    sum.map((one, i) => {
      const other = part[i] as Ciphertext;
      return { alpha: add(one.alpha, other.alpha), beta: add(one.beta, other.beta) };
    }),
  );
}

/** Encrypted options of a contest. */
export function encryptedOptions(manifest: Manifest, contest: number): number {
  const one = manifest.contests[contest];
  return one === undefined ? 0 : one.options.length - (isImplied(one) ? 1 : 0);
}
