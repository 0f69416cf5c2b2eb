import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { DAY_MS } from "../moscow-day.ts";
import type { AppealAnswer } from "./appeals.ts";
import { accountRow, personRow } from "./testing/people.ts";
import { codeOf, NOW, newStage, plan, type Stage, TIMES, telephoneOf } from "./testing/stage.ts";

const appeal = async ({ applications }: Stage, account: string, now = NOW): Promise<string> =>
  codeOf(
    await applications.appeal({ account, campaign: "duma", text: "My patronymic was changed in May.", now }),
  );

const applicationOf = async ({ applications }: Stage, account: string) =>
  expectOk(await applications.view({ account, campaign: "duma", now: NOW }), "view").application;

/** The only open appeal, answered. */
async function answer({ applications }: Stage, change: Partial<AppealAnswer> = {}): Promise<string> {
  const [open] = await applications.openAppeals();
  return codeOf(
    await applications.answerAppeal({
      appeal: open?.id ?? 0,
      granted: true,
      answer: "You are right.",
      now: NOW + 60_000,
      ...change,
    }),
  );
}

/** `a-0` and a second account of the same person that applied first. */
async function withTwin(stage: Stage): Promise<void> {
  const twin = accountRow(0, { id: "a-twin", subject: "twin", email: "twin@mail.example" });
  await stage.db.insertInto("account").values(twin).execute();
  const asked = { account: "a-twin", campaign: "duma", telephone: telephoneOf(9), email: "", now: NOW };
  expectOk(await stage.applications.apply(asked), "twin");
  assert.equal(await stage.apply(0), "APPLIED_OTHERWISE");
}

test("L26 a refusal can be appealed once, until voting ends, and says by when it is answered", async (t) => {
  const stage = await newStage(t);
  await stage.db.updateTable("account").set({ assurance: 1 }).execute();
  assert.equal(await appeal(stage, "a-0"), "APPEAL_NOT_POSSIBLE", "nothing was refused yet");
  assert.equal(await stage.apply(0), "ASSURANCE_TOO_LOW");
  assert.equal(await appeal(stage, "a-0", TIMES.votingUntil), "APPEAL_NOT_POSSIBLE");
  assert.equal(await appeal(stage, "a-0", TIMES.votingUntil - 1), "ok");
  assert.equal(await appeal(stage, "a-0"), "APPEAL_NOT_POSSIBLE", "one is being looked at");
  const application = await applicationOf(stage, "a-0");
  assert.deepEqual(application?.appeal, {
    madeAt: TIMES.votingUntil - 1,
    answerBy: TIMES.votingUntil - 1 + 3 * DAY_MS,
  });
  assert.equal(application?.canAppeal, false);
  assert.equal(await stage.apply(1), "ASSURANCE_TOO_LOW");
  await stage.db.updateTable("account").set({ assurance: 2 }).execute();
  assert.equal(await stage.apply(1, { now: NOW + 1 }), "accepted");
  assert.equal(await appeal(stage, "a-1"), "APPEAL_NOT_POSSIBLE", "accepted meanwhile");
});

test("L26 a granted appeal accepts the application; the voter reads the answer and is told", async (t) => {
  const stage = await newStage(t);
  await stage.db
    .updateTable("account")
    .set({ opened_at: TIMES.cutoff + 1 })
    .execute();
  assert.equal(await stage.apply(0), "ACCOUNT_TOO_NEW");
  await appeal(stage, "a-0");
  const [open] = await stage.applications.openAppeals();
  assert.deepEqual(
    [open?.campaign, open?.refusal, open?.text, open?.answerBy],
    ["duma", "ACCOUNT_TOO_NEW", "My patronymic was changed in May.", NOW + 3 * DAY_MS],
  );
  await stage.db.deleteFrom("notice").execute();
  assert.equal(await answer(stage), "ok");
  assert.equal(await answer(stage, { appeal: open?.id ?? 0 }), "ALREADY_ANSWERED");
  assert.equal(await answer(stage, { appeal: 99 }), "UNKNOWN_APPEAL");
  const application = await applicationOf(stage, "a-0");
  assert.deepEqual(
    [application?.state, application?.styleId, application?.refusal, application?.canRecall],
    ["accepted", "style-1", undefined, true],
  );
  assert.deepEqual(application?.appeal?.granted, true);
  assert.deepEqual(application?.appeal?.answer, "You are right.");
  assert.deepEqual(
    application?.timeline.map(({ kind }) => kind),
    ["applied", "checked", "refused", "appealed", "appeal-granted", "accepted"],
  );
  const notices = await stage.db.selectFrom("notice").select("kind").execute();
  assert.deepEqual(notices, [{ kind: "accepted" }]);
});

