import assert from "node:assert/strict";
import { test } from "node:test";
import { COUNTABLE, type EntryColumns, VERDICT } from "../bulk/batch.ts";
import { faultsOf, loneElection, placeAt } from "../testing/lone-election.ts";
import type { Election } from "./election.ts";
import { takeCast, takeIssue } from "./voters.ts";

const keyOf = (n: number) => new Uint8Array(32).fill(n);

type Plan = {
  readonly key?: number;
  readonly style?: number;
  readonly set?: number;
  readonly seq?: number;
  readonly verdict?: number;
  readonly time?: number;
  /** Number of the block. */
  readonly block?: number;
};

/** One row as a worker gives it. */
function columnsOf({ key = 1, style = 0, set = 0, seq = 0, verdict = COUNTABLE }: Plan): EntryColumns {
  const columns: Partial<EntryColumns> = {
    styles: Float64Array.of(style),
    sets: Float64Array.of(set),
    seqs: Uint8Array.of(seq),
    keys: keyOf(key),
    verdicts: Uint8Array.of(verdict),
  };
  return columns as EntryColumns;
}

function openElection(issued = 5): Election {
  const election = loneElection();
  election.phase = "open";
  for (const style of election.styles) style.issued = issued;
  return election;
}

const windowOf = (election: Election) => election.styles[0]?.window ?? assert.fail();
const OPENS = windowOf(loneElection()).opens;

async function cast(election: Election, plan: Plan = {}, entry = 9): Promise<readonly string[]> {
  let counts = false;
  const place = placeAt(plan.time ?? OPENS, plan.block ?? 1);
  const faults = await faultsOf((judge) => {
    counts = takeCast(election, { columns: columnsOf(plan), row: 0 }, place, judge);
  }, entry);
  assert.equal(counts, faults.length === 0);
  return faults;
}

const issue = (election: Election, plan: Plan = {}) =>
  faultsOf((judge) => {
    const place = placeAt(plan.time ?? OPENS, plan.block ?? 1);
    takeIssue(election, { columns: columnsOf(plan), row: 0 }, place, judge);
  });

test("a cast enters from the time at which the style opens to the one at which casting ends", async () => {
  const { castEnds } = windowOf(openElection());
  assert.deepEqual(await cast(openElection(), { time: OPENS - 1 }), ["V18 WINDOW_NOT_OPEN"]);
  assert.deepEqual(await cast(openElection(), { time: OPENS }), []);
  assert.deepEqual(await cast(openElection(), { time: castEnds - 1 }), []);
  assert.deepEqual(await cast(openElection(), { time: castEnds }), ["V18 WINDOW_ENDED"]);
});

test("an issue enters from the time at which the style opens to the one at which issuing ends", async () => {
  const { issueEnds } = windowOf(openElection());
  const fresh = (): Election => {
    const election = openElection();
    election.roll.add(keyOf(1), 0, 0);
    return election;
  };
  assert.deepEqual(await issue(fresh(), { time: OPENS - 1 }), ["V16 WINDOW_NOT_OPEN"]);
  assert.deepEqual(await issue(fresh(), { time: OPENS }), []);
  assert.deepEqual(await issue(fresh(), { time: issueEnds - 1 }), []);
  assert.deepEqual(await issue(fresh(), { time: issueEnds }), ["V16 WINDOW_ENDED"]);
});

test("an entry of the roll is issued once", async () => {
  const election = openElection();
  election.roll.add(keyOf(1), 0, 0);
  assert.deepEqual(await issue(election, { key: 2 }), ["V16 ROLL_ENTRY_UNKNOWN"]);
  assert.deepEqual(await issue(election), []);
  assert.deepEqual(await issue(election), ["V16 ISSUED_ALREADY"]);
  assert.equal(election.styles[0]?.issued, 6);
});

test("a credential has one cast in a block, the first of the log too", async () => {
  const election = openElection();
  for (const key of [1, 2]) {
    assert.deepEqual(await cast(election, { key, block: 7 }), []);
    for (const seq of [0, 1])
      assert.deepEqual(await cast(election, { key, seq, block: 7 }), ["V18 CREDENTIAL_IN_BLOCK"]);
  }
  for (const key of [1, 2]) assert.deepEqual(await cast(election, { key, seq: 1, block: 8 }), []);
});

