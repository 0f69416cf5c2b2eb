import { type Bytes, utf8 } from "@veche/base";
import { inlinePool } from "../../pool/inline-pool.ts";
import type { Report } from "../../report.ts";
import { ALL_CONTROLS } from "../all-controls.ts";
import { type Control, type Evidence, flip, UNTIL_VOTES } from "../control.ts";
import { failures } from "../expect.ts";
import type { RecordMaker } from "../maker.ts";
import { makeReceipt, publish } from "../publish.ts";
import { makeRecord } from "../scenario.ts";
import { smallRecord } from "../small.ts";
import { ISSUE_BUNDLES, manyIssues, twoBundles } from "../two-bundles.ts";
import { fewerHints, hinted, hintsHead } from "../with-hints.ts";
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
  /** It is verified by a kernel that doubts everything (`doubting-pool.ts`). */
  readonly doubting?: true;
  readonly make: () => Evidence | Promise<Evidence>;
  /** Why a report is not the one that the record's test expects; `undefined` if it is. */
  readonly wrong: (report: Report) => string | undefined;
};

const mustBeGood = (report: Report): string | undefined =>
  report.verdict === "good" ? undefined : failures(report);

/** One bit changed of hints, at offsets from the first or, below zero, from the end. */
const wrongAt = (hints: Bytes, places: readonly number[]): Bytes =>
  places.reduce(
    (bytes, at) => flip(bytes, at < 0 ? bytes.length + at : hintsHead(ISSUE_BUNDLES) + at),
    hints,
  );

/** Receipts for the first and the last entry of bundles, under checkpoints of several sizes. */
function receiptsOf({ entries, manifest }: RecordMaker): readonly Bytes[] {
  const { length } = entries;
  const places = [
    [0, 1],
    [0, length],
    [255, 256],
    [256, 257],
    [length - 1, length],
    [300, 512],
    [5, 600],
  ] as const;
  return places.map(([index, size]) => utf8(makeReceipt(entries.slice(0, size), index, manifest.origin)));
}

/** The record with the partial files of all the sizes that a log published before. */
function withLeftovers(maker: RecordMaker): Evidence {
  const files = new Map<string, Bytes>();
  for (const size of [1, 10, 255, 257, 300, 511, 600]) {
    const then = publish(maker.entries.slice(0, size), maker.manifest.origin, []);
    for (const [path, bytes] of then) if (path.startsWith("tile/")) files.set(path, bytes);
  }
  for (const [path, bytes] of maker.files()) files.set(path, bytes);
  return { files, electionId: maker.electionId };
}

/** From the end, a hint of the last bundle but one. */
const LAST_BUT_ONE = -32 * 256;

const DOUBTED: readonly string[] = ["PROOF_INVALID", "ISSUE_SIGNATURE"];

const ofControl = ({ name, check, code, make }: Control): NamedRecord => ({
  name: `control: ${name}`,
  code,
  make,
  wrong: (report) => {
    const found = report.checks.find((one) => one.id === check)?.failure?.code;
    return found === code ? undefined : `${check} ${code}: ${failures(report)}`;
  },
});

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
    ...["the usual election", "an election that is still open"].map((name, i) => ({
      ...good(`${name}, by a doubting kernel`, () => ofMaker(makeRecord(i === 0 ? {} : UNTIL_VOTES))),
      doubting: true as const,
    })),
    good("a small election", () => ofMaker(smallRecord())),
    good("an election that is still open", () => ofMaker(makeRecord(UNTIL_VOTES))),
    ...Object.entries(corpora).map(([name, maker]) => good(`corpus ${name}`, () => ofMaker(maker))),
    good("two bundles", () => ofMaker(bundles)),
    good("hints that fit", () => hinted(issues, pool)),
    good("hints of nothing", () => hinted(issues, pool, (hints) => hints.slice(0, 20))),
    ...[[9, -9], [-9], [-9, LAST_BUT_ONE]].map((places) =>
      good(`wrong hints at ${places.join(", ")}`, () =>
        hinted(issues, pool, (hints) => wrongAt(hints, places)),
      ),
    ),
    ...[0, 1, 2, 3].map((bundle) =>
      good(`one hint less in bundle ${bundle}`, () =>
        hinted(issues, pool, (hints) => fewerHints(hints, ISSUE_BUNDLES, bundle, 1)),
      ),
    ),
    good("receipts that agree", () => ({ ...ofMaker(issues), receipts: receiptsOf(issues) })),
    good("tiles and bundles left from smaller sizes", () => withLeftovers(issues)),
    good("no hint in bundle 1", () =>
      hinted(issues, pool, (hints) => fewerHints(hints, ISSUE_BUNDLES, 1, 256)),
    ),
    good("the smallest election", () => smallElection(smallManifest())),
    ...otherManifests().map(({ field, name, manifest }) =>
      good(`${field}, ${name}`, () => smallElection(manifest)),
    ),
    ...allowedDefinitions().map(({ name, make }) => good(`definition of ${name}`, make)),
    ...exceptions(corpora.whole).map((one) =>
      good(`${one.row} ${one.field}, ${one.name}`, () => exceptionalRecord(corpora.whole, one)),
    ),
    ...ALL_CONTROLS.map(ofControl),
    // What is wrong with ballots and issues is wrong without the kernel too.
    ...ALL_CONTROLS.filter(({ code }) => DOUBTED.includes(code)).map((control): NamedRecord => {
      const record = ofControl(control);
      return { ...record, name: `${record.name}, by a doubting kernel`, doubting: true };
    }),
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
