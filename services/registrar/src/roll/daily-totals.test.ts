import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { expectOk } from "@veche/base";
import { FakeNode, fakeTiming, follow } from "@veche/client/testing";
import { define, seededRandom, signerOf, TestLedger, testElection } from "@veche/ledger/testing";
import { codeOf, newStage, TIMES } from "../application/testing/stage.ts";
import { DAY_MS, startOfDay } from "../moscow-day.ts";
import { countDay, dailyTotals } from "./daily-totals.ts";

const election = testElection(
  {
    trustees: { count: 3, quorum: 2 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  seededRandom("totals"),
);
const pace = { timing: fakeTiming(), backoff: { steps: [10, 20], patienceMs: 200 } };
const MINUTE = 60_000;

async function totalsStage(t: TestContext, isDefined = true) {
  const stage = await newStage(t, 5);
  const ledger = new TestLedger(election);
  define(ledger);
  const node = new FakeNode(ledger);
  const follower = await follow([node]);
  const { db } = stage;
  if (isDefined) await db.updateTable("campaign").set({ election_id: election.electionId }).execute();
  const parts = { db, follower, registrar: signerOf(election, "registrar", 1), pace };
  const run = (now: number, by = follower, registrar = parts.registrar) =>
    dailyTotals({ ...parts, follower: by, registrar }, now);
  return { ...stage, node, run };
}

test("L31 the totals of a day are what happened between two midnights of Moscow", async (t) => {
  const { db, apply, applications } = await totalsStage(t);
  const day = startOfDay("2026-11-10");
  await db.updateTable("account").set({ assurance: 1 }).where("id", "in", ["a-3", "a-4"]).execute();
  await db
    .updateTable("account")
    .set({ opened_at: TIMES.cutoff + 1 })
    .where("id", "=", "a-2")
    .execute();
  await apply(0, { now: day - 1 });
  await apply(1, { now: day });
  await apply(2, { now: day + 1 });
  await apply(3, { now: day + 2 });
  await apply(4, { now: day + DAY_MS - 1 });
  expectOk(await applications.recall({ account: "a-0", campaign: "duma", now: day + 5 }), "recall");
  await apply(0, { now: day + DAY_MS });
  assert.deepEqual(await countDay(db, "duma", "2026-11-10"), {
    date: "2026-11-10",
    applied: 4,
    accepted: 1,
    recalled: 1,
    refused: { ACCOUNT_TOO_NEW: 1, ASSURANCE_TOO_LOW: 2 },
  });
  assert.deepEqual(await countDay(db, "duma", "2026-11-11"), {
    date: "2026-11-11",
    applied: 1,
    accepted: 1,
    recalled: 0,
    refused: {},
  });
});

test("every day that is over is posted once, also those before the manifest, and none after a restart", async (t) => {
  const { run, node } = await totalsStage(t);
  const third = startOfDay("2026-10-22");
  assert.deepEqual(expectOk(await run(third + 10 * MINUTE - 1), "one"), ["2026-10-20"]);
  assert.deepEqual(expectOk(await run(third + 10 * MINUTE), "two"), ["2026-10-21"]);
  assert.deepEqual(expectOk(await run(third + 11 * MINUTE), "again"), []);
  const size = node.ledger.entries.length;
  const restarted = await follow([node]);
  assert.deepEqual(expectOk(await run(third + 12 * MINUTE, restarted), "restarted"), []);
  assert.equal(node.ledger.entries.length, size);
  assert.deepEqual(expectOk(await run(third + 3 * DAY_MS, restarted), "a gap"), ["2026-10-22", "2026-10-23"]);
});

test("totals end with the last day of voting", async (t) => {
  const { run } = await totalsStage(t);
  const posted = expectOk(await run(TIMES.votingUntil + 90 * DAY_MS), "all");
  assert.deepEqual([posted[0], posted.at(-1), posted.length], ["2026-10-20", "2026-12-06", 48]);
  assert.deepEqual(expectOk(await run(TIMES.votingUntil + 91 * DAY_MS), "later"), []);
});

test("two processes at once post each day once", async (t) => {
  const { run, node } = await totalsStage(t);
  const others = [await follow([node]), await follow([node])];
  const now = startOfDay("2026-10-26") + 10 * MINUTE;
  const posted = await Promise.all(others.map((follower) => run(now, follower)));
  const dates = posted.flatMap((one) => expectOk(one, "posted"));
  assert.deepEqual(dates.toSorted(), [
    "2026-10-20",
    "2026-10-21",
    "2026-10-22",
    "2026-10-23",
    "2026-10-24",
    "2026-10-25",
  ]);
});

test("a node that does not answer is an error, and the day is posted the next time", async (t) => {
  const { run, node } = await totalsStage(t);
  const now = startOfDay("2026-10-22") + 10 * MINUTE;
  node.down = true;
  assert.equal((await run(now)).ok, false);
  node.down = false;
  assert.deepEqual(expectOk(await run(now), "next time"), ["2026-10-20", "2026-10-21"]);
});

test("an election that no campaign has has no totals here", async (t) => {
  const { run, node } = await totalsStage(t, false);
  const size = node.ledger.entries.length;
  assert.equal(codeOf((await run(TIMES.until)) as never), "UNKNOWN_CAMPAIGN");
  assert.equal(node.ledger.entries.length, size);
});

test("a key that is not the registrar's of the manifest posts nothing", async (t) => {
  const { run, node } = await totalsStage(t);
  const size = node.ledger.entries.length;
  const wrong = { ...signerOf(election, "commission", 1), role: "registrar" as const };
  assert.equal(codeOf((await run(TIMES.until, undefined, wrong)) as never), "SIGNATURE_WRONG");
  assert.equal(node.ledger.entries.length, size);
});
