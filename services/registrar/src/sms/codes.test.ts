import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { type TestContext, test } from "node:test";
import { type Bytes, expectOk, ok } from "@veche/base";
import { sql } from "kysely";
import { testDatabase } from "../database/testing.ts";
import { DAY_MS, moscowDayStart } from "../moscow-day.ts";
import { CODES_A_DAY, CODES_A_DAY_TO_A_NUMBER, type ConfirmCode, type SendCode, SmsCodes } from "./codes.ts";
import { FAILURES, type SmsGateway } from "./gateway/contract.ts";
import { Outbox } from "./gateway/outbox.ts";
import { Messenger } from "./messenger.ts";
import { addAccount } from "./testing/accounts.ts";

const MINUTE = 60_000;
/** 3 December 2026, noon in Moscow. */
const NOON = Date.UTC(2026, 11, 3, 9);
const ANNA = "account-anna";
const TELEPHONE = "+79001231234";
const random = (length: number): Bytes => new Uint8Array(randomBytes(length));

async function scene(t: TestContext, gateway: SmsGateway = new Outbox(() => NOON), toANumber?: number) {
  const { db } = await testDatabase(t);
  await addAccount(db, ANNA);
  const messenger = new Messenger({ db, gateway, random, now: () => NOON });
  const codes = new SmsCodes({ db, messenger, random, host: "portal.localhost", toANumber });
  const texts = () => (gateway as Outbox).messages().map(({ text }) => text);
  const lastCode = () => (texts().at(-1) as string).slice(0, 6);
  return { db, codes, texts, lastCode };
}

const asked = (changes: Partial<SendCode> = {}): SendCode => ({
  ...{
    account: ANNA,
    purpose: "application",
    subject: "spring",
    telephone: TELEPHONE,
    language: "ru",
    now: NOON,
  },
  ...changes,
});
const typed = (code: string, changes: Partial<ConfirmCode> = {}): ConfirmCode => ({
  ...{ account: ANNA, purpose: "application", subject: "spring", code, now: NOON + 1000 },
  ...changes,
});
const other = (code: string) => (code === "000000" ? "000001" : "000000");

test("a code is sent, confirms its telephone once, and no more", async (t) => {
  const { codes, lastCode } = await scene(t);
  assert.deepEqual(expectOk(await codes.send(asked()), "send"), {
    ...{ telephone: "+7 900 •••-12-34", sentAt: NOON, againAt: NOON + MINUTE, expiresAt: NOON + 10 * MINUTE },
    leftToday: 9,
  });
  assert.deepEqual(await codes.confirm(typed(lastCode())), ok({ telephone: TELEPHONE }));
  assert.deepEqual(await codes.confirm(typed(lastCode())), { ok: false, error: { code: "CODE_ENDED" } });
});

test("after five wrong guesses a new code may be asked for at once: there is no earlier one to wait for", async (t) => {
  const { codes, lastCode } = await scene(t);
  expectOk(await codes.send(asked()), "send");
  const early = await codes.send(asked({ now: NOON + 2000 }));
  assert.equal(!early.ok && early.error.code, "CODE_TOO_SOON");
  for (let guess = 0; guess < 5; guess++) await codes.confirm(typed(other(lastCode())));
  expectOk(await codes.send(asked({ now: NOON + 3000 })), "send again");
  assert.deepEqual(
    await codes.confirm(typed(lastCode(), { now: NOON + 4000 })),
    ok({ telephone: TELEPHONE }),
  );
});

test("L27: the database holds neither the code nor, in the delivery log, telephone or text", async (t) => {
  const { db, codes, lastCode } = await scene(t);
  await codes.send(asked());
  const code = lastCode();
  const rows = JSON.stringify([
    (await sql`select to_jsonb(sms_code) - 'id' - 'sent_at' - 'expires_at' as row from sms_code`.execute(db))
      .rows,
  ]);
  // Bytes stand there in hexadecimal: the code as text of the hexadecimal of its characters is looked for, too.
  assert.ok(!rows.includes(`"${code}"`) && !rows.includes(Buffer.from(code).toString("hex")));
  const log = JSON.stringify(await db.selectFrom("sms_message").selectAll().execute());
  for (const secret of [code, TELEPHONE, "1231234", "заявление"]) assert.ok(!log.includes(secret), secret);
});

test("L27: valid for ten minutes to the millisecond", async (t) => {
  const { codes, lastCode } = await scene(t);
  await codes.send(asked());
  const late = await codes.confirm(typed(lastCode(), { now: NOON + 10 * MINUTE }));
  assert.deepEqual(late, { ok: false, error: { code: "CODE_ENDED" } });
  assert.ok((await codes.confirm(typed(lastCode(), { now: NOON + 10 * MINUTE - 1 }))).ok);
});

