import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type PortalIssueAnswer,
  PortalIssueAnswer as PortalIssueSchema,
  type SessionAnswer,
} from "@veche/api/portal";
import { toBase64, toHex } from "@veche/base";
import { TIMES } from "@veche/ledger/testing";
import { Check } from "typebox/value";
import { requestHash } from "../issuing/request-hash.ts";
import { queueIssuedNotices } from "../notices/index.ts";
import { ask, election, roll } from "../stage.test.ts";
import { Browser, CAMPAIGN, dump, ELECTION, lastCode, type Stage, startStage } from "./stage.test.ts";

const MINUTE = 60_000;
const blindedOf = (at: number): { readonly style: number; readonly blinded: readonly string[] } => ({
  style: election.manifest.styles.findIndex(({ id }) => id === roll.letters[at]?.styleId),
  blinded: ask(at).request.blinded.map(toBase64),
});

/** Signed in, with the telephone confirmed. */
async function voter(stage: Stage, at: number): Promise<Browser> {
  const browser = new Browser(stage.app);
  await browser.signIn(at);
  const telephone = `+7900000${1000 + at}`;
  await browser.post("/api/codes", { purpose: "telephone", subject: "", telephone, language: "ru" });
  const confirmation = { method: "sms", code: lastCode(stage.sms) };
  const confirmed = await browser.post("/api/telephone", { telephone, confirmation });
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body));
  return browser;
}

async function issueCode(
  browser: Browser,
  stage: Stage,
): Promise<{ readonly method: "sms"; readonly code: string }> {
  const sent = await browser.post("/api/codes", { purpose: "issue", subject: CAMPAIGN, language: "en" });
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  return { method: "sms", code: lastCode(stage.sms) };
}

test("sign-in: back on the page that was left, as the person that the provider named; signed out everything is closed", async (t) => {
  const stage = await startStage(t);
  const browser = new Browser(stage.app);
  assert.deepEqual((await browser.get("/api/session")).body, { signedIn: false, now: TIMES.opens });
  assert.equal(await browser.signIn(0, "/issue/abc?x=1"), "/issue/abc?x=1");
  const session = (await browser.get("/api/session")).body as SessionAnswer;
  assert.equal(session.signedIn, true);
  assert.equal(session.endsAt, TIMES.opens + 20 * MINUTE);
  assert.deepEqual(session.person, {
    ...{ family: "Иванов", given: "Пётр", patronymic: "", birthDate: "1990-01-02", documentEnd: "0000" },
    ...{
      telephone: "+7 900 •••-10-00",
      telephoneConfirmed: false,
      email: "v•••@example.org",
      secondFactors: [],
    },
  });
  const out = await browser.post("/api/sign-out");
  assert.deepEqual([out.status, out.body.signedIn], [200, false]);
  assert.equal((await browser.get(`/api/campaigns/${CAMPAIGN}/application`)).code, "NOT_SIGNED_IN");
});

test("sign-in: the provider is told the language of the page that was left, and nothing else that stands there", async (t) => {
  const { app } = await startStage(t);
  for (const [query, locales] of [
    ["?lang=ru", "ru"],
    ["?return=%2Felections&lang=en", "en"],
    ["?lang=de", null],
    ["?lang=ru&lang=en", null],
    ["", null],
  ] as const) {
    const left = await app.inject({ method: "GET", url: `/auth/sign-in${query}` });
    assert.equal(left.statusCode, 303);
    const { searchParams } = new URL(String(left.headers.location));
    assert.equal(searchParams.get("ui_locales"), locales, query);
  }
});

test("sign-in: no address of another host, no attempt of another browser, no second use", async (t) => {
  const stage = await startStage(t);
  for (const wrong of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:1",
    "/api/session",
    "/auth/sign-in",
    "",
  ])
    assert.equal(await new Browser(stage.app).signIn(0, wrong), "/", wrong);
  const comesBack = (browser: Browser, url: string) => browser.send({ method: "GET", url });
  const stranger = new Browser(stage.app);
  assert.equal(
    (await comesBack(stranger, "/auth/callback?code=0&state=s")).location,
    "/?refusal=SIGN_IN_FAILED",
  );
  const browser = new Browser(stage.app);
  await browser.get("/auth/sign-in");
  const sealed = browser.cookies.get("veche-sign-in") as string;
  assert.equal(
    (await comesBack(browser, "/auth/callback?code=0&state=x")).location,
    "/?refusal=SIGN_IN_FAILED",
  );
  assert.equal(browser.cookies.has("veche-sign-in"), false, "good for one return");
  browser.cookies.set("veche-sign-in", `${sealed.slice(0, -4)}AAAA`);
  assert.equal(
    (await comesBack(browser, "/auth/callback?code=0&state=s")).location,
    "/?refusal=SIGN_IN_FAILED",
  );
  browser.cookies.set("veche-sign-in", sealed);
  stage.clock.now += 16 * MINUTE;
  assert.equal(
    (await comesBack(browser, "/auth/callback?code=0&state=s")).location,
    "/?refusal=SIGN_IN_FAILED",
  );
  assert.equal((await browser.get("/api/session")).body.signedIn, false);
});

