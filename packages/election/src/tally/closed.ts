import type { Bytes } from "@veche/base";
import type { Aggregates } from "../ballot/aggregate.ts";
import type { Election } from "../manifest/types.ts";
import { aggregateList, aggregatesHash, type StyleTally } from "./aggregates.ts";
import { type ContestGroups, groupsOf } from "./groups.ts";
import type { TallyHead } from "./head.ts";

/** An election after `close`, as somebody found it who replayed the whole ledger. */
export type ClosedElection = {
  readonly election: Election;
  /** The successful attempt of the key ceremony and the trustees alive in it. */
  readonly attempt: number;
  readonly alive: ReadonlySet<number>;
  /** Size and root of the log right after the `close` entry. */
  readonly size: number;
  readonly root: Bytes;
  /** By style. */
  readonly styles: readonly StyleTally[];
};

/** Everything about the tally that follows from the closed ledger. */
export type Tally = {
  readonly groups: readonly ContestGroups[];
  readonly aggregates: Aggregates;
  readonly head: TallyHead;
};

export function tallyOf({ election, size, root, styles }: ClosedElection): Tally {
  const { electionId, manifest } = election;
  const groups = groupsOf(
    manifest,
    styles.map(({ ballots }) => ballots),
  );
  const aggregates = aggregateList(manifest, groups, (style) => (styles[style] as StyleTally).aggregates);
  return { groups, aggregates, head: { size, root, aggregates: aggregatesHash(electionId, aggregates) } };
}
