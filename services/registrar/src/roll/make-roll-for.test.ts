import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { LetterAnswer } from "@veche/api/portal";
import { type Bytes, compareBytes, expectOk, fromBase64, fromHex, toHex } from "@veche/base";
import { finishProposal, type Proposal, signProposal } from "@veche/client";
import { rollEntryOf, verifyRollRecord } from "@veche/election";
import { decodePersonRecord } from "@veche/election/person";
import {
  canaries,
  ceremony,
  define,
  issuerKeys,
  open,
  seededRandom,
  signerOf,
  type TestElection,
  TestLedger,
  testElection,
} from "@veche/ledger/testing";
import { Value } from "typebox/value";
import { Applications } from "../application/applications.ts";
import { personRow } from "../application/testing/people.ts";
import { codeOf, NOW, newStage, plan, type Stage, telephoneOf } from "../application/testing/stage.ts";
import { makeRollFor } from "./make-roll-for.ts";

const sketch = {
  trustees: { count: 3, quorum: 2 },
  styles: [{ contests: [0] }, { contests: [0] }],
  contests: [{ min: 1, max: 1, options: 2 }],
};
const election = testElection(sketch, seededRandom("roll of a campaign"));
const again = testElection(sketch, seededRandom("defined anew"));

type RollStage = Stage & {
  readonly make: (of?: TestElection) => ReturnType<typeof makeRollFor>;
  readonly ledger: TestLedger;
};

/** Campaign `town`: persons 0–5 of the register, odd ones in the second style's district; persons 0–3 are accepted. */
async function rollStage(t: TestContext): Promise<RollStage> {
  const stage = await newStage(t, 6);
  const { db, applications, randomBytes } = stage;
  for (const at of [1, 3, 5]) {
    await db.updateTable("person").set({ district: "615" }).where("id", "=", `p-${at}`).execute();
  }
  const districts = { "614": "style-0", "615": "style-1" };
  expectOk(await applications.createCampaign(plan({ id: "town", districts })), "campaign");
  for (const at of [0, 1, 2, 3]) assert.equal(await stage.apply(at, { campaign: "town" }), "accepted");
  const make = (of = election) =>
    makeRollFor(db, {
      campaign: "town",
      election: of.election,
      registrar: signerOf(of, "registrar", 1),
      randomBytes,
      now: NOW,
    });
  const ledger = new TestLedger(election);
  define(ledger);
  ceremony(ledger);
  issuerKeys(ledger);
  return { ...stage, make, ledger };
}

function enter(ledger: TestLedger, proposals: readonly Proposal[]): void {
  for (const proposal of proposals) {
    const signed = [1, 2].reduce(
      (now, index) =>
        expectOk(signProposal(now, signerOf(election, "commission", index), election.election), "signed"),
      proposal,
    );
    ledger.accept(expectOk(finishProposal(signed, election.election), "roll"));
  }
}

test("A8 the roll holds the accepted applications and no other, and the ledger takes it", async (t) => {
  const { make, ledger, db, apply, applications } = await rollStage(t);
  expectOk(await applications.recall({ account: "a-3", campaign: "town", now: NOW }), "recall");
  const { proposals, entries } = expectOk(await make(), "roll");
  assert.equal(entries, 3);
  enter(ledger, proposals);
  assert.equal(ledger.state.counters.roll, 3);
  const rows = await db.selectFrom("roll_record").selectAll().orderBy("person").execute();
  assert.deepEqual(
    rows.map(({ person, account, style, style_id }) => [person, account, style, style_id]),
    [
      ["p-0", "a-0", 0, "style-0"],
      ["p-1", "a-1", 1, "style-1"],
      ["p-2", "a-2", 0, "style-0"],
    ],
  );
  const book = await db.selectFrom("poll_book").selectAll().orderBy("person").execute();
  assert.deepEqual(
    book.map(({ person, channel }) => [person, channel]),
    [
      ["p-0", "open"],
      ["p-1", "open"],
      ["p-2", "open"],
    ],
  );
  assert.equal(await apply(4, { campaign: "town" }), "APPLICATIONS_ENDED");
  assert.equal(
    codeOf(await applications.recall({ account: "a-0", campaign: "town", now: NOW })),
    "RECALL_ENDED",
  );
  assert.equal((await applications.campaigns(NOW)).find(({ id }) => id === "town")?.stage, "roll");
});

