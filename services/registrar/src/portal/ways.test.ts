import assert from "node:assert/strict";
import { test } from "node:test";
import { toBase64 } from "@veche/base";
import { TIMES } from "@veche/ledger/testing";
import { URI } from "otpauth";
import { Authenticator } from "../second-factor/testing/authenticator.ts";
import { ask, election, roll } from "../stage.test.ts";
import {
  Browser,
  CAMPAIGN,
  dump,
  ELECTION,
  identityOf,
  lastCode,
  ORIGIN,
  type Stage,
  startStage,
} from "./stage.test.ts";

const MINUTE = 60_000;
const STRANGER = 77;
const paths = {
  application: `/api/campaigns/${CAMPAIGN}/application`,
  recall: `/api/campaigns/${CAMPAIGN}/recall`,
  appeal: `/api/campaigns/${CAMPAIGN}/appeal`,
  issue: `/api/e/${ELECTION}/issue`,
} as const;
const ballotRequest = (at: number) => ({
  style: election.manifest.styles.findIndex(({ id }) => id === roll.letters[at]?.styleId),
  blinded: ask(at).request.blinded.map(toBase64),
});

type Purpose = "application" | "recall" | "telephone" | "issue";

async function codeFor(stage: Stage, browser: Browser, purpose: Purpose, telephone?: string) {
  const subject = purpose === "telephone" ? "" : CAMPAIGN;
  const to = telephone === undefined ? {} : { telephone };
  const sent = await browser.post("/api/codes", { purpose, subject, language: "ru", ...to });
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  return { method: "sms", code: lastCode(stage.sms) } as const;
}

async function applied(stage: Stage, browser: Browser, at: number): Promise<object> {
  const { telephone, email } = identityOf(at);
  const confirmation = await codeFor(stage, browser, "application", telephone);
  return { telephone, email, confirmation, consent: true };
}

test("what was done is not done again by the same body: applying, recalling, telephone, code and appeal, replayed, change nothing", async (t) => {
  const stage = await startStage(t);
  const browser = new Browser(stage.app);
  await browser.signIn(0);
  const replayed = async (url: string, body: object, code: string): Promise<void> => {
    const first = await browser.post(url, body);
    assert.equal(first.status, 200, `${url} ${JSON.stringify(first.body)}`);
    const before = await dump(stage.db);
    const second = await browser.post(url, body);
    assert.equal(second.code, code, url);
    assert.ok(second.status >= 400 && second.status < 500);
    assert.equal(await dump(stage.db), before, url);
  };
  await replayed(paths.application, await applied(stage, browser, 0), "CODE_ENDED");
  assert.equal((await browser.get(paths.application)).body.application?.state, "accepted");
  stage.clock.now += MINUTE;
  assert.equal(
    (await browser.post(paths.application, await applied(stage, browser, 0))).code,
    "ALREADY_APPLIED",
  );
  await replayed(paths.recall, { confirmation: await codeFor(stage, browser, "recall") }, "CODE_ENDED");
  const telephone = "+79005550001";
  const confirmation = await codeFor(stage, browser, "telephone", telephone);
  await replayed("/api/telephone", { telephone, confirmation }, "CODE_ENDED");
  await replayed("/api/codes", { purpose: "issue", subject: CAMPAIGN, language: "en" }, "CODE_TOO_SOON");
  await browser.signIn(STRANGER);
  const refused = await browser.post(paths.application, await applied(stage, browser, STRANGER));
  assert.equal(refused.body.application?.refusal?.code, "NOT_IN_REGISTER");
  await replayed(paths.appeal, { text: "I live here, see my passport." }, "APPEAL_NOT_POSSIBLE");
});

test("a code confirms the number that it went to, and no other; an app cannot confirm a new number", async (t) => {
  const stage = await startStage(t);
  const browser = new Browser(stage.app);
  await browser.signIn(0);
  const body = { ...(await applied(stage, browser, 0)), telephone: "+79005550002" };
  assert.equal((await browser.post(paths.application, body)).code, "CODE_ENDED");
  const byApp = { ...body, confirmation: { method: "totp", code: "123456" } };
  assert.equal((await browser.post(paths.application, byApp)).code, "FACTOR_UNKNOWN");
  assert.deepEqual(await stage.db.selectFrom("application").selectAll().execute(), []);
});

