import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { toHex } from "@veche/base";
import { folderReader, type Report, verifyRecord } from "@veche/verifier";
import { SCENARIOS, type Scenario, type Simulation, simulate } from "./index.ts";
import { planVoting } from "./plan.ts";
import { ballotsOf } from "./testing/ballots-of.ts";

let home = "";

before(async () => {
  home = await mkdtemp(join(tmpdir(), "veche-simulate-"));
});

after(() => rm(home, { recursive: true, force: true }));

const scenarioOf = (id: string, scale: number): Scenario => (SCENARIOS[id] as (s: number) => Scenario)(scale);

function run(id: string, scale: number, seed: string, name: string): Promise<Simulation> {
  const scenario = scenarioOf(id, scale);
  return simulate({ scenario, scale, seed, out: join(home, name), onProgress: () => {} });
}

async function verify({ record, electionId }: Simulation): Promise<Report> {
  const draw = (length: number) => new Uint8Array(randomBytes(length));
  return verifyRecord({ read: folderReader(record), electionId, randomBytes: draw });
}

/** Failing checks by name, so that a failure says which. */
const failures = (report: Report): readonly string[] =>
  report.checks.flatMap((check) =>
    check.status === "failed" ? [`${check.id} ${JSON.stringify(check.failure)}`] : [],
  );

test("constitution-2020: the record is good, the result is what was put in, and the same seed repeats itself (L17)", async () => {
  const first = await run("constitution-2020", 0.00001, "1", "constitution-a");
  assert.deepEqual(failures(await verify(first)), []);
  const again = await run("constitution-2020", 0.00001, "1", "constitution-b");
  assert.equal(toHex(again.electionId), toHex(first.electionId));
  const ballots = await ballotsOf(first.record, first.electionId);
  assert.equal(ballots.length, first.ballots);
  assert.deepEqual(
    await ballotsOf(again.record, again.electionId),
    ballots,
    "ciphertexts and trackers follow from the seed",
  );
});

test("another seed makes another election, before anything is drawn from it", () => {
  const plan = (seed: string) => planVoting(scenarioOf("constitution-2020", 0.0001), 8, seed).styles;
  assert.deepEqual(plan("1"), plan("1"));
  assert.notDeepEqual(plan("2"), plan("1"));
});

test("mgd-2019: a contest with one option and abstention, and one with an implied option", async () => {
  const simulation = await run("mgd-2019", 0.004, "1", "mgd");
  assert.deepEqual(failures(await verify(simulation)), []);
  assert.deepEqual(simulation.contests[1]?.counts, [simulation.contests[1]?.ballots]);
});

test("moscow-2021: 15 districts, 171 candidates and re-votes that replace (L14)", async () => {
  const simulation = await run("moscow-2021", 0.00003, "1", "moscow");
  assert.deepEqual(failures(await verify(simulation)), []);
  const ballots = await ballotsOf(simulation.record, simulation.electionId);
  assert.ok(
    ballots.some(({ seq }) => seq > 0),
    "the control: somebody voted again",
  );
  const counted = simulation.contests.reduce((sum, contest) => sum + contest.ballots, 0);
  assert.ok(counted < ballots.length, "replaced ballots do not count");
});
