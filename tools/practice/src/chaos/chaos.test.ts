import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { type Finished, PatientVoter, type Step, type VoterWorld } from "../crowd/patient-voter.ts";
import { auditorsView, castsIn, comparePollBook, verifyStopped } from "./testing/ledger.ts";
import { type Blow, numbers, scheduleOf } from "./testing/schedule.ts";
import { type ChaosStage, killPostgres, openStage } from "./testing/stage.ts";

const VOTERS = 60;
/** A voter whose code was lost with a process asks again after a minute, and each blow takes some seconds. */
const MINUTES = 1.75;
const ROUNDS = 1;
/** With each blow some voters come, within this time, so that it finds them at every step of their way. */
const ARRIVAL_MS = 3_000;

const { CHAOS_SEED = String(randomInt(2 ** 31)) } = process.env;
const SEED = Number(CHAOS_SEED);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function strike({ practice, folder }: ChaosStage, { victim, afterMs, downMs }: Blow): Promise<void> {
  await sleep(afterMs);
  // It comes back by itself, as under whatever runs services in production.
  if (victim === "postgres") return killPostgres(folder);
  await practice.kill(victim);
  await sleep(downMs);
  await practice.restart(victim);
}

/** Applies for B and votes in A, whatever is killed meanwhile. */
async function goThrough(voter: PatientVoter, afterMs: number): Promise<Finished> {
  await sleep(afterMs);
  await voter.signIn();
  assert.equal(await voter.apply("b"), "accepted");
  return voter.vote("a");
}

test("sixty voters, while every service and the database is killed: no ballot is lost or doubled, everybody finishes, poll book and ledger agree, the election verifies", async (t) => {
  const schedule = scheduleOf(SEED, ROUNDS);
  const said = `CHAOS_SEED=${SEED}: ${schedule.map(({ victim, afterMs, downMs }) => `${victim} after ${afterMs} for ${downMs}`).join("; ")}`;
  t.diagnostic(said);
  const stage = await openStage(VOTERS, MINUTES);
  t.after(stage.close);
  const { practice, crowd, telephones } = stage;
  void practice.failed.then(({ process: name, how, lastWords }) =>
    t.diagnostic(`${name} ${how} ${lastWords}`),
  );
  const unanswered = new Map<Step, number>();
  const world: VoterWorld = {
    addresses: practice.addresses,
    telephones,
    until: () => practice.a.castEnds,
    told: (step, _, status) => {
      if (status === 0 || status >= 500) unanswered.set(step, (unanswered.get(step) ?? 0) + 1);
    },
    votings: new Map(),
  };
  const draw = numbers(SEED);
  const voters = crowd.map((person) => new PatientVoter(person, world));
  const voting: Promise<Finished>[] = [];
  for (const [at, blow] of schedule.entries()) {
    const coming = voters.filter((_, voter) => voter % schedule.length === at);
    voting.push(...coming.map((voter) => goThrough(voter, draw(ARRIVAL_MS))));
    // Who fails is heard of at the end.
    for (const one of voting) one.catch(() => undefined);
    await strike(stage, blow);
  }
  const outcomes = await Promise.allSettled(voting);
  t.diagnostic(`without an answer, or 5xx: ${JSON.stringify([...unanswered])}`);
  const lost = outcomes.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
  assert.deepEqual(lost, [], `everybody finishes; ${said}`);
  const finished = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const trackers = new Set(finished.map(({ tracker }) => tracker));
  assert.equal(trackers.size, VOTERS, `every ballot is somebody's own; ${said}`);
  assert.ok(unanswered.size > 0, "the blows were felt");
  while (!(await isCertified(stage))) {
    assert.ok(Date.now() < practice.a.castEnds + 90_000, `certified; ${said}`);
    await sleep(500);
  }
  const view = await auditorsView(practice);
  const indexes = new Set(finished.map(({ index }) => index));
  assert.deepEqual(
    await castsIn(view),
    indexes,
    `the ballots of the ledger are those with receipts; ${said}`,
  );
  assert.deepEqual(await comparePollBook(stage, view), { agreed: VOTERS, differing: [] }, said);
  await view.close();
  await practice.stop();
  const { verdict, result } = await verifyStopped(stage);
  assert.equal(verdict, "good", said);
  assert.equal(result?.contests[0]?.ballots, VOTERS, said);
});

async function isCertified({ practice }: ChaosStage): Promise<boolean> {
  const { port } = new URL(practice.addresses.ballot);
  const answer = await fetch(`http://127.0.0.1:${port}/e/${practice.a.id}/status`);
  return ((await answer.json()) as { readonly certified: boolean }).certified;
}