test("A8 made again, the roll is the same byte for byte: salts are drawn once", async (t) => {
  const { make, db } = await rollStage(t);
  const bytes = (proposals: readonly Proposal[]): string => JSON.stringify(proposals, hexOf);
  const first = expectOk(await make(), "first");
  const second = expectOk(await make(), "second");
  assert.equal(bytes(second.proposals), bytes(first.proposals));
  assert.equal(second.entries, 4);
  assert.equal((await db.selectFrom("roll_record").select("salt").execute()).length, 4);
});

const hexOf = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? toHex(value) : typeof value === "bigint" ? String(value) : value;

test("A8 after a new define there is a new roll with new salts; paper stays paper", async (t) => {
  const { make, db } = await rollStage(t);
  expectOk(await make(), "first");
  await db.updateTable("poll_book").set({ channel: "paper" }).where("person", "=", "p-2").execute();
  const { proposals } = expectOk(await make(again), "again");
  assert.equal(proposals.length, 2);
  const rows = await db.selectFrom("roll_record").selectAll().execute();
  assert.equal(rows.length, 8, "the old openings are kept until the appeals end");
  assert.equal(new Set(rows.map(({ salt }) => toHex(salt))).size, 8);
  const paper = await db.selectFrom("poll_book").selectAll().where("channel", "=", "paper").execute();
  assert.deepEqual(
    paper.map(({ election_id }) => toHex(election_id)).toSorted(),
    [toHex(election.electionId), toHex(again.electionId)].toSorted(),
  );
});

test("no roll for an election of another campaign, nor once ballots of the old manifest are out", async (t) => {
  const { make, db, randomBytes } = await rollStage(t);
  expectOk(await make(), "first");
  const request = { election: election.election, registrar: signerOf(election, "registrar", 1) };
  const other = await makeRollFor(db, { campaign: "duma", ...request, randomBytes, now: NOW });
  assert.equal(codeOf(other), "ELECTION_TAKEN");
  const unknown = await makeRollFor(db, { campaign: "nothing", ...request, randomBytes, now: NOW });
  assert.equal(codeOf(unknown), "UNKNOWN_CAMPAIGN");
  const hash = new Uint8Array(32);
  await db
    .updateTable("poll_book")
    .set({ channel: "electronic", issue_hash: hash, request_hash: hash })
    .where("person", "=", "p-2")
    .execute();
  assert.equal(codeOf(await make(again)), "ISSUED_ALREADY");
  assert.equal(codeOf(await make()), "ok", "the present one stands");
});

test("a style that the manifest does not have, or a record that no entry can hold, makes no roll and changes nothing", async (t) => {
  const { make, db } = await rollStage(t);
  const style = (style_id: string) =>
    db.updateTable("campaign_district").set({ style_id }).where("district", "=", "615").execute();
  const all = async () => ({
    applications: await db.selectFrom("application").selectAll().orderBy("id").execute(),
    events: await db.selectFrom("application_event").selectAll().orderBy("id").execute(),
    notices: await db.selectFrom("notice").selectAll().orderBy("id").execute(),
    campaigns: await db.selectFrom("campaign").selectAll().orderBy("id").execute(),
    book: await db.selectFrom("poll_book").selectAll().execute(),
  });
  const before = await all();
  await db.updateTable("person").set({ removed: "died" }).where("id", "=", "p-0").execute();
  await style("style-9");
  assert.deepEqual(await make(), { ok: false, error: { code: "STYLE_UNKNOWN", person: "p-1" } });
  await style("style-1");
  await db.updateTable("person").set({ family: "" }).where("id", "=", "p-2").execute();
  assert.deepEqual(await make(), {
    ok: false,
    error: { code: "RECORD_MALFORMED", person: "p-2", field: "family" },
  });
  assert.deepEqual(await all(), before);
  await db.updateTable("person").set({ family: "Иванова" }).where("id", "=", "p-2").execute();
  assert.equal(expectOk(await make(), "mended").entries, 3, "positive control");
});

