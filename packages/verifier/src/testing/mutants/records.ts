import type { Bytes } from "@veche/base";
import { inlinePool } from "../../pool/inline-pool.ts";
import type { Report } from "../../report.ts";
import { ALL_CONTROLS } from "../all-controls.ts";
import { type Evidence, flip, UNTIL_VOTES } from "../control.ts";
import { failures } from "../expect.ts";
import { makeRecord } from "../scenario.ts";
import { smallRecord } from "../small.ts";
import { manyIssues, twoBundles } from "../two-bundles.ts";
import { hinted, hintsHead, oneHintLess } from "../with-hints.ts";
import { allMutants, makeCorpora, share } from "./all.ts";
import { otherManifests, smallElection, smallManifest } from "./election.ts";
import { exceptionalRecord, exceptions } from "./exceptions.ts";
import { allowedDefinitions } from "./manifest-bounds.ts";
import { wrongRefusal } from "./mutant.ts";

/** A record that some test verifies, by a name that stays. */
export type NamedRecord = {
  readonly name: string;
  /** The reason that its test expects. */
  readonly code: string | undefined;
  readonly make: () => Evidence | Promise<Evidence>;
  /** Why a report is not the one that the record's test expects; `undefined` if it is. */
  readonly wrong: (report: Report) => string | undefined;
};

const mustBeGood = (report: Report): string | undefined =>
  report.verdict === "good" ? undefined : failures(report);

/** One bit changed of hints, at offsets from the first or, below zero, from the end. */
const wrongAt = (hints: Bytes, places: readonly number[]): Bytes =>
  places.reduce((bytes, at) => flip(bytes, at < 0 ? bytes.length + at : hintsHead(2) + at), hints);

/** The records of controls, mutants and honest elections: by these the verifier's own mutants are found. */
export function allRecords(shareOf = 1): readonly NamedRecord[] {
  const corpora = makeCorpora();
  const bundles = twoBundles();
  const issues = manyIssues();
  const pool = inlinePool();
  const ofMaker = (maker: { files(): Evidence["files"]; readonly electionId: Evidence["electionId"] }) => ({
    files: maker.files(),
    electionId: maker.electionId,
  });
  const good = (name: string, make: NamedRecord["make"]): NamedRecord => ({
    name: `honest: ${name}`,
    code: undefined,
    make,
    wrong: mustBeGood,
  });
  return [
    good("the usual election", () => ofMaker(makeRecord())),
    good("a small election", () => ofMaker(smallRecord())),
    good("an election that is still open", () => ofMaker(makeRecord(UNTIL_VOTES))),
    ...Object.entries(corpora).map(([name, maker]) => good(`corpus ${name}`, () => ofMaker(maker))),
    good("two bundles", () => ofMaker(bundles)),
    good("hints that fit", () => hinted(issues, pool)),
    good("hints of nothing", () => hinted(issues, pool, (hints) => hints.slice(0, 20))),
    good("wrong hints in both bundles", () => hinted(issues, pool, (hints) => wrongAt(hints, [9, -9]))),
    good("a wrong hint in the second bundle", () => hinted(issues, pool, (hints) => wrongAt(hints, [-9]))),
    ...[0, 1].map((bundle) =>
      good(`one hint less in bundle ${bundle}`, () =>
        hinted(issues, pool, (hints) => oneHintLess(hints, 2, bundle)),
      ),
    ),
    good("the smallest election", () => smallElection(smallManifest())),
    ...otherManifests().map(({ field, name, manifest }) =>
      good(`${field}, ${name}`, () => smallElection(manifest)),
    ),
    ...allowedDefinitions().map(({ name, make }) => good(`definition of ${name}`, make)),
    ...exceptions(corpora.whole).map((one) =>
      good(`${one.row} ${one.field}, ${one.name}`, () => exceptionalRecord(corpora.whole, one)),
    ),
    ...ALL_CONTROLS.map(({ name, check, code, make }) => ({
      name: `control: ${name}`,
      code,
      make,
      wrong: (report: Report) => {
        const found = report.checks.find((one) => one.id === check)?.failure?.code;
        return found === code ? undefined : `${check} ${code}: ${failures(report)}`;
      },
    })),
    ...share(allMutants(corpora), shareOf).map((mutant) => ({
      name: `mutant: ${mutant.field}, ${mutant.name}`,
      code: mutant.refusal.code,
      make: mutant.make,
      wrong: (report: Report) => {
        const why = wrongRefusal(mutant, report);
        return why === undefined ? undefined : `${why}: ${failures(report)}`;
      },
    })),
  ];
}
