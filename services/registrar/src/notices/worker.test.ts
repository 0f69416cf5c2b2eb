import assert from "node:assert/strict";
import { test } from "node:test";
import { err, ok } from "@veche/base";
import type { Kysely } from "kysely";
import { addPeople } from "../application/testing/people.ts";
import { SERVICE_LIMITS } from "../database/limits.ts";
import { connect } from "../database/open-database.ts";
import type { Database } from "../database/schema.ts";
import { testDatabase } from "../database/testing.ts";
import { FAILURES, type SmsGateway } from "../sms/gateway/contract.ts";
import { Outbox } from "../sms/gateway/outbox.ts";
import type { DeliveryError, NoticeChannel } from "./channel.ts";
import { isEmail } from "./channel.ts";
import { NOTICE_KINDS } from "./kinds.ts";
import { memoryOutbox } from "./outbox.ts";
import { queueIssuedNotices, queueNotice } from "./queue.ts";
import { telephoneChannel } from "./telephone.ts";
import { noticeMessage } from "./texts.ts";
import { NoticeWorker } from "./worker.ts";

const places = { portal: "https://portal.example/", hotline: "8 800 000-00-00" };
const HOUR = 3_600_000;
const NOON = Date.parse("2026-12-05T12:00:00+03:00");

const workerOf = (db: Kysely<Database>, channels: readonly NoticeChannel[], startedAt = NOON) =>
  new NoticeWorker({ db, channels, places, startedAt });

const queue = (db: Kysely<Database>, at: number, kind: "applied" | "accepted", now = NOON) =>
  queueNotice(db, { account: `a-${at}`, kind, address: `anna${at}@mail.example`, now });

/** A ballot of an election, issued to person `at` on the roll. */
async function issueTo(db: Kysely<Database>, at: number, election = 1): Promise<void> {
  const bytes = new Uint8Array(32).fill(election);
  const entry = new Uint8Array(32).fill(at);
  const row = { election_id: bytes, person: `p-${at}` };
  await db
    .insertInto("roll_record")
    .values({
      ...{ ...row, account: `a-${at}`, style: 0, style_id: "style-0" },
      ...{ record: bytes, salt: bytes, entry, signature: bytes },
    })
    .execute();
  await db
    .insertInto("poll_book")
    .values({ ...row, channel: "electronic", issue_hash: bytes, request_hash: bytes })
    .execute();
}

const statuses = async (db: Kysely<Database>): Promise<readonly string[]> =>
  (await db.selectFrom("notice").select("status").orderBy("queued_on").execute()).map(({ status }) => status);

test("notices are sent once, oldest first, and nothing is queued without an address", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 3);
  for (const [at, kind] of [
    [2, "applied"],
    [1, "accepted"],
    [0, "applied"],
  ] as const) {
    await queue(db, at, kind, NOON - at);
  }
  await queueNotice(db, { account: "a-0", kind: "applied", address: "", now: NOON });
  const outbox = memoryOutbox();
  const worker = workerOf(db, [outbox]);
  assert.deepEqual(await worker.pass(NOON), { sent: 3, later: 0, failed: 0, isUnreachable: false });
  assert.deepEqual(
    outbox.sent.map(({ address }) => address),
    ["anna2@mail.example", "anna1@mail.example", "anna0@mail.example"],
  );
  assert.equal((await worker.pass(NOON)).sent, 0);
});

test("two workers share a queue: nobody is told twice", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 30);
  for (let at = 0; at < 30; at++) await queue(db, at, "applied");
  const outbox = memoryOutbox();
  const slow: NoticeChannel = {
    carries: () => true,
    send: async (address, message, id) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return outbox.send(address, message, id);
    },
  };
  const workers = Array.from({ length: 3 }, () => workerOf(db, [slow]));
  await Promise.all(workers.map((worker) => worker.pass(NOON)));
  for (const worker of workers) await worker.pass(NOON);
  assert.equal(outbox.sent.length, 30);
  assert.equal(new Set(outbox.sent.map(({ address }) => address)).size, 30);
});

test("⚔ a mail server that takes longer than the database waits gets a letter a few times, and not with every pass", async (t) => {
  const { db, url } = await testDatabase(t);
  await addPeople(db, 1);
  await queue(db, 0, "applied");
  const limited = connect(url, { ...SERVICE_LIMITS, betweenStatements: 400 });
  t.after(() => limited.db.destroy());
  let letters = 0;
  const slow: NoticeChannel = {
    carries: () => true,
    send: async () => {
      letters++;
      await new Promise((resolve) => setTimeout(resolve, 800));
      return ok(undefined);
    },
  };
  const worker = new NoticeWorker({ db: limited.db, channels: [slow], places, startedAt: NOON, sendMs: 200 });
  assert.deepEqual(await worker.pass(NOON), { sent: 0, later: 1, failed: 0, isUnreachable: false });
  for (let pass = 0; pass < 3; pass++) await worker.pass(NOON + 5_000 * pass);
  assert.equal(letters, 1, "it has its pauses");
  for (let at = 0; at < 8; at++) await worker.pass(NOON + HOUR * 100 * (at + 1));
  assert.equal(letters, 6);
  assert.deepEqual(await statuses(db), ["failed"]);
});