test("L26 who is accepted in spite of their number gets the code for the ballot there; a number confirmed elsewhere stays", async (t) => {
  const stage = await newStage(t);
  const numberOf = async (id: string) => {
    const account = stage.db.selectFrom("account").select(["telephone", "telephone_confirmed_at"]);
    return await account.where("id", "=", id).executeTakeFirstOrThrow();
  };
  for (const person of [0, 1])
    await stage.db
      .insertInto("risk_telephone")
      .values({ telephone: telephoneOf(person), reason: "taken over" })
      .execute();
  assert.equal(await stage.apply(0), "TELEPHONE_AT_RISK");
  assert.equal((await numberOf("a-0")).telephone_confirmed_at, null);
  await appeal(stage, "a-0");
  assert.equal(await answer(stage), "ok");
  assert.deepEqual(await numberOf("a-0"), { telephone: telephoneOf(0), telephone_confirmed_at: NOW });

  const own = { telephone: telephoneOf(9), telephone_confirmed_at: NOW - 1 };
  await stage.db.updateTable("account").set(own).where("id", "=", "a-1").execute();
  assert.equal(await stage.apply(1), "TELEPHONE_AT_RISK");
  await appeal(stage, "a-1");
  assert.equal(await answer(stage), "ok");
  assert.deepEqual(await numberOf("a-1"), own);
});

test("L26 a rejected appeal leaves the refusal, and the voter may mend and apply anew", async (t) => {
  const stage = await newStage(t);
  await stage.db.updateTable("account").set({ assurance: 1 }).execute();
  await stage.apply(0);
  await appeal(stage, "a-0");
  assert.equal(await answer(stage, { granted: false, answer: "Confirm your account." }), "ok");
  const application = await applicationOf(stage, "a-0");
  assert.deepEqual([application?.state, application?.appeal?.granted], ["refused", false]);
  assert.deepEqual([application?.canAppeal, application?.canApplyAgain], [false, true]);
  await stage.db.updateTable("account").set({ assurance: 2 }).execute();
  assert.equal(await stage.apply(0, { now: NOW + DAY_MS }), "accepted");
});

test("granting names the person of the register where the application found none", async (t) => {
  const stage = await newStage(t);
  await stage.db.updateTable("account").set({ document: "1111222222" }).where("id", "=", "a-0").execute();
  await stage.db
    .insertInto("person")
    .values([
      personRow(20, { removed: "died" }),
      personRow(21, { district: "700" }),
      personRow(22, { birth_date: "2015-01-01" }),
    ])
    .execute();
  assert.equal(await stage.apply(0), "NOT_IN_REGISTER");
  await appeal(stage, "a-0");
  assert.equal(await answer(stage), "PERSON_WRONG");
  assert.equal(await answer(stage, { person: "p-99" }), "PERSON_WRONG");
  assert.equal(await answer(stage, { person: "p-20" }), "PERSON_WRONG");
  assert.equal(await answer(stage, { person: "p-21" }), "PERSON_WRONG");
  assert.equal(
    await answer(stage, { person: "p-22" }),
    "PERSON_WRONG",
    "the roll would not have them either",
  );
  assert.equal(await answer(stage, { person: "p-0" }), "ok");
  assert.equal((await applicationOf(stage, "a-0"))?.station, "614");
});

test("APPLIED_OTHERWISE granting puts the other account out only when told to, and tells it", async (t) => {
  const stage = await newStage(t);
  await withTwin(stage);
  await appeal(stage, "a-0");
  assert.equal(await answer(stage), "OTHER_ACCEPTED");
  assert.equal((await applicationOf(stage, "a-0"))?.state, "refused", "nothing changed");
  await stage.db.deleteFrom("notice").execute();
  assert.equal(await answer(stage, { displace: true }), "ok");
  assert.equal((await applicationOf(stage, "a-0"))?.state, "accepted");
  const twin = await applicationOf(stage, "a-twin");
  assert.deepEqual(
    [twin?.state, twin?.refusal?.code, twin?.canAppeal],
    ["refused", "APPLIED_OTHERWISE", true],
  );
  const notices = await stage.db.selectFrom("notice").select(["address", "kind"]).orderBy("kind").execute();
  assert.deepEqual(notices, [
    { address: "anna0@mail.example", kind: "accepted" },
    { address: "twin@mail.example", kind: "refused" },
  ]);
});

