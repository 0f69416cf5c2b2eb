import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { expectOk, ok } from "@veche/base";
import { Passkeys } from "./passkeys.ts";
import { Authenticator, type Device } from "./testing/authenticator.ts";
import { ANNA, accounts, BORIS, NOW, random } from "./testing/scene.ts";

const ORIGIN = "https://portal.example.org";
const RP = "portal.example.org";
const DEVICE: Device = { origin: ORIGIN, rpId: RP, isVerifying: true };
const UNKNOWN = { ok: false, error: { code: "FACTOR_UNKNOWN" } };
const MINUTE = 60_000;

async function scene(t: TestContext) {
  const { db } = await accounts(t);
  const passkeys = new Passkeys({ db, random, site: { name: "Veche", rpId: RP, origin: ORIGIN } });
  const scope = { account: ANNA, purpose: "issue", subject: "spring", cutOff: NOW + 1, now: NOW + MINUTE };
  const enrol = async (key: Authenticator, device = DEVICE, account = ANNA) => {
    const { id, options } = expectOk(
      await passkeys.enrolOptions({ account, label: "Anna", now: NOW }),
      "options",
    );
    return passkeys.enrol({ account, id, response: key.register(options, device), now: NOW });
  };
  const asked = async (changes = {}) =>
    expectOk(await passkeys.challenge({ ...scope, ...changes }), "challenge");
  const confirm = (assertion: unknown, changes = {}) => passkeys.confirm({ ...scope, assertion, ...changes });
  return { db, passkeys, enrol, asked, confirm, scope };
}

test("a passkey is enrolled, and its assertion counts once", async (t) => {
  const { db, enrol, asked, confirm } = await scene(t);
  const key = new Authenticator();
  assert.deepEqual(await enrol(key), ok(undefined));
  const assertion = key.assert(await asked(), DEVICE);
  assert.deepEqual(await confirm(assertion), ok(undefined));
  assert.deepEqual(await confirm(assertion), UNKNOWN);
  const { counter, confirmed_at } = await db
    .selectFrom("second_factor")
    .selectAll()
    .executeTakeFirstOrThrow();
  assert.deepEqual([counter, confirmed_at], [1, NOW]);
});

test("enrolment is refused: another site, no verified person, a foreign or a stale challenge, nonsense", async (t) => {
  const { passkeys, enrol } = await scene(t);
  const key = new Authenticator();
  assert.deepEqual(await enrol(key, { ...DEVICE, origin: "https://portal.example.com" }), UNKNOWN);
  assert.deepEqual(await enrol(key, { ...DEVICE, rpId: "example.com" }), UNKNOWN);
  assert.deepEqual(await enrol(key, { ...DEVICE, isVerifying: false }), UNKNOWN);
  const mine = expectOk(await passkeys.enrolOptions({ account: ANNA, label: "a", now: NOW }), "options");
  const response = key.register(mine.options, DEVICE);
  const enrolled = { account: ANNA, id: mine.id, response, now: NOW };
  assert.deepEqual(await passkeys.enrol({ ...enrolled, account: BORIS }), UNKNOWN);
  assert.deepEqual(await passkeys.enrol({ ...enrolled, id: "other" }), UNKNOWN);
  assert.deepEqual(await passkeys.enrol({ ...enrolled, now: NOW + 5 * MINUTE }), UNKNOWN);
  for (const nonsense of [undefined, null, 7, "x", {}, { id: "x", response: {} }, []])
    assert.deepEqual(await passkeys.enrol({ ...enrolled, response: nonsense }), UNKNOWN);
});

test("an assertion counts for its account, purpose and subject, at its site, and not for long", async (t) => {
  const { enrol, asked, confirm } = await scene(t);
  const key = new Authenticator();
  await enrol(key);
  await enrol(new Authenticator(), DEVICE, BORIS);
  const wrong: readonly (readonly [string, object, Device])[] = [
    ["account", { account: BORIS }, DEVICE],
    ["purpose", { purpose: "recall" }, DEVICE],
    ["subject", { subject: "autumn" }, DEVICE],
    ["stale", { now: NOW + 6 * MINUTE }, DEVICE],
    ["origin", {}, { ...DEVICE, origin: "https://ballot.example.org" }],
    ["site", {}, { ...DEVICE, rpId: "ballot.example.org" }],
    ["person not verified", {}, { ...DEVICE, isVerifying: false }],
  ];
  for (const [what, changes, device] of wrong)
    assert.deepEqual(await confirm(key.assert(await asked(), device), changes), UNKNOWN, what);
  for (const nonsense of [undefined, null, 7, "x", {}, { id: 1 }, []])
    assert.deepEqual(await confirm(nonsense), UNKNOWN);
  assert.deepEqual(await confirm(key.assert(await asked(), DEVICE)), ok(undefined));
});

test("a key that nobody enrolled, and a signature of another key, are refused", async (t) => {
  const { enrol, asked, confirm } = await scene(t);
  const key = new Authenticator();
  const stranger = new Authenticator();
  await enrol(key);
  const challenge = await asked();
  assert.deepEqual(await confirm(stranger.assert(challenge, DEVICE)), UNKNOWN);
  const { id } = key.assert(challenge, DEVICE) as { id: string };
  const forged = { ...(stranger.assert(challenge, DEVICE) as object), id, rawId: id };
  assert.deepEqual(await confirm(forged), UNKNOWN);
});

test("a counter that does not grow tells of a copied key", async (t) => {
  const { enrol, asked, confirm } = await scene(t);
  const key = new Authenticator();
  key.counter = 10;
  await enrol(key);
  key.counter = 5;
  assert.deepEqual(await confirm(key.assert(await asked(), DEVICE)), UNKNOWN);
  key.counter = 20;
  assert.deepEqual(await confirm(key.assert(await asked(), DEVICE)), ok(undefined));
});

test("L26: a passkey enrolled at the cut-off or later is neither asked for nor accepted", async (t) => {
  const { passkeys, enrol, asked, confirm, scope } = await scene(t);
  const key = new Authenticator();
  await enrol(key);
  assert.deepEqual(await passkeys.challenge({ ...scope, cutOff: NOW }), UNKNOWN);
  assert.deepEqual(await confirm(key.assert(await asked(), DEVICE), { cutOff: NOW }), UNKNOWN);
});

test("one key belongs to one account, and an account has five at most", async (t) => {
  const { passkeys, enrol } = await scene(t);
  const key = new Authenticator();
  assert.ok((await enrol(key)).ok);
  assert.deepEqual(await enrol(key, DEVICE, BORIS), UNKNOWN);
  for (let i = 0; i < 4; i++) assert.ok((await enrol(new Authenticator())).ok);
  const sixth = await passkeys.enrolOptions({ account: ANNA, label: "a", now: NOW });
  assert.deepEqual(sixth, { ok: false, error: { code: "TOO_MANY" } });
});
