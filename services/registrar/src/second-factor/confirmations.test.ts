import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { expectOk, ok } from "@veche/base";
import { Secret, TOTP } from "otpauth";
import { SmsCodes } from "../sms/codes.ts";
import { Outbox } from "../sms/gateway/outbox.ts";
import { Messenger } from "../sms/messenger.ts";
import { Confirmations, type ConfirmRequest } from "./confirmations.ts";
import { Passkeys } from "./passkeys.ts";
import { Authenticator } from "./testing/authenticator.ts";
import { ANNA, accounts, NOW, random } from "./testing/scene.ts";
import { TotpFactors } from "./totp.ts";

const ORIGIN = "https://portal.example.org";
const DEVICE = { origin: ORIGIN, rpId: "portal.example.org", isVerifying: true };
const UNKNOWN = { ok: false, error: { code: "FACTOR_UNKNOWN" } };

async function scene(t: TestContext) {
  const { db, seal } = await accounts(t);
  const outbox = new Outbox(() => NOW);
  const messenger = new Messenger({ db, gateway: outbox, random, now: () => NOW });
  const sms = new SmsCodes({ db, messenger, random, host: "portal.example.org" });
  const totp = new TotpFactors({ db, seal, random, issuer: "Veche" });
  const passkeys = new Passkeys({ db, random, site: { name: "Veche", rpId: DEVICE.rpId, origin: ORIGIN } });
  const confirmations = new Confirmations({ sms, totp, passkeys });
  const base = {
    account: ANNA,
    purpose: "issue",
    subject: "spring",
    cutOff: NOW + 1,
    now: NOW + 30_000,
  } as const;
  const confirm = (confirmation: ConfirmRequest["confirmation"], changes: Partial<ConfirmRequest> = {}) =>
    confirmations.confirm({ ...base, confirmation, ...changes });
  return { sms, totp, passkeys, outbox, base, confirm };
}

test("a code by SMS confirms and names its telephone", async (t) => {
  const { sms, outbox, base, confirm } = await scene(t);
  const telephone = "+79001231234";
  await sms.send({ ...base, telephone, language: "en" });
  const code = (outbox.messages()[0]?.text ?? "").slice(0, 6);
  const elsewhere = await confirm({ method: "sms", code }, { telephone: "+79990000000" });
  assert.deepEqual(elsewhere, { ok: false, error: { code: "CODE_ENDED" } });
  assert.deepEqual(await confirm({ method: "sms", code }), ok({ method: "sms", telephone }));
});

test("an app confirms, but never a telephone, and not after the cut-off", async (t) => {
  const { totp, confirm } = await scene(t);
  const { id, secret } = expectOk(await totp.enrol({ account: ANNA, label: "a", now: NOW }), "enrol");
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  await totp.confirmEnrolment({ account: ANNA, id, code: app.generate({ timestamp: NOW }), now: NOW });
  const confirmation = { method: "totp", code: app.generate({ timestamp: NOW + 30_000 }) } as const;
  assert.deepEqual(await confirm(confirmation, { purpose: "telephone", subject: "" }), UNKNOWN);
  assert.deepEqual(await confirm(confirmation, { cutOff: NOW }), UNKNOWN);
  assert.deepEqual(await confirm(confirmation), ok({ method: "totp" }));
});

test("a passkey confirms, but never a telephone", async (t) => {
  const { passkeys, base, confirm } = await scene(t);
  const key = new Authenticator();
  const { id, options } = expectOk(
    await passkeys.enrolOptions({ account: ANNA, label: "a", now: NOW }),
    "options",
  );
  await passkeys.enrol({ account: ANNA, id, response: key.register(options, DEVICE), now: NOW });
  const challenge = expectOk(await passkeys.challenge(base), "challenge");
  const confirmation = { method: "passkey", assertion: key.assert(challenge, DEVICE) } as const;
  assert.deepEqual(await confirm(confirmation, { purpose: "telephone" }), UNKNOWN);
  assert.deepEqual(await confirm(confirmation), ok({ method: "passkey" }));
});

test("who has neither app nor passkey is refused, and no code by SMS is used up", async (t) => {
  const { confirm } = await scene(t);
  assert.deepEqual(await confirm({ method: "totp", code: "000000" }), UNKNOWN);
  assert.deepEqual(await confirm({ method: "passkey", assertion: {} }), UNKNOWN);
});
