import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { expectOk, toHex, utf8 } from "@veche/base";
import { Secret, TOTP } from "otpauth";
import { confirmedKinds, removeFactor } from "./factor.ts";
import { Seal } from "./seal.ts";
import { ANNA, accounts, BORIS, NOW, random } from "./testing/scene.ts";
import { TotpFactors } from "./totp.ts";

const STEP = 30_000;
const UNKNOWN = { ok: false, error: { code: "FACTOR_UNKNOWN" } };
const ENDED = { ok: false, error: { code: "CODE_ENDED" } };

async function scene(t: TestContext) {
  const { db, seal } = await accounts(t);
  const totp = new TotpFactors({ db, seal, random, issuer: "Veche" });
  /** An app that has read the secret. */
  const enrol = async (account = ANNA) => {
    const { id, uri, secret } = expectOk(await totp.enrol({ account, label: "Анна И.", now: NOW }), "enrol");
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    return { id, uri, codeAt: (timestamp: number) => app.generate({ timestamp }) };
  };
  const enrolled = async () => {
    const app = await enrol();
    const { id } = app;
    assert.ok((await totp.confirmEnrolment({ account: ANNA, id, code: app.codeAt(NOW), now: NOW })).ok);
    return app;
  };
  const confirm = (code: string, now: number, cutOff = NOW + 1) =>
    totp.confirm({ account: ANNA, code, cutOff, now });
  return { db, totp, enrol, enrolled, confirm };
}

test("codes are those of RFC 6238, appendix B", async (t) => {
  const { db, seal } = await accounts(t);
  const secret = utf8("12345678901234567890");
  const totp = new TotpFactors({ db, seal, issuer: "Veche", random: (n) => (n === 20 ? secret : random(n)) });
  const { id } = expectOk(await totp.enrol({ account: ANNA, label: "a", now: 0 }), "enrol");
  const first = await totp.confirmEnrolment({ account: ANNA, id, code: "287082", now: 59_000 });
  assert.ok(first.ok);
  // The last six of the eight digits given there.
  const vectors = { 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037" };
  for (const [seconds, code] of Object.entries(vectors)) {
    const now = Number(seconds) * 1000;
    assert.ok((await totp.confirm({ account: ANNA, code, cutOff: Number.POSITIVE_INFINITY, now })).ok, code);
  }
});

test("an app counts once a code of it was confirmed", async (t) => {
  const { db, totp, enrol, confirm } = await scene(t);
  const { id, uri, codeAt } = await enrol();
  assert.match(uri, /^otpauth:\/\/totp\/Veche:/);
  assert.deepEqual(await confirm(codeAt(NOW), NOW), UNKNOWN);
  assert.deepEqual(await confirmedKinds(db, ANNA), []);
  assert.ok((await totp.confirmEnrolment({ account: ANNA, id, code: codeAt(NOW), now: NOW })).ok);
  assert.deepEqual(await confirmedKinds(db, ANNA), ["totp"]);
  assert.ok((await confirm(codeAt(NOW + STEP), NOW + STEP)).ok);
});

test("each step counts once, also when asked twenty times at once, and none before it", async (t) => {
  const { enrolled, confirm } = await scene(t);
  const { codeAt } = await enrolled();
  const later = NOW + 4 * STEP;
  const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(codeAt(later), later)));
  assert.equal(answers.filter(({ ok }) => ok).length, 1);
  assert.ok(!(await confirm(codeAt(later - STEP), later)).ok);
});

test("a clock may be one step off, not two", async (t) => {
  const { enrolled, confirm } = await scene(t);
  const { codeAt } = await enrolled();
  const later = NOW + 100 * STEP;
  for (const away of [-2, 2]) assert.ok(!(await confirm(codeAt(later + away * STEP), later)).ok);
  for (const away of [-1, 0, 1]) assert.ok((await confirm(codeAt(later + away * STEP), later)).ok);
});

test("L26: an app confirmed at the cut-off or later does not count", async (t) => {
  const { enrolled, confirm } = await scene(t);
  const { codeAt } = await enrolled();
  assert.deepEqual(await confirm(codeAt(NOW + STEP), NOW + STEP, NOW), UNKNOWN);
  assert.ok((await confirm(codeAt(NOW + STEP), NOW + STEP, NOW + 1)).ok);
});

test("L27: five wrong codes lock for a quarter of an hour", async (t) => {
  const { enrolled, confirm } = await scene(t);
  const { codeAt } = await enrolled();
  const later = NOW + 10 * STEP;
  const right = codeAt(later);
  const wrong = right === "000000" ? "000001" : "000000";
  const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(wrong, later)));
  const left = answers.map((one) =>
    !one.ok && one.error.code === "CODE_WRONG" ? one.error.attemptsLeft : 0,
  );
  assert.deepEqual(left.sort(), [0, 1, 2, 3, 4]);
  assert.deepEqual(await confirm(right, later), ENDED);
  const after = later + 900_000;
  assert.ok((await confirm(codeAt(after), after)).ok);
});

test("a code confirms its own account alone", async (t) => {
  const { totp, enrol, enrolled } = await scene(t);
  const { id, codeAt } = await enrol(BORIS);
  assert.deepEqual(await totp.confirmEnrolment({ account: ANNA, id, code: codeAt(NOW), now: NOW }), UNKNOWN);
  await enrolled();
  const code = codeAt(NOW + STEP);
  const asAnna = await totp.confirm({ account: ANNA, code, cutOff: NOW + 1, now: NOW + STEP });
  assert.deepEqual(asAnna, { ok: false, error: { code: "CODE_WRONG", attemptsLeft: 4 } });
});

test("L33: the secret lies sealed in the database; under another key it is not taken for a wrong code", async (t) => {
  const { db, totp, enrolled, confirm } = await scene(t);
  const { codeAt } = await enrolled();
  const { secret } = expectOk(await totp.enrol({ account: ANNA, label: "a", now: NOW }), "enrol");
  const plain = toHex(new Uint8Array(Secret.fromBase32(secret).buffer));
  for (const row of await db.selectFrom("second_factor").selectAll().execute())
    assert.ok(!toHex(row.secret).includes(plain));
  const elsewhere = new TotpFactors({ db, seal: new Seal(new Uint8Array(32)), random, issuer: "Veche" });
  const code = codeAt(NOW + STEP);
  await assert.rejects(elsewhere.confirm({ account: ANNA, code, cutOff: NOW + 1, now: NOW + STEP }));
  assert.ok((await confirm(code, NOW + STEP)).ok);
});

test("five apps at most; one that was never confirmed gives way; a removed one no longer counts", async (t) => {
  const { db, totp, enrol, enrolled, confirm } = await scene(t);
  const first = await enrolled();
  for (let i = 0; i < 4; i++) {
    await enrol();
    await enrolled();
  }
  assert.deepEqual(await totp.enrol({ account: ANNA, label: "a", now: NOW }), {
    ok: false,
    error: { code: "TOO_MANY" },
  });
  assert.deepEqual(await removeFactor(db, BORIS, first.id), UNKNOWN);
  assert.ok((await removeFactor(db, ANNA, first.id)).ok);
  assert.ok(!(await confirm(first.codeAt(NOW + STEP), NOW + STEP)).ok);
});