test("⚔ an appeal granted while another account applies for the person: one is accepted", async (t) => {
  const stage = await newStage(t, 6);
  const { db } = stage;
  await db.updateTable("account").set({ assurance: 1 }).execute();
  for (let at = 0; at < 6; at++) assert.equal(await stage.apply(at), "ASSURANCE_TOO_LOW");
  for (let at = 0; at < 6; at++) await appeal(stage, `a-${at}`);
  await db.updateTable("account").set({ assurance: 2 }).execute();
  const twins = Array.from({ length: 6 }, (_, at) =>
    accountRow(at, { id: `a-${at + 10}`, subject: `t-${at}` }),
  );
  await db.insertInto("account").values(twins).execute();
  const open = await stage.applications.openAppeals();
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, async (_, at) => [
      await answer(stage, { appeal: open[at]?.id ?? 0 }),
      await stage.apply(at + 10),
    ]),
  );
  for (const [granted, applied] of outcomes) {
    assert.ok(
      (granted === "ok" && applied === "APPLIED_OTHERWISE") ||
        (granted === "OTHER_ACCEPTED" && applied === "accepted"),
      `${granted} ${applied}`,
    );
  }
  const accepted = await db
    .selectFrom("application")
    .select("person")
    .where("state", "=", "accepted")
    .execute();
  assert.equal(new Set(accepted.map(({ person }) => person)).size, 6);
  assert.equal(accepted.length, 6);
});

test("once the roll stands, an appeal can be made and rejected, but no longer granted", async (t) => {
  const stage = await newStage(t);
  await stage.db.updateTable("account").set({ assurance: 1 }).execute();
  await stage.apply(0);
  await stage.db.updateTable("campaign").set({ roll_made: true }).execute();
  assert.equal(await appeal(stage, "a-0"), "ok");
  assert.equal(await answer(stage), "ROLL_MADE");
  assert.equal(await answer(stage, { granted: false, answer: "Vote on paper." }), "ok");
});

test("a public trial has applications of its own and ends before the election begins", async (t) => {
  const stage = await newStage(t);
  const { applications } = stage;
  const trial = plan({
    id: "duma-trial",
    trialOf: "duma",
    kind: "test",
    recallUntil: TIMES.from + 20 * DAY_MS,
    applicationsUntil: TIMES.from + 25 * DAY_MS,
    votingFrom: TIMES.from + 26 * DAY_MS,
    votingUntil: TIMES.from + 28 * DAY_MS,
  });
  assert.equal(codeOf(await applications.createCampaign(trial)), "ok");
  assert.equal(await stage.apply(0, { campaign: "duma-trial" }), "accepted");
  assert.equal((await applicationOf(stage, "a-0"))?.state, undefined, "not for the election");
  assert.equal(await stage.apply(0), "accepted");
  const listed = await applications.campaigns(NOW);
  assert.deepEqual(
    listed.map(({ id, trialOf, stage: now }) => [id, trialOf, now]),
    [
      ["duma-trial", "duma", "registration"],
      ["duma", undefined, "registration"],
    ],
  );
  const create = async (change: Parameters<typeof plan>[0]): Promise<string> =>
    codeOf(await applications.createCampaign({ ...trial, id: "next", ...change }));
  assert.equal(await create({ trialOf: "nothing" }), "TRIAL_WRONG");
  assert.equal(await create({ trialOf: "duma-trial" }), "TRIAL_WRONG");
  assert.equal(await create({ votingUntil: TIMES.votingFrom + 1 }), "TRIAL_WRONG");
  assert.equal(await create({ id: "duma" }), "CAMPAIGN_EXISTS");
  assert.equal(await create({ id: "Duma 2" }), "CAMPAIGN_MALFORMED");
  assert.equal(await create({ districts: {} }), "CAMPAIGN_MALFORMED");
  assert.equal(await create({ applicationsUntil: trial.votingFrom + 1 }), "CAMPAIGN_TIMES");
  assert.equal(await create({ votingUntil: TIMES.votingFrom }), "ok");
});

test("a campaign's stage follows the roll and the clock", async (t) => {
  const { applications, db } = await newStage(t);
  const stageAt = async (now: number) => (await applications.campaigns(now))[0]?.stage;
  assert.equal(await stageAt(TIMES.votingFrom), "registration", "nobody can vote without a roll");
  await db.updateTable("campaign").set({ roll_made: true }).execute();
  assert.equal(await stageAt(TIMES.votingFrom - 1), "roll");
  assert.equal(await stageAt(TIMES.votingFrom), "voting");
  assert.equal(await stageAt(TIMES.votingUntil), "ended");
});
