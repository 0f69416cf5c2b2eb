import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpeningClaim } from "../proofs/counts.ts";
import { loneElection, toldPool } from "../testing/lone-election.ts";
import { testManifest } from "../testing/test-manifest.ts";
import { computeResult } from "./result.ts";
import type { Tally } from "./tally.ts";

const BALLOTS = 5;
const points = (count: number, fill: number) => new Uint8Array(32 * count).fill(fill);

/** A tally of contests, each counted in one group; only what is opened matters here. */
function tallyOf(contests: readonly number[], sums: number): Tally {
  const tally: Partial<Tally> = {
    contests: contests.map((contest) => ({
      contest,
      ballots: BALLOTS,
      status: "counted",
      groups: [{ styles: [0], ballots: BALLOTS }],
    })),
    sums: points(sums, 0),
    limits: Array.from({ length: sums }, (_, i) => i),
    decryptions: new Map([4, 2, 5, 1].map((j) => [j, points(sums, j)])),
  };
  return tally as Tally;
}

/** Sums that are opened as these counts. */
function electionOf(counts: readonly (number | undefined)[], manifest = testManifest()) {
  const claims: OpeningClaim[] = [];
  let at = 0;
  const { pool } = toldPool({
    opening: (job) => {
      assert.equal(job.kind, "opening");
      const { claim } = job as { readonly claim: OpeningClaim } & typeof job;
      claims.push(claim);
      at += claim.limits.length;
      return counts.slice(at - claim.limits.length, at);
    },
  });
  return { election: loneElection(manifest, pool), claims };
}

const countsOf = async (contest: number, ...counts: readonly (number | undefined)[]) => {
  const { election } = electionOf(counts);
  const result = await computeResult(election, tallyOf([contest], counts.length));
  return result?.contests[0]?.groups[0]?.counts;
};

test("the last option of a contest of exactly one has what is left of the ballots", async () => {
  // One of four, the last of them implied.
  assert.deepEqual(await countsOf(1, 1, 2, 1), [1, 2, 1, 1]);
  assert.deepEqual(await countsOf(1, 0, 0, 0), [0, 0, 0, BALLOTS]);
  assert.deepEqual(await countsOf(1, 5, 0, 0), [5, 0, 0, 0]);
  assert.equal(await countsOf(1, 5, 1, 0), undefined, "more votes than ballots");
  // Up to two of four: every option is encrypted.
  assert.deepEqual(await countsOf(2, 5, 4, 3, 2), [5, 4, 3, 2]);
});

test("no option has more votes than there are ballots, the last one neither", async () => {
  const usual = testManifest();
  const contests = usual.contests.map((one, i) => (i === 2 ? { ...one, min: 2, max: 2 } : one));
  const of = async (...counts: readonly number[]) => {
    const { election } = electionOf(counts, { ...usual, contests });
    const result = await computeResult(election, tallyOf([2], counts.length));
    return result?.contests[0]?.groups[0]?.counts;
  };
  // Two of four: ten votes.
  assert.deepEqual(await of(2, 2, 1), [2, 2, 1, 5]);
  assert.equal(await of(2, 2, 0), undefined);
  assert.deepEqual(await of(5, 5, 0), [5, 5, 0, 0]);
  assert.equal(await of(5, 5, 1), undefined);
});

test("without each of the sums there is no result", async () => {
  assert.equal(await countsOf(2, 1, undefined, 3, 4), undefined);
  assert.equal(await countsOf(2, undefined, 2, 3, 4), undefined);
  assert.equal(await countsOf(1, 1, 1, undefined), undefined);
});

test("contests follow each other in the sums", async () => {
  const { election } = electionOf([1, 2, 3, 4, 5, 1, 0, 1]);
  const result = await computeResult(election, tallyOf([0, 2, 1], 8));
  assert.deepEqual(
    result?.contests.map(({ contest, groups }) => [contest, groups[0]?.counts]),
    [
      [0, [1, 4]],
      [2, [2, 3, 4, 5]],
      [1, [1, 0, 1, 3]],
    ],
  );
});

test("sums are opened by the first decryptions that are enough, 64 in a job", async () => {
  for (const [sums, jobs] of [
    [0, []],
    [1, [1]],
    [63, [63]],
    [64, [64]],
    [65, [64, 1]],
    [128, [64, 64]],
  ] as const) {
    const { election, claims } = electionOf(Array(sums).fill(0));
    await computeResult(election, tallyOf([], sums));
    assert.deepEqual(
      claims.map(({ limits }) => limits.length),
      jobs,
    );
    assert.deepEqual(
      claims.flatMap(({ limits }) => limits),
      Array.from({ length: sums }, (_, i) => i),
    );
    for (const { trustees, shares, limits } of claims) {
      assert.deepEqual(trustees, [4, 2, 5]);
      assert.deepEqual(
        shares,
        [4, 2, 5].map((j) => points(limits.length, j)),
      );
    }
  }
});