test("whoever was issued a ballot is told, however many they are", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 9);
  for (let at = 0; at < 9; at++) await issueTo(db, at);
  await queueIssuedNotices(db, NOON, 4);
  assert.equal((await statuses(db)).length, 9);
  await queueIssuedNotices(db, NOON, 4);
  assert.equal((await statuses(db)).length, 9, "once");
});

test("an address that cannot take it now is tried later and later, six times; one that never can, once", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 3);
  for (const at of [0, 1, 2]) await queue(db, at, "applied", NOON + at);
  const tried: number[] = [];
  let now = NOON;
  const channel: NoticeChannel = {
    carries: () => true,
    send: async (address) => {
      if (address.startsWith("anna0")) return err({ code: "REFUSED" });
      if (address.startsWith("anna2")) return ok(undefined);
      tried.push((now - NOON) / 60_000);
      return err({ code: "LATER" });
    },
  };
  const worker = workerOf(db, [channel]);
  assert.deepEqual(await worker.pass(now), { sent: 1, later: 1, failed: 1, isUnreachable: false });
  for (let minute = 1; minute < 3_000; minute += 1) {
    now = NOON + minute * 60_000;
    if ([1, 4, 5, 21, 85, 341, 1_365].includes(minute) || minute % 400 === 0) await worker.pass(now);
  }
  assert.deepEqual(tried, [0, 1, 5, 21, 85, 341]);
  assert.deepEqual(await statuses(db), ["failed", "failed", "sent"]);
});

test("while the mail server is down nothing is given up, and the telephone is told all the same", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 1);
  await queue(db, 0, "applied");
  await queueNotice(db, {
    account: "a-0",
    kind: "telephone-changed",
    address: "+79001234567",
    now: NOON + 1,
  });
  const phone = new Outbox(() => NOON);
  const outbox = memoryOutbox();
  let down: DeliveryError["code"] | undefined = "UNREACHABLE";
  const mail: NoticeChannel = {
    carries: isEmail,
    send: async (address, message, id) =>
      down === undefined ? outbox.send(address, message, id) : err({ code: down }),
  };
  const telephone = telephoneChannel(phone, () => NOON);
  const worker = workerOf(db, [mail, telephone]);
  for (let pass = 0; pass < 20; pass++) assert.equal((await worker.pass(NOON)).isUnreachable, true);
  assert.deepEqual(
    phone.messages().map(({ telephone: to, text }) => [to, text]),
    [["+79001234567", "Номер телефона изменён. Если это не вы: 8 800 000-00-00"]],
  );
  down = undefined;
  assert.equal((await worker.pass(NOON)).sent, 1);
  assert.equal(outbox.sent.length, 1);
});

test("P4 notices of issuing leave together at fixed hours, in an order that says nothing; only the day is stored", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 40);
  const outbox = memoryOutbox();
  const worker = workerOf(db, [outbox], NOON + 5);
  for (let at = 0; at < 40; at++) {
    await issueTo(db, at);
    if (at % 10 === 0) await queue(db, at, "applied", NOON + at * 60_000);
  }
  assert.equal((await worker.pass(NOON + HOUR)).sent, 4, "others do not wait");
  assert.equal((await worker.pass(NOON + 3 * HOUR - 1)).sent, 0);
  const early = await db.selectFrom("notice").select("id").where("kind", "=", "issued").execute();
  assert.deepEqual(early, [], "nothing is queued while ballots are issued");
  assert.equal((await worker.pass(NOON + 3 * HOUR)).sent, 40);
  const rows = await db.selectFrom("notice").selectAll().where("kind", "=", "issued").execute();
  assert.deepEqual([...new Set(rows.map(({ queued_on }) => queued_on))], ["2026-12-05"]);
  const order = outbox.sent.slice(4).map(({ address }) => Number(/\d+/.exec(address)?.[0]));
  assert.deepEqual(
    order.toSorted((a, b) => a - b),
    Array.from({ length: 40 }, (_, at) => at),
  );
  assert.notDeepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  const byId = rows.toSorted((a, b) => a.id - b.id).map(({ account }) => account);
  assert.notDeepEqual(
    byId,
    rows.map((_, at) => `a-${at}`),
    "nor do the numbers of the rows",
  );
});

