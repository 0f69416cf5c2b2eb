import assert from "node:assert/strict";
import { test } from "node:test";
import { APPLICATION_REFUSALS, ApplicationAnswer } from "@veche/api/portal";
import { expectOk } from "@veche/base";
import { Value } from "typebox/value";
import { accountRow, personRow } from "./testing/people.ts";
import { codeOf, NOW, newStage, type Stage, TIMES, telephoneOf } from "./testing/stage.ts";

const viewOf = async ({ applications }: Stage, person: number, now = NOW) => {
  const answer = expectOk(await applications.view({ account: `a-${person}`, campaign: "duma", now }), "view");
  assert.ok(Value.Check(ApplicationAnswer, answer), JSON.stringify(answer));
  return answer;
};
const kinds = async ({ db }: Stage, account: string): Promise<readonly string[]> =>
  (
    await db
      .selectFrom("notice")
      .select(["kind", "address"])
      .where("account", "=", account)
      .orderBy("queued_on")
      .execute()
  )
    .map(({ kind, address }) => `${kind} ${address}`)
    .toSorted();

test("an application is accepted, shown as the page needs it, and told by e-mail", async (t) => {
  const stage = await newStage(t);
  assert.deepEqual(await viewOf(stage, 0), { issued: false, onPaper: false });
  assert.equal(await stage.apply(0), "accepted");
  const { application, issued, onPaper } = await viewOf(stage, 0);
  assert.ok(application !== undefined);
  assert.match(application.number, /^26-\d{4}-\d{4}$/);
  assert.deepEqual(
    { ...application, number: "" },
    {
      number: "",
      state: "accepted",
      district: "614",
      station: "614",
      styleId: "style-1",
      telephone: "+7 900 •••-00-00",
      canRecall: true,
      canApplyAgain: false,
      canAppeal: false,
      timeline: [
        { at: NOW, kind: "applied" },
        { at: NOW, kind: "checked" },
        { at: NOW, kind: "accepted" },
      ],
    },
  );
  assert.deepEqual([issued, onPaper], [false, false]);
  assert.deepEqual(await kinds(stage, "a-0"), ["accepted anna0@mail.example", "applied anna0@mail.example"]);
  assert.equal(await stage.apply(0), "ALREADY_APPLIED");
});

test("applications are taken from the first moment to the last, and never once the roll is made", async (t) => {
  const stage = await newStage(t);
  assert.equal(await stage.apply(0, { now: TIMES.from - 1 }), "APPLICATIONS_NOT_OPEN");
  assert.equal(await stage.apply(0, { now: TIMES.from }), "accepted");
  assert.equal(await stage.apply(1, { now: TIMES.until }), "APPLICATIONS_ENDED");
  assert.equal(await stage.apply(1, { now: TIMES.until - 1 }), "accepted");
  assert.equal(await stage.apply(2, { campaign: "another" }), "UNKNOWN_CAMPAIGN");
  await stage.db.updateTable("campaign").set({ roll_made: true }).execute();
  assert.equal(await stage.apply(2), "APPLICATIONS_ENDED");
  assert.equal((await viewOf(stage, 1)).application?.canRecall, false);
});

test("L26 what the tables say decides: each refusal is kept with number, code, sentence and appeal, and mended it is accepted", async (t) => {
  const stage = await newStage(t, 1);
  const { db } = stage;
  const people: readonly (readonly [keyof typeof APPLICATION_REFUSALS, number, object, object])[] = [
    ["NOT_IN_REGISTER", 10, {}, { document: "9999000000" }],
    ["NAME_DIFFERS", 11, {}, { patronymic: "Павловна" }],
    ["BIRTH_DATE_DIFFERS", 12, {}, { birth_date: "1980-02-27" }],
    ["REMOVED_FROM_REGISTER", 13, { removed: "moved" }, {}],
    ["TOO_YOUNG", 14, { birth_date: "2008-12-07" }, { birth_date: "2008-12-07" }],
    ["ACCOUNT_TOO_NEW", 15, {}, { opened_at: TIMES.cutoff + 1 }],
    ["ASSURANCE_TOO_LOW", 16, {}, { assurance: 1 }],
    ["OTHER_DISTRICT", 17, { district: "700" }, {}],
    ["TELEPHONE_AT_RISK", 18, {}, {}],
  ];
  await db
    .insertInto("risk_telephone")
    .values({ telephone: telephoneOf(18), reason: "sold in packs" })
    .execute();
  for (const [code, at, person, account] of people) {
    await db.insertInto("person").values(personRow(at, person)).execute();
    await db.insertInto("account").values(accountRow(at, account)).execute();
    assert.equal(await stage.apply(at), code);
    const { application } = await viewOf(stage, at);
    assert.deepEqual(application?.refusal, { code, message: APPLICATION_REFUSALS[code] });
    assert.deepEqual([application?.canAppeal, application?.canApplyAgain], [true, true], code);
    assert.equal(application?.timeline.at(-1)?.code, code);
    assert.ok((await kinds(stage, `a-${at}`)).includes(`refused anna${at}@mail.example`));
    // The same person, once what was wrong is mended.
    const mended = { birth_date: "1980-02-28" };
    await db.updateTable("person").set(personRow(at, mended)).where("id", "=", `p-${at}`).execute();
    await db.updateTable("account").set(accountRow(at, mended)).where("id", "=", `a-${at}`).execute();
    assert.equal(await stage.apply(at, { telephone: telephoneOf(500 + at), now: NOW + 1 }), "accepted", code);
  }
});

