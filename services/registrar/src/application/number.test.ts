import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@veche/ledger/testing";
import fc from "fast-check";
import { DAY_MS, dayOf, isOfAge, lastDayBefore, nextDay, startOfDay } from "../moscow-day.ts";
import { applicationNumber } from "./number.ts";
import { accountRow, personRow } from "./testing/people.ts";
import { NOW, newStage } from "./testing/stage.ts";

test("a number is the year of Moscow and eight digits that say nothing", () => {
  const random = seededRandom("numbers");
  const numbers = Array.from({ length: 2_000 }, () => applicationNumber(NOW, random));
  for (const number of numbers) assert.match(number, /^26-\d{4}-\d{4}$/);
  assert.notDeepEqual(numbers, numbers.toSorted());
  assert.ok(new Set(numbers).size > 1_995);
  assert.equal(applicationNumber(Date.parse("2026-12-31T21:00:00Z"), random).slice(0, 2), "27");
});

test("no digit is favoured: what does not divide evenly is drawn again", () => {
  const draws = [0xff_ff_ff_ff, 4_200_000_000, 4_199_999_999, 0, 31].map((word) =>
    Uint8Array.of(word >>> 24, word >>> 16, word >>> 8, word),
  );
  const next = () => draws.shift() ?? new Uint8Array(4);
  assert.equal(applicationNumber(NOW, next), "26-9999-9999");
  assert.equal(applicationNumber(NOW, next), "26-0000-0000");
  assert.equal(applicationNumber(NOW, next), "26-0000-0031");
});

test("a number that is taken is drawn anew", async (t) => {
  const stage = await newStage(t, 2);
  const { db } = stage;
  await stage.apply(0);
  const taken = await db.selectFrom("application").select("number").executeTakeFirstOrThrow();
  await db.updateTable("application").set({ number: "26-0000-0000" }).execute();
  const { Applications } = await import("./applications.ts");
  const random = seededRandom("later");
  let draws = 0;
  const applications = new Applications({
    db,
    rollView: () => undefined,
    randomBytes: (length) => (length === 4 && draws++ < 5 ? new Uint8Array(4) : random(length)),
  });
  const applied = await applications.apply({
    ...{ account: "a-1", campaign: "duma", telephone: "+79005556677", email: "", now: NOW },
  });
  assert.equal(applied.ok && applied.value.application?.state, "accepted");
  assert.equal(draws, 6);
  assert.notEqual(taken.number, "26-0000-0000");
});

test("days follow each other, begin at midnight of Moscow, and hold every moment of theirs", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (time) => {
      const day = dayOf(time);
      const start = startOfDay(day);
      assert.ok(start <= time && time < start + DAY_MS);
      assert.equal(startOfDay(nextDay(day)), start + DAY_MS);
      assert.ok(nextDay(day) > day, "as text too");
      assert.equal(lastDayBefore(start + DAY_MS), day);
    }),
  );
});

test("once of age, of age for ever; not of age on the day before the birthday", () => {
  const birth = fc.date({ min: new Date("1900-01-01"), max: new Date("2020-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(birth, fc.integer({ min: 14, max: 40 }), (date, years) => {
      const born = date.toISOString().slice(0, 10);
      const birthday = new Date(date);
      birthday.setUTCFullYear(birthday.getUTCFullYear() + years);
      const day = birthday.toISOString().slice(0, 10);
      assert.ok(isOfAge(born, years, day) && isOfAge(born, years, nextDay(day)));
      birthday.setUTCDate(birthday.getUTCDate() - 1);
      assert.ok(!isOfAge(born, years, birthday.toISOString().slice(0, 10)));
    }),
  );
});

test("an account that names another's document is matched by name and birth date too", async (t) => {
  const stage = await newStage(t, 1);
  await stage.db.insertInto("person").values(personRow(40)).execute();
  const thief = accountRow(41, { document: personRow(40).document });
  await stage.db.insertInto("account").values(thief).execute();
  assert.equal(await stage.apply(41), "NAME_DIFFERS");
});