test("P4 a batch that waited for the mail server takes nobody in who came while it waited", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 3);
  const outbox = memoryOutbox();
  let isDown = true;
  const channel: NoticeChannel = {
    carries: () => true,
    send: async (address, message, id) =>
      isDown ? err({ code: "UNREACHABLE" }) : outbox.send(address, message, id),
  };
  const worker = workerOf(db, [channel]);
  await issueTo(db, 0);
  assert.equal((await worker.pass(NOON + 3 * HOUR)).isUnreachable, true);
  await issueTo(db, 1);
  isDown = false;
  assert.equal((await worker.pass(NOON + 3 * HOUR + 60_000)).sent, 1);
  assert.deepEqual(
    outbox.sent.map(({ address }) => address),
    ["anna0@mail.example"],
  );
  // A restart in the middle waits for the next hour too.
  const restarted = workerOf(db, [channel], NOON + 3 * HOUR + 120_000);
  assert.equal((await restarted.pass(NOON + 6 * HOUR - 1)).sent, 0);
  assert.equal((await restarted.pass(NOON + 6 * HOUR)).sent, 1);
});

test("L27 every notice speaks both languages and names no person, number, reason or time", () => {
  for (const kind of NOTICE_KINDS) {
    const { subject, text, short } = noticeMessage(kind, "+79001234567", places);
    assert.match(text, /[а-я]{4,}[\s\S]*[a-z]{4,}/u, kind);
    assert.match(subject, / \/ /);
    assert.ok(text.includes(places.hotline) && text.includes(places.portal));
    assert.ok(!/\d/.test(text.replaceAll(places.hotline, "")), kind);
    assert.ok(short.length <= 70, `${kind}: ${short.length} characters are one message`);
    assert.ok(noticeMessage(kind, "+14155550100", places).short.length <= 160);
  }
});

test("addresses that a mail program could misread are no addresses", () => {
  for (const address of ["a@b", "anna.p@почта.рф", "a+b@mail.example"]) assert.ok(isEmail(address), address);
  for (const address of ["", "a", "a@b,c@d", "a@b\r\nBcc: c@d", "<a@b>", "a b@c", "a@b c", "+79001234567"]) {
    assert.ok(!isEmail(address), address);
  }
});

test("what a gateway says of a telephone decides whether it is tried again, under the same id each time", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 1);
  const ids: string[] = [];
  let failure: (typeof FAILURES)[keyof typeof FAILURES] = FAILURES.unreachable;
  const gateway: SmsGateway = {
    name: "test",
    send: async ({ id }) => {
      ids.push(id);
      return err(failure);
    },
    onReport: () => () => {},
    close: async () => {},
  };
  const worker = workerOf(db, [telephoneChannel(gateway, () => NOON)]);
  const notice = { account: "a-0", kind: "telephone-changed", address: "+79001234567", now: NOON } as const;
  await queueNotice(db, notice);
  assert.equal((await worker.pass(NOON)).isUnreachable, true);
  failure = FAILURES.silent;
  assert.equal((await worker.pass(NOON)).later, 1);
  assert.equal((await worker.pass(NOON + 59_999)).later, 0);
  failure = FAILURES.numberRefused;
  assert.equal((await worker.pass(NOON + 60_000)).failed, 1);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1);
  assert.match(ids[0] ?? "", /^[0-9a-f]{12}$/);
});

test("an address that no channel here carries waits; one that is none is given up", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 1);
  for (const address of ["+79001234567", "somewhere"]) {
    await queueNotice(db, {
      account: "a-0",
      kind: "applied",
      address,
      now: address === "somewhere" ? 0 : NOON,
    });
  }
  const worker = workerOf(db, [{ carries: isEmail, send: async () => ok(undefined) }]);
  assert.deepEqual(await worker.pass(NOON), { sent: 0, later: 0, failed: 1, isUnreachable: true });
  assert.deepEqual(await statuses(db), ["failed", "queued"]);
});

test("every ballot issued is told once, of a trial and of an election, by whichever worker; paper and open rows tell nobody", async (t) => {
  const { db } = await testDatabase(t);
  await addPeople(db, 4);
  const outbox = memoryOutbox();
  const workers = Array.from({ length: 3 }, () => workerOf(db, [outbox]));
  const batch = async (number: number): Promise<number> => {
    const before = outbox.sent.length;
    await Promise.all(workers.map((worker) => worker.pass(NOON + 3 * number * HOUR)));
    return outbox.sent.length - before;
  };
  await issueTo(db, 0);
  await issueTo(db, 1);
  await issueTo(db, 2);
  const change = db.updateTable("poll_book").set({ channel: "paper", issue_hash: null, request_hash: null });
  await change.where("person", "=", "p-1").execute();
  await db.updateTable("account").set({ email: "" }).where("id", "=", "a-2").execute();
  assert.equal(await batch(1), 1);
  assert.equal(await batch(2), 0);
  await issueTo(db, 0, 2);
  assert.equal(await batch(3), 1);
  await db.updateTable("account").set({ email: "late@mail.example" }).where("id", "=", "a-2").execute();
  assert.equal(await batch(4), 1);
  assert.deepEqual(
    outbox.sent.map(({ address }) => address),
    ["anna0@mail.example", "anna0@mail.example", "late@mail.example"],
  );
});