test("L26 a telephone serves as many accounts as the campaign says, also when they come at the same moment", async (t) => {
  const stage = await newStage(t, 8);
  const telephone = "+79001112233";
  const all = await Promise.all(Array.from({ length: 8 }, (_, person) => stage.apply(person, { telephone })));
  assert.deepEqual(all.toSorted(), [
    ...Array.from({ length: 6 }, () => "TELEPHONE_SHARED"),
    "accepted",
    "accepted",
  ]);
  // A number that somebody merely names does not count against its owner.
  await stage.db.updateTable("account").set({ telephone: "+79004445566" }).execute();
  await stage.db.updateTable("account").set({ telephone_confirmed_at: null }).execute();
  const refused = all.indexOf("TELEPHONE_SHARED");
  assert.equal(await stage.apply(refused, { telephone: "+79004445566", now: NOW + 1 }), "accepted");
});

test("OTHER_CHANNEL a person with a paper ballot is refused, one whose row is open is not", async (t) => {
  const stage = await newStage(t);
  const election_id = new Uint8Array(32).fill(7);
  await stage.db.updateTable("campaign").set({ election_id }).execute();
  await stage.db
    .insertInto("poll_book")
    .values([
      { election_id, person: "p-0", issue_hash: null, request_hash: null },
      { election_id, person: "p-1", issue_hash: null, request_hash: null },
    ])
    .execute();
  await stage.db.updateTable("poll_book").set({ channel: "paper" }).where("person", "=", "p-1").execute();
  assert.equal(await stage.apply(0), "accepted");
  assert.equal(await stage.apply(1), "OTHER_CHANNEL");
  assert.equal((await viewOf(stage, 1)).onPaper, true);
  await stage.db
    .updateTable("poll_book")
    .set({ channel: "electronic", issue_hash: election_id, request_hash: election_id })
    .where("person", "=", "p-0")
    .execute();
  const viewed = await viewOf(stage, 0);
  assert.deepEqual([viewed.issued, viewed.onPaper], [true, false]);
});

test("⚔ of forty requests at once for one person, from four accounts, one is accepted", async (t) => {
  const stage = await newStage(t, 1);
  const { db } = stage;
  const twins = [1, 2, 3].map((at) => accountRow(0, { id: `a-${at}`, subject: `twin-${at}` }));
  await db.insertInto("account").values(twins).execute();
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, at) => stage.apply(at % 4, { telephone: telephoneOf(at % 4) })),
  );
  const count = (outcome: string): number => outcomes.filter((one) => one === outcome).length;
  assert.equal(count("accepted"), 1);
  assert.equal(count("ALREADY_APPLIED"), 9, "the winner's other requests");
  assert.equal(count("APPLIED_OTHERWISE"), 30);
  const accepted = await db.selectFrom("application").selectAll().where("state", "=", "accepted").execute();
  assert.equal(accepted.length, 1);
  const numbers = await db.selectFrom("application").select("number").execute();
  assert.equal(new Set(numbers.map(({ number }) => number)).size, 31, "each has its own number");
});

