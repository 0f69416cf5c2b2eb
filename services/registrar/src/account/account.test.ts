import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex, utf8 } from "@veche/base";
import { seededRandom } from "@veche/ledger/testing";
import { testDatabase } from "../database/testing.ts";
import { accountById, accountFor } from "./accounts.ts";
import { type ClaimMap, identityOf } from "./claim-map.ts";
import type { Identity } from "./identity-provider.ts";
import { derivedKey } from "./keys.ts";
import { isCsrf, Sessions } from "./sessions.ts";

const MINUTE = 60_000;

const identity: Identity = {
  subject: "s-1",
  family: "Иванова",
  given: "Анна",
  patronymic: "",
  birthDate: "1990-02-28",
  document: "4510 123456",
  telephone: "+79000000001",
  email: "a@example.org",
  assurance: 2,
  openedAt: 1000,
};

async function stage(t: Parameters<typeof testDatabase>[0]) {
  const { db } = await testDatabase(t);
  const clock = { now: 1_000_000 };
  const parts = { db, now: () => clock.now, randomBytes: seededRandom("account") };
  return { db, clock, parts, sessions: new Sessions(parts) };
}

test("an account is one for (provider, subject); what the voter confirmed here outlasts what the provider says later", async (t) => {
  const { db, parts } = await stage(t);
  const id = await accountFor(parts, "a", identity);
  assert.equal(
    await accountFor(parts, "a", { ...identity, family: "Петрова", telephone: "+79000000002" }),
    id,
  );
  const before = await accountById(db, id);
  assert.deepEqual(
    [before?.family, before?.telephone],
    ["Петрова", "+79000000002"],
    "not confirmed: follows",
  );
  await db.updateTable("account").set({ telephone_confirmed_at: 5 }).where("id", "=", id).execute();
  await accountFor(parts, "a", {
    ...identity,
    telephone: "+79000000003",
    email: "b@example.org",
    assurance: 3,
  });
  const after = await accountById(db, id);
  assert.deepEqual(
    [after?.telephone, after?.email, after?.assurance, after?.telephone_confirmed_at],
    ["+79000000002", "a@example.org", 3, 5],
  );
  assert.notEqual(await accountFor(parts, "b", identity), id, "another provider's subject is somebody else");
});

test("sessions: the cookie stands nowhere in the table, slides for 20 to 25 minutes, is new at each sign-in and ends at sign-out", async (t) => {
  const { db, clock, parts, sessions } = await stage(t);
  const account = await accountFor(parts, "a", identity);
  const first = await sessions.start(account, undefined);
  const rows = await db.selectFrom("session").selectAll().execute();
  assert.equal(
    JSON.stringify(rows.map((row) => ({ ...row, id_hash: toHex(row.id_hash) }))).includes(first),
    false,
  );
  clock.now += 19 * MINUTE;
  const left = ((await sessions.find(first))?.endsAt ?? 0) - clock.now;
  assert.ok(left >= 20 * MINUTE && left < 25 * MINUTE);
  const [times] = await db.selectFrom("session").select(["seen_at", "expires_at"]).execute();
  for (const time of Object.values(times ?? {}))
    assert.equal(time % (5 * MINUTE), 0, "P4: no row holds the second");
  clock.now += 19 * MINUTE;
  assert.equal((await sessions.find(first))?.account, account);
  const second = await sessions.start(account, first);
  assert.notEqual(second, first);
  assert.equal(await sessions.find(first), undefined, "the value of before the sign-in is worth nothing");
  const found = await sessions.find(second);
  assert.ok(found && isCsrf(found, found.csrf));
  for (const wrong of [undefined, "", `${found.csrf}x`, found.csrf.toLowerCase(), 5])
    assert.equal(isCsrf(found, wrong), false);
  clock.now += 25 * MINUTE;
  assert.equal(await sessions.find(second), undefined, "ended");
  const third = await sessions.start(account, undefined);
  await sessions.end(third);
  assert.equal(await sessions.find(third), undefined);
  for (const wrong of ["", "x", "'; drop table session", `${third}=`])
    assert.equal(await sessions.find(wrong), undefined);
});

test("each purpose has a key of its own", () => {
  const secret = utf8("secret of a test");
  const keys = ["sign-in", "ticket", "blur"].map((purpose) => toHex(derivedKey(secret, purpose)));
  assert.equal(new Set(keys).size, 3);
  assert.notEqual(toHex(derivedKey(utf8("another secret"), "ticket")), keys[1]);
  assert.equal(toHex(derivedKey(secret, "ticket")), keys[1], "the same after a restart");
});

const ESIA_LIKE: ClaimMap = {
  family: ["lastName"],
  given: ["firstName"],
  patronymic: ["middleName"],
  birthDate: ["birthDate"],
  document: [
    ["passport", "series"],
    ["passport", "number"],
  ],
  telephone: ["mobile"],
  email: ["email"],
  openedAt: ["created"],
  assurance: { claim: ["trusted"], levels: { yes: 3 } },
};
const claims = {
  lastName: " Семёнова ",
  firstName: "Ия",
  birthDate: "28.02.1990",
  passport: { series: "4510", number: 123456 },
  mobile: "+7(900)123-45-67",
  created: "2015-06-01T10:00:00+03:00",
  trusted: "yes",
};

test("claim map: names, dates, nested and joined claims of another provider become an identity", () => {
  assert.deepEqual(identityOf("7", claims, ESIA_LIKE), {
    ok: true,
    value: {
      subject: "7",
      family: "Семёнова",
      given: "Ия",
      patronymic: "",
      birthDate: "1990-02-28",
      document: "4510 123456",
      telephone: "+79001234567",
      email: "",
      openedAt: Date.parse("2015-06-01T07:00:00Z"),
      assurance: 3,
    },
  });
  const levelOf = (trusted: unknown): unknown => {
    const read = identityOf("7", { ...claims, trusted }, ESIA_LIKE);
    return read.ok && read.value.assurance;
  };
  assert.deepEqual([levelOf("no"), levelOf(undefined), levelOf("constructor")], [1, 1, 1]);
  const numberOf = (mobile: unknown): unknown => {
    const read = identityOf("7", { ...claims, mobile }, ESIA_LIKE);
    return read.ok && read.value.telephone;
  };
  assert.deepEqual(["8 900 123 45 67", "12", "none", {}].map(numberOf), ["+79001234567", "", "", ""]);
});

test("claim map: what is missing or unreadable is named, its value never", () => {
  const wrongOf = (change: Readonly<Record<string, unknown>>): readonly string[] => {
    const read = identityOf("7", { ...claims, ...change }, ESIA_LIKE);
    assert.ok(!read.ok && read.error.code === "CLAIMS_WRONG");
    return read.error.claims;
  };
  for (const birthDate of ["30.02.1990", "1990-13-01", "1990-2-1", "", 19900228, null])
    assert.deepEqual(wrongOf({ birthDate }), ["birthDate"], String(birthDate));
  for (const created of ["yesterday", 0, -5, 1.5, "2015-06-01T10:00:00", true])
    assert.deepEqual(wrongOf({ created }), ["created"], String(created));
  assert.deepEqual(wrongOf({ passport: { number: "1" }, lastName: "  " }), ["lastName", "passport.series"]);
  assert.deepEqual(wrongOf({ lastName: "x".repeat(201) }), ["lastName"]);
});