test("the ballot before leaves the sums, whichever it was; a credential counts once", async () => {
  const election = openElection();
  const out: number[] = [];
  election.aggregates.takeOut = (entry) => {
    out.push(entry);
  };
  for (const [i, key] of [1, 2, 3].entries()) assert.deepEqual(await cast(election, { key }, 20 + i), []);
  assert.deepEqual(out, []);
  for (const [i, key] of [3, 1, 2].entries())
    assert.deepEqual(await cast(election, { key, seq: 1, block: 2 }, 30 + i), []);
  assert.deepEqual(out, [22, 20, 21]);
  assert.deepEqual(await cast(election, { key: 1, seq: 2, block: 3 }, 40), []);
  assert.deepEqual(out, [22, 20, 21, 31]);
  const style = election.styles[0];
  assert.deepEqual([style?.ballots, style?.casts], [3, 7]);
});

test("ballots of one credential are numbered, and of one style", async () => {
  const election = openElection();
  const WRONG = ["V19 SEQ_WRONG"];
  assert.equal(election.manifest.revoteMax, 2);
  assert.deepEqual(await cast(election, { seq: 1 }), WRONG);
  assert.deepEqual(await cast(election, { seq: 0 }), []);
  assert.deepEqual(await cast(election, { seq: 0, block: 2 }), WRONG);
  assert.deepEqual(await cast(election, { seq: 1, style: 1, block: 2 }), WRONG);
  for (const seq of [1, 2]) assert.deepEqual(await cast(election, { seq, block: 1 + seq }), []);
  assert.deepEqual(await cast(election, { seq: 3, block: 9 }), WRONG);
});

test("there are no more ballots than credentials were issued", async () => {
  const election = openElection(1);
  assert.deepEqual(await cast(election, { key: 1 }), []);
  assert.deepEqual(await cast(election, { key: 2 }), ["V17 CAST_BEYOND_ISSUES"]);
  assert.deepEqual(await cast(election, { key: 1, seq: 1, block: 2 }), []);
});

test("what the worker found wrong is said", async () => {
  for (const [verdict, faults] of [
    [COUNTABLE & ~VERDICT.shaped, ["V18 BALLOT_FORM"]],
    [COUNTABLE & ~VERDICT.judged, ["V18 PHASE"]],
    [COUNTABLE & ~VERDICT.formed, ["V18 BALLOT_FORM"]],
    [COUNTABLE & ~VERDICT.token, ["V20 TOKEN_INVALID"]],
    [COUNTABLE & ~VERDICT.proof, ["V21 PROOF_INVALID"]],
  ] as const) {
    assert.deepEqual(await cast(openElection(), { verdict }), faults);
  }
  assert.deepEqual(await cast(openElection(), { style: 2 }), ["V18 BALLOT_FORM"]);
  assert.deepEqual(await cast(openElection(), { style: -1 }), ["V18 BALLOT_FORM"]);
});

test("issues and casts enter while the election is open and not paused, with proofs that hold", async () => {
  const withRoll = (change: Partial<Election> = {}): Election => {
    const election = Object.assign(openElection(), change);
    election.roll.add(keyOf(1), 0, 0);
    return election;
  };
  assert.deepEqual(await issue(withRoll(), { verdict: COUNTABLE & ~VERDICT.proof }), ["V16 ISSUE_SIGNATURE"]);
  assert.deepEqual(await issue(withRoll(), { set: 1 }), ["V16 ISSUER_SET_STALE"]);
  assert.deepEqual(await issue(withRoll(), { style: 2 }), ["V16 STYLE_UNKNOWN"]);
  for (const phase of ["set-up", "closed"] as const) {
    assert.deepEqual(await issue(withRoll({ phase })), ["V16 PHASE"]);
    assert.deepEqual(await cast(withRoll({ phase })), ["V18 PHASE"]);
  }
  assert.deepEqual(await issue(withRoll({ suspended: true })), ["V16 SUSPENDED"]);
  assert.deepEqual(await cast(withRoll({ suspended: true })), ["V18 SUSPENDED"]);
});
