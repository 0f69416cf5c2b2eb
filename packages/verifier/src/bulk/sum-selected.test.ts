import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, type Bytes, concat, encodeCbor } from "@veche/base";
import { add, decodePoint, encodePoint, type Point } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { leafHash } from "../log/merkle.ts";
import { bundleOf, CONTEXT, castEntry, issueEntry, sampleBallot, sampleIssue } from "../testing/sample.ts";
import { VOTES_A, VOTES_B } from "../testing/steps-vote.ts";
import { PreparedElection } from "./prepared.ts";
import { bundleDigest } from "./read-entries.ts";
import { type Selection, sumSelected } from "./sum-selected.ts";

const kernel = createKernel();
const { styles } = new PreparedElection(CONTEXT);
const ballots = [
  sampleBallot(0, VOTES_A[0] ?? []),
  sampleBallot(1, VOTES_B[0] ?? []),
  sampleBallot(0, VOTES_A[1] ?? []),
  sampleBallot(0, VOTES_A[2] ?? []),
] as const;
const entries = [issueEntry("selected"), ...ballots.map(castEntry)];
const bytes = bundleOf(...entries);

function select(places: readonly number[], change: Partial<Selection> = {}): ReturnType<typeof sumSelected> {
  const bundle = { bytes: bytes.length, entries: entries.length, hints: -1 };
  const digest = bundleDigest(concat(...entries.map(leafHash)));
  kernel.clear();
  return sumSelected({ bytes, bundle, digest, context: CONTEXT, places, ...change }, kernel);
}

function sumOf(style: number, ...chosen: readonly Bytes[]): Bytes {
  const from = styles[style]?.ciphertextsAt ?? 0;
  const count = 2 * (styles[style]?.layout.ciphertexts ?? 0);
  const point = (ballot: Bytes, i: number): Point =>
    decodePoint(ballot.subarray(from + 32 * i, from + 32 * i + 32)) as Point;
  return concat(
    ...Array.from({ length: count }, (_, i) =>
      encodePoint(chosen.map((ballot) => point(ballot, i)).reduce(add)),
    ),
  );
}

test("the ciphertexts of the ballots at these places are summed by style", () => {
  assert.deepEqual(select([1, 2, 4]), [
    { style: 0, bytes: sumOf(0, ballots[0], ballots[3]) },
    { style: 1, bytes: sumOf(1, ballots[1]) },
  ]);
  assert.deepEqual(select([3]), [{ style: 0, bytes: sumOf(0, ballots[2]) }]);
  assert.deepEqual(select([]), []);
});

test("a bundle that is not the one read before gives nothing", () => {
  const bundle = { bytes: bytes.length, entries: entries.length, hints: -1 };
  const changed = bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
  assert.equal(select([1], { bytes: changed }), undefined);
  assert.equal(select([1], { bytes: bytes.subarray(0, -1) }), undefined);
  assert.equal(select([1], { bytes: concat(bytes, new Uint8Array(1)) }), undefined);
  assert.equal(select([1], { bundle: { ...bundle, entries: entries.length - 1 } }), undefined);
  assert.equal(select([1], { digest: new Uint8Array(32) }), undefined);
});

test("what is selected has a style: anything else is a mistake of the caller", () => {
  const { body, signature } = sampleIssue("selected");
  const noStyle = new Uint8Array(encodeCbor([1, ["issue", { ...body, style: 2 }, [[6, 1, signature]]]]));
  const other = bundleOf(noStyle);
  const change = {
    bytes: other,
    bundle: { bytes: other.length, entries: 1, hints: -1 },
    digest: bundleDigest(leafHash(noStyle)),
  };
  assert.deepEqual(select([], change), []);
  assert.throws(() => select([0], change), BugError);
});