test("L21 the whole way to the ballot: handover, code, issue; a lost answer is asked for again in ten minutes without a code, later with one", async (t) => {
  const stage = await startStage(t);
  const browser = await voter(stage, 0);
  const handover = `/api/campaigns/${CAMPAIGN}/handover`;
  const before = await browser.get(handover);
  assert.deepEqual(before.body, {
    ...{ electionId: ELECTION, ballotPage: `http://ballot.localhost:4001/e/${ELECTION}/`, style: 0 },
  });
  const request = blindedOf(0);
  const confirmation = await issueCode(browser, stage);
  const url = `/api/e/${ELECTION}/issue`;
  const first = await browser.post(url, { ...request, confirmation });
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.ok(Check(PortalIssueSchema, first.body));
  assert.equal((first.body as PortalIssueAnswer).signatures.length, 2);
  const used = await browser.post(url, { ...request, confirmation });
  assert.deepEqual(used.body.signatures, first.body.signatures, "the same session, the code used up");
  const bytes = request.blinded.map((text) => new Uint8Array(Buffer.from(text, "base64")));
  assert.equal((await browser.get(handover)).body.request, toHex(requestHash(election.electionId, bytes)));
  stage.clock.now += 11 * MINUTE;
  assert.equal((await browser.post(url, { ...request, confirmation })).code, "CODE_ENDED");
  const again = await browser.post(url, { ...request, confirmation: await issueCode(browser, stage) });
  assert.deepEqual(again.body.signatures, first.body.signatures);
  const other = await browser.post(url, { ...blindedOf(0), confirmation });
  assert.deepEqual([other.status, other.code], [409, "ISSUED_OTHERWISE"]);
  const asked = await stage.db.selectFrom("notice").select("id").where("kind", "=", "issued").execute();
  assert.equal(asked.length, 0, "P4 nothing of the moment is kept");
  for (let batch = 0; batch < 2; batch++) await queueIssuedNotices(stage.db, stage.clock.now);
  const notices = await stage.db.selectFrom("notice").selectAll().where("kind", "=", "issued").execute();
  assert.equal(notices.length, 1, "told once");
});

test("issue: a wrong code, another's code, another's entry and a stranger get nothing, and the poll book stays open", async (t) => {
  const stage = await startStage(t);
  const [anna, boris] = [await voter(stage, 0), await voter(stage, 1)];
  const url = `/api/e/${ELECTION}/issue`;
  const annas = await issueCode(anna, stage);
  const wrongCode = { method: "sms", code: annas.code === "000000" ? "000001" : "000000" };
  const wrong = await anna.post(url, { ...blindedOf(0), confirmation: wrongCode });
  assert.deepEqual([wrong.status, wrong.code, wrong.body.attemptsLeft], [403, "CODE_WRONG", 4]);
  assert.equal((await boris.post(url, { ...blindedOf(1), confirmation: annas })).code, "CODE_ENDED");
  const stranger = new Browser(stage.app);
  await stranger.signIn(99);
  assert.equal((await stranger.post(url, { ...blindedOf(0), confirmation: annas })).code, "NO_APPLICATION");
  assert.equal((await stranger.get(`/api/campaigns/${CAMPAIGN}/handover`)).code, "NO_APPLICATION");
  assert.equal(
    (await anna.post(`/api/e/${"ab".repeat(32)}/issue`, { ...blindedOf(0), confirmation: annas })).code,
    "UNKNOWN_CAMPAIGN",
  );
  assert.deepEqual(await stage.db.selectFrom("poll_book").selectAll().execute(), []);
  assert.equal(
    (await anna.post(url, { ...blindedOf(0), confirmation: annas })).status,
    200,
    "positive control",
  );
});