test("a recalled application can be made again until the end, and recalled until the recall ends", async (t) => {
  const stage = await newStage(t);
  const { applications } = stage;
  const recall = async (now: number) =>
    codeOf(await applications.recall({ account: "a-0", campaign: "duma", now }));
  assert.equal(await recall(NOW), "NO_APPLICATION");
  assert.equal(await stage.apply(0), "accepted");
  assert.equal(await recall(NOW), "ok");
  assert.equal(await recall(NOW), "NO_APPLICATION");
  const { application } = await viewOf(stage, 0);
  assert.equal(application?.state, "recalled");
  assert.deepEqual([application?.canApplyAgain, application?.canAppeal], [true, false]);
  assert.equal(application?.timeline.at(-1)?.kind, "recalled");
  assert.equal(await stage.apply(0), "accepted", "in the same millisecond");
  assert.notEqual((await viewOf(stage, 0)).application?.number, application?.number);
  assert.equal(await recall(TIMES.recallUntil), "RECALL_ENDED");
  assert.equal(await recall(TIMES.recallUntil - 1), "ok");
  assert.ok((await kinds(stage, "a-0")).includes("recalled anna0@mail.example"));
  assert.equal((await viewOf(stage, 0, TIMES.until)).application?.canApplyAgain, false);
});

test("L26 a new telephone is told to the old one and by e-mail, and is held to the same rules", async (t) => {
  const stage = await newStage(t, 4);
  const { applications, db } = stage;
  for (const person of [0, 1, 2]) await stage.apply(person, { telephone: telephoneOf(Math.min(person, 1)) });
  await db.deleteFrom("notice").execute();
  const change = async (telephone: string, account = "a-0"): Promise<string> =>
    codeOf(await applications.changeTelephone({ account, telephone, now: NOW + 5 }));
  assert.equal(await change(telephoneOf(1)), "NUMBER_SHARED", "two have it already");
  await db.insertInto("risk_telephone").values({ telephone: "+79990000000", reason: "list" }).execute();
  assert.equal(await change("+79990000000"), "NUMBER_AT_RISK");
  assert.deepEqual(await kinds(stage, "a-0"), [], "nothing changed, nobody is told");
  assert.equal(await change("+79990000001"), "ok");
  assert.deepEqual(await kinds(stage, "a-0"), [
    "telephone-changed +79001000000",
    "telephone-changed anna0@mail.example",
  ]);
  const { application } = await viewOf(stage, 0);
  assert.equal(application?.telephone, "+7 999 •••-00-01");
  assert.deepEqual(application?.timeline.at(-1), { at: NOW + 5, kind: "telephone-changed" });
  assert.equal(await change("+79990000001"), "ok", "the same once more changes nothing");
  assert.equal((await kinds(stage, "a-0")).length, 2);
  // Somebody who had no number yet has no old one to be told.
  assert.equal(await change("+79990000002", "a-3"), "ok");
  assert.deepEqual(await kinds(stage, "a-3"), []);
});

test("a new e-mail is told to the old one too", async (t) => {
  const stage = await newStage(t);
  const asked = { account: "a-0", campaign: "duma", telephone: telephoneOf(0), now: NOW };
  expectOk(await stage.applications.apply({ ...asked, email: "new@mail.example" }), "applied");
  const told = await kinds(stage, "a-0");
  assert.ok(told.includes("accepted new@mail.example") && told.includes("accepted anna0@mail.example"));
  const { email } = await stage.db
    .selectFrom("account")
    .select("email")
    .where("id", "=", "a-0")
    .executeTakeFirstOrThrow();
  assert.equal(email, "new@mail.example");
});

test("L25 L27 no view holds a document, a hash of one or a whole telephone number", async (t) => {
  const stage = await newStage(t);
  await stage.apply(0);
  const shown = JSON.stringify(await viewOf(stage, 0));
  for (const hidden of ["4509100000", "Иванова", "Анна", telephoneOf(0), telephoneOf(0).slice(5)]) {
    assert.ok(!shown.includes(hidden), hidden);
  }
  assert.ok(!/[0-9a-f]{32}/.test(shown), "nor anything that looks like a hash");
});

test("an application that arrived in time counts, however long it waits for its turn", async (t) => {
  const stage = await newStage(t);
  const { db } = stage;
  let applied: Promise<string> | undefined;
  await db.transaction().execute(async (tx) => {
    await tx.selectFrom("account").select("id").where("id", "=", "a-0").forUpdate().execute();
    applied = stage.apply(0, { now: TIMES.until - 1 });
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  assert.equal(await applied, "accepted");
});
