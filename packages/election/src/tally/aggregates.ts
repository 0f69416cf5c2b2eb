import { assert, BugError, type Bytes } from "@veche/base";
import { type Ciphertext, encodeCiphertext, hash32, list, sumCiphertexts } from "@veche/crypto";
import type { Aggregates } from "../ballot/aggregate.ts";
import { type BallotShape, ballotShape, type ContestShape } from "../ballot/shape.ts";
import type { Manifest } from "../manifest/types.ts";
import type { ContestGroups, Group } from "./groups.ts";

/** What the ledger holds of one style after `close` (§08.1). */
export type StyleTally = {
  /** Number of distinct X with an accepted ballot. */
  readonly ballots: number;
  /** (A, Bσ) for each contest of the style and encrypted option, in the order of a ballot (§05.1.3). */
  readonly aggregates: Aggregates;
};

/** The shape of a contest, the same in all styles of one of its groups. */
export function contestOf(manifest: Manifest, contest: number, group: Group): ContestShape {
  const shape = ballotShape(manifest, group.styles[0] as number).contests.find((c) => c.contest === contest);
  assert(shape !== undefined, "the styles of a contest's group have the contest");
  return shape;
}

/**
 * §08.2.4: the only ciphertexts that are ever decrypted, in the order of contests, groups and options.
 * ⚔ The ciphertexts of a group's styles are added up here, before decryption.
 */
export function aggregateList(
  manifest: Manifest,
  groups: readonly ContestGroups[],
  aggregatesOf: (style: number) => Aggregates,
): Aggregates {
  return groups.flatMap(({ contest, groups: ofContest }) =>
    ofContest.flatMap((group) => groupAggregates(manifest, contest, group, aggregatesOf)),
  );
}

function groupAggregates(
  manifest: Manifest,
  contest: number,
  group: Group,
  aggregatesOf: (style: number) => Aggregates,
): Aggregates {
  const parts = group.styles.map((style) =>
    partOf(ballotShape(manifest, style), contest, aggregatesOf(style)),
  );
  const { encrypted } = contestOf(manifest, contest, group);
  return Array.from({ length: encrypted }, (_, option) =>
    sumCiphertexts(parts.map((part) => part[option] as Ciphertext)),
  );
}

/** The slice of a style's aggregates that belongs to one of its contests. */
function partOf(shape: BallotShape, contest: number, aggregates: Aggregates): Aggregates {
  assert(aggregates.length === shape.ciphertexts, "a style has one aggregate for each encrypted option");
  let first = 0;
  for (const { contest: at, encrypted } of shape.contests) {
    if (at === contest) return aggregates.slice(first, first + encrypted);
    first += encrypted;
  }
  throw new BugError("the styles of a contest's group have the contest");
}

/** §08.3.1, 32 bytes. */
export function aggregatesHash(electionId: Bytes, aggregates: Aggregates): Bytes {
  return hash32("aggregates", electionId, list(aggregates.map(encodeCiphertext)));
}
