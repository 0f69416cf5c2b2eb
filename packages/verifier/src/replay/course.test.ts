import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, loneElection, placeAt, transactionOf } from "../testing/lone-election.ts";
import { takeExtend, takeResume, takeSuspend, takeTotals } from "./course.ts";
import type { Election } from "./election.ts";

const reason = { en: "why", ru: "почему" };

function openElection(): Election {
  const election = loneElection();
  election.phase = "open";
  return election;
}

const windowOf = (election: Election, style = 0) => election.styles[style]?.window ?? assert.fail();

function extend(election: Election, by: number, time: number, styles: readonly number[] = [0]) {
  const place = placeAt(time);
  const tx = transactionOf("extend", { by, reason, styles });
  return faultsOf(async (judge) => {
    await takeExtend(election, tx, place, judge);
    assert.equal(place.block.control === undefined, judge.failed);
    place.block.control?.();
  });
}

test("an extension is of a millisecond at least, and ends at the latest end at the latest", async () => {
  const { opens, portalEnds, issueEnds, castEnds } = windowOf(openElection());
  const latest = (openElection().manifest.styles[0]?.latestEnd ?? 0) - castEnds;
  assert.ok(latest > 0);
  const INVALID = ["V09 EXTEND_INVALID"];
  for (const [by, faults] of [
    [0, INVALID],
    [1, []],
    [latest, []],
    [latest + 1, INVALID],
  ] as const) {
    const election = openElection();
    assert.deepEqual(await extend(election, by, opens + 1), faults, `${by}`);
    const added = faults.length === 0 ? by : 0;
    assert.deepEqual(windowOf(election), {
      opens,
      portalEnds: portalEnds + added,
      issueEnds: issueEnds + added,
      castEnds: castEnds + added,
    });
  }
});

test("a window is extended before credentials end, and styles are named in their order", async () => {
  const { opens, issueEnds } = windowOf(openElection());
  const INVALID = ["V09 EXTEND_INVALID"];
  assert.deepEqual(await extend(openElection(), 1, issueEnds - 1), []);
  assert.deepEqual(await extend(openElection(), 1, issueEnds), INVALID);
  assert.deepEqual(await extend(openElection(), 1, opens, [0, 1]), []);
  assert.deepEqual(await extend(openElection(), 1, opens, [1, 0]), INVALID);
  assert.deepEqual(await extend(openElection(), 1, opens, [0, 0]), INVALID);
  assert.deepEqual(await extend(openElection(), 1, opens, []), INVALID);
  assert.deepEqual(await extend(openElection(), 1, opens, [0, 2]), ["V09 STYLE_UNKNOWN"]);
});

test("an election is paused while it is open, and goes on when it was", async () => {
  const PHASE = ["V09 PHASE"];
  const judged = (election: Election, type: "suspend" | "resume") => {
    const place = placeAt(7);
    return faultsOf(async (judge) => {
      if (type === "suspend") await takeSuspend(election, transactionOf(type, { reason }), place, judge);
      else await takeResume(election, transactionOf(type, { reason }), place, judge);
      place.block.control?.();
    });
  };
  const election = openElection();
  assert.deepEqual(await judged(election, "resume"), ["V09 SUSPENSION"]);
  assert.deepEqual(await judged(election, "suspend"), []);
  assert.deepEqual(await judged(election, "suspend"), ["V09 SUSPENSION"]);
  assert.ok(election.suspended);
  assert.deepEqual(await judged(election, "resume"), []);
  assert.ok(!election.suspended);
  for (const phase of ["set-up", "closed"] as const) {
    const other = loneElection();
    other.phase = phase;
    assert.deepEqual(await judged(other, "suspend"), PHASE);
    other.suspended = true;
    assert.deepEqual(await judged(other, "resume"), PHASE);
    assert.deepEqual(await extend(other, 1, windowOf(other).opens), PHASE);
  }
});

test("totals of registration come from the definition on, each of a later day", async () => {
  const totals = (election: Election, date: string) => {
    const body = { accepted: 0, applied: 0, date, recalled: 0, refused: {} };
    const tx = transactionOf("registration-totals", body as never);
    return faultsOf((judge) => takeTotals(election, tx, placeAt(1), judge));
  };
  for (const phase of ["set-up", "open", "closed"] as const) {
    const election = loneElection();
    election.phase = phase;
    assert.deepEqual(await totals(election, "2030-01-02"), []);
    assert.deepEqual(await totals(election, "2030-01-02"), ["V09 DATE_ORDER"]);
    assert.deepEqual(await totals(election, "2029-12-31"), ["V09 DATE_ORDER"]);
    assert.deepEqual(await totals(election, "2030-01-03"), []);
  }
  assert.deepEqual(await totals(loneElection(), "2030-01-02"), ["V09 PHASE"]);
});