test("L27: five attempts; afterwards the right code is refused", async (t) => {
  const { codes, lastCode } = await scene(t);
  await codes.send(asked());
  for (const attemptsLeft of [4, 3, 2, 1]) {
    const wrong = await codes.confirm(typed(other(lastCode())));
    assert.deepEqual(wrong, { ok: false, error: { code: "CODE_WRONG", attemptsLeft } });
  }
  for (const code of [other(lastCode()), lastCode()])
    assert.deepEqual(await codes.confirm(typed(code)), { ok: false, error: { code: "CODE_ENDED" } });
});

test("L27: fifty guesses at the same time are five", async (t) => {
  const { db, codes, lastCode } = await scene(t);
  await codes.send(asked());
  const guesses = Array.from({ length: 50 }, () => codes.confirm(typed(other(lastCode()))));
  const answers = await Promise.all(guesses);
  const wrong = answers.filter((answer) => !answer.ok && answer.error.code === "CODE_WRONG");
  assert.equal(wrong.length, 4);
  const { attempts_left } = await db.selectFrom("sms_code").selectAll().executeTakeFirstOrThrow();
  assert.equal(attempts_left, 0);
  assert.ok(!(await codes.confirm(typed(lastCode()))).ok);
});

test("the right code twenty times at once confirms once", async (t) => {
  const { codes, lastCode } = await scene(t);
  await codes.send(asked());
  const answers = await Promise.all(Array.from({ length: 20 }, () => codes.confirm(typed(lastCode()))));
  assert.equal(answers.filter(({ ok }) => ok).length, 1);
});

test("L27: again after 60 s at the earliest, also when asked ten times at once", async (t) => {
  const { codes, texts } = await scene(t);
  const answers = await Promise.all(Array.from({ length: 10 }, () => codes.send(asked())));
  assert.equal(answers.filter((answer) => answer.ok).length, 1);
  const soon = await codes.send(asked({ now: NOON + MINUTE - 1 }));
  assert.deepEqual(soon, { ok: false, error: { code: "CODE_TOO_SOON", retryAfterSeconds: 1 } });
  assert.ok((await codes.send(asked({ now: NOON + MINUTE }))).ok);
  assert.equal(texts().length, 2);
});

test("who has used a code may ask for the next at once; another purpose does not wait", async (t) => {
  const { codes, lastCode } = await scene(t);
  await codes.send(asked());
  assert.ok((await codes.send(asked({ purpose: "issue" }))).ok);
  assert.ok((await codes.confirm(typed(lastCode(), { purpose: "issue" }))).ok);
  assert.ok((await codes.send(asked({ purpose: "issue", now: NOON + 2000 }))).ok);
});

test("the older code stays valid, and using one ends both", async (t) => {
  const { codes, texts } = await scene(t);
  await codes.send(asked());
  await codes.send(asked({ now: NOON + 2 * MINUTE }));
  const [older, newer] = texts().map((text) => text.slice(0, 6)) as [string, string];
  assert.ok((await codes.confirm(typed(older, { now: NOON + 3 * MINUTE }))).ok);
  assert.ok(!(await codes.confirm(typed(newer, { now: NOON + 3 * MINUTE }))).ok);
});

test("L27: ten codes a day for an account, whatever they are for; the day is Moscow's", async (t) => {
  const { codes } = await scene(t);
  const midnight = moscowDayStart(NOON) + DAY_MS;
  for (let i = 0; i < CODES_A_DAY; i++) {
    const sent = await codes.send(asked({ subject: `campaign-${i}`, now: midnight - MINUTE + i }));
    assert.equal(expectOk(sent, "send").leftToday, CODES_A_DAY - 1 - i);
  }
  const refused = await codes.send(asked({ subject: "one more", now: midnight - 1000 }));
  assert.deepEqual(refused, { ok: false, error: { code: "CODE_LIMIT", retryAfterSeconds: 1 } });
  assert.ok((await codes.send(asked({ subject: "one more", now: midnight }))).ok);
  // A minute is a minute, also across midnight.
  const soon = await codes.send(asked({ subject: "campaign-9", now: midnight }));
  assert.ok(!soon.ok && soon.error.code === "CODE_TOO_SOON");
});

test("L27: used codes count for the day, although their time is gone", async (t) => {
  const { db, codes, lastCode } = await scene(t);
  for (let i = 0; i < CODES_A_DAY; i++) {
    assert.ok((await codes.send(asked({ now: NOON + i }))).ok);
    assert.ok((await codes.confirm(typed(lastCode()))).ok);
  }
  const limited = await codes.send(asked());
  assert.ok(!limited.ok && limited.error.code === "CODE_LIMIT");
  const times = await db.selectFrom("sms_code").select(["sent_at", "expires_at"]).execute();
  for (const { sent_at, expires_at } of times)
    assert.deepEqual([sent_at, expires_at], [moscowDayStart(NOON), moscowDayStart(NOON)]);
});