test("the register is asked once more: who died is refused and told, who moved gets the other ballot", async (t) => {
  const { make, db, applications } = await rollStage(t);
  await db.updateTable("person").set({ removed: "died" }).where("id", "=", "p-0").execute();
  await db.updateTable("person").set({ district: "615" }).where("id", "=", "p-2").execute();
  await db.updateTable("person").set({ district: "700" }).where("id", "=", "p-3").execute();
  await db.deleteFrom("notice").execute();
  assert.equal(expectOk(await make(), "roll").entries, 2);
  const rows = await db.selectFrom("roll_record").select(["person", "style_id"]).orderBy("person").execute();
  assert.deepEqual(rows, [
    { person: "p-1", style_id: "style-1" },
    { person: "p-2", style_id: "style-1" },
  ]);
  const view = async (account: string) =>
    expectOk(await applications.view({ account, campaign: "town", now: NOW }), "view").application;
  assert.equal((await view("a-0"))?.refusal?.code, "REMOVED_FROM_REGISTER");
  assert.equal((await view("a-3"))?.refusal?.code, "OTHER_DISTRICT");
  assert.equal((await view("a-2"))?.styleId, "style-1");
  assert.equal((await view("a-2"))?.timeline.at(-1)?.kind, "letter");
  const told = await db.selectFrom("notice").select(["account", "kind"]).orderBy("account").execute();
  assert.deepEqual(told, [
    { account: "a-0", kind: "refused" },
    { account: "a-3", kind: "refused" },
  ]);
});

test("A8 the letter opens the entry, is signed, and says whether the verified roll holds it", async (t) => {
  const { make, ledger, db, randomBytes } = await rollStage(t);
  let isKnown = false;
  const applications = new Applications({ db, randomBytes, rollView: () => (isKnown ? ledger : undefined) });
  const letter = (account: string) => applications.letter({ account, campaign: "town", now: NOW });
  assert.equal(codeOf(await letter("a-0")), "LETTER_NOT_READY");
  assert.equal(codeOf(await letter("a-5")), "NO_APPLICATION");
  const { proposals } = expectOk(await make(), "roll");
  const unpublished = expectOk(await letter("a-0"), "letter");
  assert.ok(Value.Check(LetterAnswer, unpublished));
  assert.equal(unpublished.inRoll, undefined, "no view of the ledger");
  const electionId = fromHex(unpublished.election) as Bytes;
  const record = fromBase64(unpublished.record) as Bytes;
  const opening = {
    electionId,
    styleId: unpublished.style,
    record,
    salt: fromHex(unpublished.salt) as Bytes,
  };
  assert.equal(compareBytes(rollEntryOf(opening), fromHex(unpublished.entry) as Bytes), 0);
  const signature = fromBase64(unpublished.signature) as Bytes;
  assert.ok(verifyRollRecord(election.election.manifest.registrar.key, opening, signature));
  assert.equal(expectOk(decodePersonRecord(record), "record").document, personRow(0).document);
  isKnown = true;
  assert.equal(expectOk(await letter("a-0"), "before").inRoll, undefined, "the roll may still grow");
  enter(
    ledger,
    proposals.filter(({ body }) => (body as { readonly style: number }).style === 0),
  );
  assert.equal(expectOk(await letter("a-0"), "in").inRoll, 1);
  assert.equal(expectOk(await letter("a-1"), "not yet").inRoll, undefined);
  canaries(ledger);
  open(ledger);
  assert.equal(expectOk(await letter("a-0"), "open").inRoll, 1);
  assert.equal(
    expectOk(await letter("a-1"), "left out").inRoll,
    0,
    "positive control: a missing entry shows",
  );
});

test("L25 no two entries of one person are equal, and a telephone stands in none", async (t) => {
  const { make, db } = await rollStage(t);
  expectOk(await make(), "first");
  expectOk(await make(again), "again");
  const rows = await db.selectFrom("roll_record").select(["entry", "record"]).execute();
  assert.equal(new Set(rows.map(({ entry }) => toHex(entry))).size, 8);
  for (const { record } of rows) {
    assert.ok(!Buffer.from(record).includes(Buffer.from(telephoneOf(0).slice(2))));
  }
});
