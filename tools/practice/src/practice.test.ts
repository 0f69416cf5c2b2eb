import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { StatusAnswer } from "@veche/api";
import { ON_ROLL_OF_A, PERSONS } from "./persons.ts";
import { Practice } from "./practice.ts";
import { Browser } from "./testing/browser.ts";
import { Voter } from "./testing/voter.ts";

let folder: string;
let practice: Practice;

/** Shown when something takes too long. */
const steps: string[] = [];
const began = Date.now();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "veche-practice-test-"));
  await chmod(folder, 0o711);
  const pages = { portal: undefined, ballot: undefined };
  practice = await Practice.start({
    ...{ folder, pages, minutes: 0.3, port: 0, lan: false },
    told: (step) => steps.push(`${Date.now() - began} ms ${JSON.stringify(step)}`),
  });
});
after(async () => {
  await practice?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function statusOf(id: string): Promise<StatusAnswer> {
  const page = await new Browser().send(`${practice.addresses.ballot}/e/${id}/status`);
  return JSON.parse(page.body) as StatusAnswer;
}

test("a test person signs in, gets a ballot and casts it, with no cookie at the ballot host", async (t) => {
  const [person] = ON_ROLL_OF_A;
  assert.ok(person);
  t.diagnostic(steps.join("\n"));
  const voter = new Voter(practice.addresses);
  const session = await voter.signIn(person.id);
  assert.deepEqual([session.person?.family, session.signedIn], [person.family, true]);
  const campaign = await voter.campaign("a");
  assert.deepEqual([campaign.electionId, campaign.kind], [practice.a.id, "practice"]);
  assert.deepEqual([campaign.tickSeconds, campaign.minimumGroup], [0, 1]);
  await voter.vote("a");
  assert.deepEqual(voter.browser.cookiesOf("ballot.localhost"), []);
});

test("somebody applies for B, goes on to voting, and casts there, too; who may not vote is refused", async () => {
  const [, person] = ON_ROLL_OF_A;
  const young = PERSONS.find(({ id }) => id === "test-5");
  assert.ok(person && young);
  const refused = new Voter(practice.addresses);
  await refused.signIn(young.id);
  assert.equal(await refused.apply("b", young.telephone, young.email), "refused");
  const voter = new Voter(practice.addresses);
  await voter.signIn(person.id);
  assert.equal(await voter.apply("b", person.telephone, person.email), "accepted");
  assert.equal((await voter.campaign("a")).goOn, undefined);
  await voter.goOn("b");
  const campaign = await voter.campaign("b");
  assert.equal(campaign.goOn, undefined, "once only");
  assert.equal((await statusOf(campaign.electionId ?? "")).phase, "open");
  await voter.vote("b");
});

test("A closes by schedule, and its parties tally and certify it by themselves", async () => {
  for (;;) {
    const status = await statusOf(practice.a.id);
    if (status.certified) break;
    assert.ok(Date.now() < practice.a.castEnds + 90_000, "certified soon after the end");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
});

test("nobody takes an election on without a session", async () => {
  const browser = new Browser();
  const { portal } = practice.addresses;
  const page = await browser.send(`${portal}/api/practice/campaigns/b/go-on`, {
    method: "POST",
    headers: { origin: portal, "content-type": "application/json" },
    body: "{}",
  });
  assert.ok(page.status === 401 || page.status === 403, page.body);
});

test("a process that dies is named", async () => {
  const issuer = practice.processes.find(({ name }) => name === "issuer 2");
  assert.ok(issuer);
  process.kill(issuer.pid, "SIGKILL");
  const { process: name, how } = await practice.failed;
  assert.deepEqual([name, how], ["issuer 2", "SIGKILL"]);
});
