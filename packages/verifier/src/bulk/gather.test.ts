import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, utf8 } from "@veche/base";
import { bundleOf, CONTEXT, castEntry, issueEntry, sampleBallot } from "../testing/sample.ts";
import { VOTES_A, VOTES_B } from "../testing/steps-vote.ts";
import { type Gathered, Gatherer } from "./gather.ts";
import { PreparedElection, type PreparedStyle } from "./prepared.ts";
import { divideBundles, newColumns } from "./read-entries.ts";

const election = new PreparedElection(CONTEXT);
const [styleA, styleB] = election.styles as readonly [PreparedStyle, PreparedStyle];
const ballotA = sampleBallot(0, VOTES_A[0] ?? []);
const ballotB = sampleBallot(1, VOTES_B[0] ?? []);
const issue = issueEntry("gather");
const OTHER = utf8("other");

type Bundle = { readonly entries: readonly Bytes[]; readonly hints: Bytes | undefined };

function gather(bundles: readonly Bundle[], prepared: PreparedElection | undefined = election): Gathered {
  const bytes = bundles.map(({ entries }) => bundleOf(...entries));
  const batch = {
    bytes: concat(...bytes),
    bundles: bundles.map(({ entries, hints }, i) => ({
      bytes: bytes[i]?.length ?? 0,
      entries: entries.length,
      hints: hints?.length ?? -1,
    })),
    hints: concat(...bundles.map(({ hints }) => hints ?? new Uint8Array(0))),
    context: CONTEXT,
    seed: new Uint8Array(32),
  };
  const columns = newColumns(bundles.reduce((sum, { entries }) => sum + entries.length, 0));
  assert.equal(divideBundles(batch, columns), bundles.length);
  return new Gatherer(batch, columns, prepared).read(bundles.length);
}

test("points stand in the order of the entries, those of other entries are none", () => {
  const { rows, firsts, encodings } = gather([
    { entries: [OTHER, castEntry(ballotA), issue], hints: undefined },
    { entries: [castEntry(ballotB)], hints: undefined },
  ]);
  assert.deepEqual([...rows], [1, 2, 3]);
  assert.deepEqual([...firsts.subarray(0, 3)], [0, styleA.points, styleA.points + 1]);
  const points = (ballot: Bytes, style: PreparedStyle): Bytes =>
    concat(ballot.subarray(6, 38), ballot.subarray(style.ciphertextsAt, style.responsesAt));
  const r = issue.subarray(issue.length - 64, issue.length - 32);
  assert.deepEqual(encodings, concat(points(ballotA, styleA), r, points(ballotB, styleB)));
});

test("a ballot of another length or of no style is not divided", () => {
  const noStyle = ballotA.slice();
  noStyle[2] = 2;
  const wrong = [
    ballotA.subarray(0, -1),
    concat(ballotA, new Uint8Array(1)),
    noStyle,
    ballotA.subarray(0, 9),
  ];
  const { rows, encodings } = gather([{ entries: wrong.map(castEntry), hints: undefined }]);
  assert.deepEqual([rows.length, encodings.length], [0, 0]);
});

test("hints belong to a bundle that has as many points", () => {
  const hints = (count: number, fill: number): Bytes => new Uint8Array(32 * count).fill(fill);
  const { bundles } = gather([
    { entries: [issue, issue], hints: hints(2, 1) },
    { entries: [issue], hints: undefined },
    { entries: [OTHER], hints: undefined },
    { entries: [issue], hints: hints(2, 2) },
    { entries: [issue], hints: hints(0, 0) },
    { entries: [OTHER], hints: hints(1, 3) },
    { entries: [OTHER], hints: hints(0, 0) },
    { entries: [issue], hints: hints(1, 4) },
  ]);
  assert.deepEqual(bundles, [
    { points: 2, hints: hints(2, 1), isMisfit: false },
    { points: 1, hints: undefined, isMisfit: false },
    { points: 0, hints: undefined, isMisfit: false },
    { points: 1, hints: undefined, isMisfit: true },
    { points: 1, hints: undefined, isMisfit: true },
    { points: 0, hints: undefined, isMisfit: true },
    { points: 0, hints: hints(0, 0), isMisfit: false },
    { points: 1, hints: hints(1, 4), isMisfit: false },
  ]);
});

test("without an election there are no points", () => {
  const bytes = bundleOf(issue, castEntry(ballotA));
  const batch = {
    bytes,
    bundles: [{ bytes: bytes.length, entries: 2, hints: -1 }],
    hints: new Uint8Array(0),
    context: undefined,
    seed: new Uint8Array(32),
  };
  const columns = newColumns(2);
  divideBundles(batch, columns);
  const { rows, bundles } = new Gatherer(batch, columns, undefined).read(1);
  assert.equal(rows.length, 0);
  assert.deepEqual(bundles, [{ points: 0, hints: undefined, isMisfit: false }]);
  assert.deepEqual([...columns.kinds], [1, 2]);
});