test("L27: twenty codes a day to one number, whoever asks; who has confirmed it is not kept from theirs", async (t) => {
  const { db, codes } = await scene(t);
  for (let at = 0; at < CODES_A_DAY_TO_A_NUMBER; at++) {
    const account = await addAccount(db, `stranger-${at}`);
    assert.ok((await codes.send(asked({ account, now: NOON + at }))).ok);
  }
  const midnight = moscowDayStart(NOON) + DAY_MS;
  assert.deepEqual(await codes.send(asked({ now: midnight - 90_000 })), {
    ok: false,
    error: { code: "NUMBER_LIMIT", retryAfterSeconds: 90 },
  });
  assert.ok((await codes.send(asked({ telephone: "+79001230000", subject: "other" }))).ok);
  const mine = db.updateTable("account").where("id", "=", ANNA);
  await mine.set({ telephone: TELEPHONE }).execute();
  const unconfirmed = await codes.send(asked());
  assert.equal(!unconfirmed.ok && unconfirmed.error.code, "NUMBER_LIMIT");
  await mine.set({ telephone_confirmed_at: NOON }).execute();
  assert.ok((await codes.send(asked({ purpose: "issue" }))).ok);
  assert.ok((await codes.send(asked({ account: "stranger-0", subject: "x", now: midnight }))).ok);
});

test("L27: forty accounts at the same moment are three codes where three are allowed, and no more are sent", async (t) => {
  const { db, codes, texts } = await scene(t, new Outbox(() => NOON), 3);
  const accounts = await Promise.all(Array.from({ length: 40 }, (_, at) => addAccount(db, `at-once-${at}`)));
  const answers = await Promise.all(accounts.map((account) => codes.send(asked({ account }))));
  assert.equal(answers.filter(({ ok: isSent }) => isSent).length, 3);
  const others = answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code]));
  assert.deepEqual(new Set(others), new Set(["NUMBER_LIMIT"]));
  assert.equal(texts().length, 3);
});

test("a code is good for its account, purpose, subject and telephone alone", async (t) => {
  const { db, codes, lastCode } = await scene(t);
  await addAccount(db, "account-boris");
  await codes.send(asked());
  const elsewhere: readonly Partial<ConfirmCode>[] = [
    { account: "account-boris" },
    { purpose: "issue" },
    { subject: "autumn" },
    { telephone: "+79001230000" },
  ];
  for (const changes of elsewhere)
    assert.deepEqual(await codes.confirm(typed(lastCode(), changes)), {
      ok: false,
      error: { code: "CODE_ENDED" },
    });
  assert.ok((await codes.confirm(typed(lastCode(), { telephone: TELEPHONE }))).ok);
});

test("what surely was not sent neither counts nor makes wait; what may arrive stays valid", async (t) => {
  const failing = (failure: (typeof FAILURES)[keyof typeof FAILURES]): SmsGateway => ({
    ...{ name: "broken", onReport: () => () => undefined, close: async () => undefined },
    send: async () => ({ ok: false, error: failure }),
  });
  const down = await scene(t, failing(FAILURES.unreachable));
  for (let i = 0; i < 12; i++) {
    const answer = await down.codes.send(asked());
    assert.deepEqual(answer, { ok: false, error: { code: "CODE_NOT_SENT", retryAfterSeconds: 60 } });
  }
  const silent = await scene(t, failing(FAILURES.silent));
  await silent.codes.send(asked());
  const rows = await silent.db.selectFrom("sms_code").select("attempts_left").execute();
  assert.deepEqual(rows, [{ attempts_left: 5 }]);
  const log = await silent.db.selectFrom("sms_message").select("status").execute();
  assert.deepEqual(log, [{ status: "failed" }]);
});

test("⚔ the delivery log knows the day of a message for issuing, and the time of others", async (t) => {
  const { db, codes } = await scene(t);
  await codes.send(asked({ purpose: "issue" }));
  await codes.send(asked());
  await new Promise((resolve) => setTimeout(resolve, 50));
  const times = async (purpose: string) => {
    const row = db
      .selectFrom("sms_message")
      .select(["queued_at", "changed_at"])
      .where("purpose", "=", purpose);
    return Object.values(await row.executeTakeFirstOrThrow());
  };
  assert.deepEqual(await times("issue"), [moscowDayStart(NOON), moscowDayStart(NOON)]);
  assert.deepEqual(await times("application"), [NOON, NOON]);
});

test("codes of earlier days are forgotten, those of today are kept for the limit", async (t) => {
  const { db, codes } = await scene(t);
  await codes.send(asked({ now: NOON - DAY_MS }));
  await codes.send(asked({ now: NOON }));
  await codes.forget(NOON + 60 * MINUTE);
  const day = moscowDayStart(NOON);
  assert.deepEqual(await db.selectFrom("sms_code").select(["sent_at", "expires_at"]).execute(), [
    { sent_at: day, expires_at: day },
  ]);
});

test("what is still valid is not forgotten", async (t) => {
  const { codes, lastCode } = await scene(t);
  await codes.send(asked());
  await codes.forget(NOON + 10 * MINUTE - 1);
  assert.ok((await codes.confirm(typed(lastCode()))).ok);
});
