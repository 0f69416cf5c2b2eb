import { assert } from "@veche/base";
import type { Manifest } from "../manifest/types.ts";

/** Ballot styles whose ciphertexts of one contest are added before anything is decrypted. */
export type Group = { readonly styles: readonly number[]; readonly ballots: number };

export type ContestStatus = "counted" | "empty" | "withheld";

/** The groups of one contest; none unless it is counted. `ballots`: over all styles with the contest. */
export type ContestGroups = {
  readonly contest: number;
  readonly status: ContestStatus;
  readonly ballots: number;
  readonly groups: readonly Group[];
};

/**
 * Which sums are decrypted, for every contest in manifest order (§08.2.1, §08.2.2). ⚔ A style with few ballots
 * never stands alone: adding its counts to others after decryption would leave them readable on the ledger.
 *
 * @param ballots number of distinct X with an accepted ballot, by style (§08.1.2).
 */
export function groupsOf(manifest: Manifest, ballots: readonly number[]): readonly ContestGroups[] {
  assert(ballots.length === manifest.styles.length, "one number of ballots for each style");
  return manifest.contests.map((_, contest) => {
    const styles = manifest.styles.flatMap((style, s) => (style.contests.includes(contest) ? [s] : []));
    const all = groupOf(styles, ballots);
    const minimum = manifest.minimumGroup;
    if (all.ballots === 0) return { contest, status: "empty", ballots: 0, groups: [] };
    if (all.ballots >= minimum) {
      return { contest, status: "counted", ballots: all.ballots, groups: collect(styles, ballots, minimum) };
    }
    return manifest.tiny === "publish"
      ? { contest, status: "counted", ballots: all.ballots, groups: [all] }
      : { contest, status: "withheld", ballots: all.ballots, groups: [] };
  });
}

/** §08.2.2: complete groups of at least `minimum`, the styles left over in the last of them. */
function collect(styles: readonly number[], ballots: readonly number[], minimum: number): readonly Group[] {
  const complete: Group[] = [];
  let open: readonly number[] = [];
  for (const style of styles) {
    open = [...open, style];
    const group = groupOf(open, ballots);
    if (group.ballots < minimum) continue;
    complete.push(group);
    open = [];
  }
  const last = complete.pop();
  assert(last !== undefined, "enough ballots make a group");
  return [...complete, groupOf([...last.styles, ...open], ballots)];
}

function groupOf(styles: readonly number[], ballots: readonly number[]): Group {
  return { styles, ballots: styles.reduce((sum, style) => sum + (ballots[style] as number), 0) };
}