test("L23 over capacity: 503 and a time to come again; the date of asking is served until issueEnds, whoever comes later is not", async (t) => {
  const stage = await startStage(t, { admission: { atOnce: 0, waiting: 0, patienceMs: 1 } });
  const url = `/api/e/${ELECTION}/issue`;
  const before = await voter(stage, 2);
  stage.clock.now = TIMES.portalEnds - MINUTE;
  await before.signIn(2);
  const poll = () => stage.db.selectFrom("poll_book").selectAll().execute();
  const over = await before.post(url, { ...blindedOf(2), confirmation: { method: "sms", code: "123456" } });
  assert.deepEqual([over.status, over.code], [503, "UNAVAILABLE"]);
  assert.ok(Number(over.body.retryAfterSeconds) > 0);
  assert.equal(over.headers["retry-after"], String(over.body.retryAfterSeconds));
  assert.ok([...before.cookies.keys()].some((name) => name.startsWith("veche-ticket-")));
  assert.equal((await poll()).length, 0);
});

test("L23 who came before portalEnds and had to wait for room gets the ballot after it, also without a ticket", async (t) => {
  const stage = await startStage(t, { admission: { atOnce: 1, waiting: 5, patienceMs: 60_000 } });
  const url = `/api/e/${ELECTION}/issue`;
  stage.clock.now = TIMES.portalEnds - MINUTE;
  const [first, second] = [await voter(stage, 2), await voter(stage, 3)];
  const codes = [await issueCode(first, stage), await issueCode(second, stage)];
  // As with an app or a passkey, which give none.
  for (const name of second.cookies.keys()) if (name.startsWith("veche-ticket-")) second.cookies.delete(name);
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held = new Promise<void>((resolve) => {
    stage.node.lie = async (_resource, { method }) => {
      if (method === "POST") {
        resolve();
        await gate;
      }
      return undefined;
    };
  });
  const served = first.post(url, { ...blindedOf(2), confirmation: codes[0] });
  await held;
  const waiting = second.post(url, { ...blindedOf(3), confirmation: codes[1] });
  await new Promise((resolve) => setTimeout(resolve, 300));
  stage.clock.now = TIMES.portalEnds + MINUTE;
  open();
  assert.deepEqual([(await served).status, (await waiting).status], [200, 200]);
});

test("L23 who asked for the code before portalEnds gets the ballot after it; who asked later, or with another's ticket, does not", async (t) => {
  const stage = await startStage(t);
  const url = `/api/e/${ELECTION}/issue`;
  const [early, late] = [await voter(stage, 2), await voter(stage, 3)];
  stage.clock.now = TIMES.portalEnds - MINUTE;
  await early.signIn(2);
  const confirmation = await issueCode(early, stage);
  stage.clock.now = TIMES.portalEnds + MINUTE;
  await late.signIn(3);
  const lateCode = await issueCode(late, stage);
  for (const [name, value] of early.cookies)
    if (name.startsWith("veche-ticket-")) late.cookies.set(name, value);
  const ended = await late.post(url, { ...blindedOf(3), confirmation: lateCode });
  assert.deepEqual([ended.status, ended.code], [409, "ENDED"]);
  const served = await early.post(url, { ...blindedOf(2), confirmation });
  assert.equal(served.status, 200, JSON.stringify(served.body));
});

test("CSRF and origin: a change needs both, reading neither; what another page can send changes nothing", async (t) => {
  const stage = await startStage(t);
  const browser = await voter(stage, 0);
  const body = { purpose: "issue", subject: CAMPAIGN, language: "en" };
  const before = await dump(stage.db);
  const cases: readonly Readonly<Record<string, string>>[] = [
    { "x-veche-csrf": "" },
    { "x-veche-csrf": `${browser.csrf}x` },
    { "x-veche-csrf": "x".repeat(5000) },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${ORIGIN_OTHER}` },
  ];
  for (const headers of cases) {
    const refused = await browser.post("/api/codes", body, headers);
    assert.deepEqual([refused.status, refused.code], [403, "CSRF"], JSON.stringify(headers));
  }
  const form = await browser.send({
    method: "POST",
    url: "/api/sign-out",
    payload: "a=b",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  assert.equal(form.code, "CSRF");
  assert.equal(await dump(stage.db), before);
});
const ORIGIN_OTHER = "http://ballot.localhost:4001";