test("an app that was enrolled before the cut-off gives the ballot without a message; one of later does not; its code counts once", async (t) => {
  const stage = await startStage(t);
  const enrol = async (browser: Browser): Promise<string> => {
    const enrolled = (await browser.post("/api/second-factors/totp")).body;
    const totp = URI.parse(enrolled.uri ?? "");
    const now = () => totp.generate({ timestamp: stage.clock.now });
    const confirmed = await browser.post("/api/second-factors/totp/confirm", {
      id: enrolled.id,
      code: now(),
    });
    assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body));
    const again = await browser.post("/api/second-factors/totp/confirm", { id: enrolled.id, code: now() });
    assert.equal(again.code, "FACTOR_UNKNOWN", "replayed");
    return enrolled.uri ?? "";
  };
  const codeOf = (uri: string): string => URI.parse(uri).generate({ timestamp: stage.clock.now });
  stage.clock.now = TIMES.opens - MINUTE;
  const [early, late] = [new Browser(stage.app), new Browser(stage.app)];
  await early.signIn(0);
  const earlyApp = await enrol(early);
  stage.clock.now = TIMES.opens + MINUTE;
  await late.signIn(1);
  const lateApp = await enrol(late);
  stage.clock.now += MINUTE;
  const confirmation = { method: "totp", code: codeOf(earlyApp) };
  const issued = await early.post(paths.issue, { ...ballotRequest(0), confirmation });
  assert.equal(issued.status, 200, JSON.stringify(issued.body));
  await early.signIn(0);
  const replayed = await early.post(paths.issue, { ...ballotRequest(0), confirmation });
  assert.equal(replayed.code, "CODE_WRONG", "another session, the same code");
  const tooLate = { method: "totp", code: codeOf(lateApp) };
  assert.equal(
    (await late.post(paths.issue, { ...ballotRequest(1), confirmation: tooLate })).code,
    "FACTOR_UNKNOWN",
  );
});

test("a passkey: enrolled, proved for the issue of one election, and good for that step once", async (t) => {
  const stage = await startStage(t);
  const device = { origin: ORIGIN, rpId: "portal.localhost", isVerifying: true };
  const authenticator = new Authenticator();
  const browser = new Browser(stage.app);
  stage.clock.now = TIMES.opens - MINUTE;
  await browser.signIn(0);
  const { id, options } = (await browser.post("/api/second-factors/passkey/options")).body;
  const response = authenticator.register(options ?? { challenge: "" }, device);
  const enrolled = await browser.post("/api/second-factors/passkey", { id, response });
  assert.equal(enrolled.status, 200, JSON.stringify(enrolled.body));
  assert.equal(
    (await browser.post("/api/second-factors/passkey", { id, response })).code,
    "FACTOR_UNKNOWN",
    "replayed",
  );
  stage.clock.now = TIMES.opens;
  const proofFor = async (purpose: string): Promise<object> => {
    const asked = await browser.post("/api/second-factors/passkey/challenge", { purpose, subject: CAMPAIGN });
    return {
      method: "passkey",
      assertion: authenticator.assert(asked.body.options ?? { challenge: "" }, device),
    };
  };
  const request = ballotRequest(0);
  const ofRecall = await proofFor("recall");
  assert.equal(
    (await browser.post(paths.issue, { ...request, confirmation: ofRecall })).code,
    "FACTOR_UNKNOWN",
  );
  const confirmation = await proofFor("issue");
  const issued = await browser.post(paths.issue, { ...request, confirmation });
  assert.equal(issued.status, 200, JSON.stringify(issued.body));
  await browser.signIn(0);
  assert.equal((await browser.post(paths.issue, { ...request, confirmation })).code, "FACTOR_UNKNOWN");
});

test("while the roll is made nobody waits for it: applying, recalling and appealing are told at once to come again", async (t) => {
  const stage = await startStage(t);
  const [anna, stranger] = [new Browser(stage.app), new Browser(stage.app)];
  await anna.signIn(0);
  await stranger.signIn(STRANGER);
  const refused = await stranger.post(paths.application, await applied(stage, stranger, STRANGER));
  assert.equal(refused.body.application?.refusal?.code, "NOT_IN_REGISTER");
  const application = await applied(stage, anna, 0);
  const before = await stage.db.selectFrom("application").selectAll().execute();
  const appeal = { text: "I live here, see my passport." };
  // As `campaign-roll` holds it.
  await stage.db.transaction().execute(async (tx) => {
    await tx.selectFrom("campaign").select("id").where("id", "=", CAMPAIGN).forUpdate().execute();
    const began = Date.now();
    const told = [await anna.post(paths.application, application), await stranger.post(paths.appeal, appeal)];
    for (const { status, code } of told) assert.deepEqual([status, code], [503, "UNAVAILABLE"]);
    assert.ok(Date.now() - began < 10_000);
  });
  assert.deepEqual(await stage.db.selectFrom("application").selectAll().execute(), before);
  assert.equal((await stranger.post(paths.appeal, appeal)).status, 200);
  stage.clock.now += MINUTE;
  assert.equal((await anna.post(paths.application, await applied(stage, anna, 0))).status, 200);
  const recall = { confirmation: await codeFor(stage, anna, "recall") };
  await stage.db.transaction().execute(async (tx) => {
    await tx.selectFrom("campaign").select("id").where("id", "=", CAMPAIGN).forUpdate().execute();
    assert.equal((await anna.post(paths.recall, recall)).code, "UNAVAILABLE");
  });
});
