import { ALL_CONTROLS } from "../all-controls.ts";
import type { Evidence } from "../control.ts";
import { UNTIL_VOTES } from "../control.ts";
import { makeRecord } from "../scenario.ts";
import { smallRecord } from "../small.ts";
import { allMutants, makeCorpora, share } from "./all.ts";
import { otherManifests, smallElection, smallManifest } from "./election.ts";
import { exceptionalRecord, exceptions } from "./exceptions.ts";

/** A record that some test verifies, by a name that stays. */
export type NamedRecord = {
  readonly name: string;
  /** The reason that its test expects. */
  readonly code: string | undefined;
  readonly make: () => Evidence;
};

/** The records of controls, mutants and honest elections: by these the verifier's own mutants are found. */
export function allRecords(shareOf = 1): readonly NamedRecord[] {
  const corpora = makeCorpora();
  const ofMaker = (maker: { files(): Evidence["files"]; readonly electionId: Evidence["electionId"] }) => ({
    files: maker.files(),
    electionId: maker.electionId,
  });
  const good = (name: string, make: () => Evidence): NamedRecord => ({
    name: `honest: ${name}`,
    code: undefined,
    make,
  });
  return [
    good("the usual election", () => ofMaker(makeRecord())),
    good("a small election", () => ofMaker(smallRecord())),
    good("an election that is still open", () => ofMaker(makeRecord(UNTIL_VOTES))),
    ...Object.entries(corpora).map(([name, maker]) => good(`corpus ${name}`, () => ofMaker(maker))),
    good("the smallest election", () => smallElection(smallManifest())),
    ...otherManifests().map(({ field, name, manifest }) =>
      good(`${field}, ${name}`, () => smallElection(manifest)),
    ),
    ...exceptions(corpora.whole).map((one) =>
      good(`${one.row} ${one.field}, ${one.name}`, () => exceptionalRecord(corpora.whole, one)),
    ),
    ...ALL_CONTROLS.map(({ name, code, make }) => ({ name: `control: ${name}`, code, make })),
    ...share(allMutants(corpora), shareOf).map(({ field, name, refusal, make }) => ({
      name: `mutant: ${field}, ${name}`,
      code: refusal.code,
      make,
    })),
  ];
}
