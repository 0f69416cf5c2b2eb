import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type OpenApi, openApiPath } from "@veche/api/openapi";
import { PORTAL_REFUSALS, PORTAL_ROUTES } from "@veche/api/portal";
import { openApiFaults } from "@veche/api/testing";
import { ok } from "@veche/base";
import { Browser, CAMPAIGN, ELECTION, identityOf, startStage } from "./stage.test.ts";

const DOCUMENT = "<!doctype html><title>Veche</title>";

function builtPages(t: { after(clean: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), "veche-pages-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), DOCUMENT);
  writeFileSync(join(folder, "assets", "main-abc.js"), "export {};");
  writeFileSync(join(folder, ".secret"), "x");
  return folder;
}

test("pages: the document for every address that is a page, files as they are, nothing else of the folder", async (t) => {
  const { app } = await startStage(t, { pages: builtPages(t) });
  const browser = new Browser(app);
  for (const url of [
    "/",
    "/elections",
    `/apply/${CAMPAIGN}`,
    `/issue/${ELECTION}`,
    "/?refusal=SIGN_IN_FAILED",
  ]) {
    const page = await browser.get(url);
    assert.deepEqual(
      [page.status, page.body.text, page.headers["cache-control"]],
      [200, DOCUMENT, "no-cache"],
      url,
    );
  }
  const script = await browser.get("/assets/main-abc.js");
  assert.deepEqual([script.status, script.body.text], [200, "export {};"]);
  assert.match(String(script.headers["cache-control"]), /immutable/);
  for (const url of [
    "/assets/none.js",
    "/.secret",
    "/../package.json",
    "/%2e%2e/package.json",
    "/api/none",
    "/auth/x",
  ])
    assert.equal((await browser.get(url)).status, 404, url);
});

test("headers: own host only, nothing inline, not framed, no referrer, answers not kept", async (t) => {
  const { app } = await startStage(t, { pages: builtPages(t) });
  const browser = new Browser(app);
  for (const url of ["/", "/api/session", "/api/none", "/auth/callback", "/assets/main-abc.js"]) {
    const { headers } = await browser.get(url);
    const csp = String(headers["content-security-policy"]);
    assert.match(csp, /default-src 'self'/, url);
    assert.match(csp, /frame-ancestors 'none'/);
    assert.doesNotMatch(csp, /unsafe|https?:|\*|data:/, url);
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["strict-transport-security"], undefined, "http on this machine");
    assert.equal(headers["access-control-allow-origin"], undefined);
  }
  assert.equal((await browser.get("/api/session")).headers["cache-control"], "no-store");
});

test("with https the cookies begin with __Host- and are secure; on this machine they are HttpOnly and Lax", async (t) => {
  const origin = "https://portal.example";
  const { app } = await startStage(t, { origin });
  const leaving = await app.inject({ method: "GET", url: "/auth/sign-in" });
  const [cookie] = leaving.cookies;
  assert.equal(cookie?.name, "__Host-veche-sign-in");
  assert.deepEqual(
    [cookie?.secure, cookie?.httpOnly, cookie?.sameSite, cookie?.path],
    [true, true, "Lax", "/"],
  );
  assert.match(String(leaving.headers["strict-transport-security"]), /max-age/);
  const plain = await (await startStage(t)).app.inject({ method: "GET", url: "/auth/sign-in" });
  const [other] = plain.cookies;
  assert.deepEqual([other?.name, other?.httpOnly, other?.sameSite], ["veche-sign-in", true, "Lax"]);
});

test("OpenAPI: every route of the interface stands there with its schema, on a page with a policy of its own", async (t) => {
  const { app } = await startStage(t);
  const browser = new Browser(app);
  const document = (await browser.get("/api/docs/json")).body as OpenApi;
  assert.deepEqual(openApiFaults(document), []);
  const missing = (among: OpenApi["paths"]): readonly string[] =>
    Object.values(PORTAL_ROUTES)
      .map(openApiPath)
      .filter((path) => among[path] === undefined);
  assert.deepEqual(missing(document.paths), []);
  assert.equal(Object.keys(document.paths).length, Object.keys(PORTAL_ROUTES).length, "and nothing else");
  const { [PORTAL_ROUTES.support]: _, ...others } = document.paths;
  assert.deepEqual(missing(others), [PORTAL_ROUTES.support], "control");
  for (const [path, item] of Object.entries(document.paths))
    for (const { summary, responses } of Object.values(item)) {
      assert.ok(summary, path);
      assert.ok(
        Object.keys(responses).some((status) => /^[23]/.test(status)),
        path,
      );
    }
  const page = await browser.get("/api/docs/");
  assert.equal(page.status, 200);
  assert.doesNotMatch(String(page.headers["content-security-policy"]), /unsafe-eval/);
});

test("limits: too many requests of one session or address are told when to come again; nobody else is", async (t) => {
  const { app } = await startStage(t, { limits: { perSession: 5, perAddress: 12 } });
  const [one, two] = [new Browser(app), new Browser(app)];
  const statuses: number[] = [];
  await one.signIn(0);
  for (let at = 0; at < 6; at++) statuses.push((await one.get("/api/session")).status);
  assert.ok(statuses.includes(429), String(statuses));
  assert.equal((await two.get("/api/session")).status, 200, "another browser of the same house");
  for (let at = 0; at < 12; at++) await two.get("/api/session");
  const over = await two.get("/api/session");
  assert.deepEqual([over.status, over.code], [429, "TOO_MANY"]);
  assert.ok(Number(over.headers["retry-after"]) > 0);
  const elsewhere = await app.inject({ method: "GET", url: "/api/session", remoteAddress: "10.9.9.9" });
  assert.equal(elsewhere.statusCode, 200);
});

test("L12 L27 the log holds route, status and duration, and nothing of anybody", async (t) => {
  const { app, db, log, sms } = await startStage(t);
  const browser = new Browser(app);
  await browser.signIn(0, "/issue/secret-return");
  const { telephone, email, family, document } = identityOf(0);
  await browser.post("/api/codes", { purpose: "telephone", subject: "", telephone, language: "en" });
  await browser.get(`/api/campaigns/${CAMPAIGN}/application?x=secret-query`);
  await browser.get("/auth/callback?code=secret-code&state=s");
  await app.inject({ method: "GET", url: "/api/session", remoteAddress: "10.9.9.9" });
  const written = JSON.stringify(log);
  assert.ok(log.length > 5);
  const [session] = await db.selectFrom("session").select("account").execute();
  const code = (sms.messages()[0]?.text ?? "").slice(0, 6);
  const cookie = browser.cookies.get("veche-session") ?? "?";
  const hidden = [
    telephone,
    email,
    family,
    document,
    "secret",
    "10.9.9.9",
    "127.0.0.1",
    code,
    cookie,
    session?.account ?? "?",
  ];
  for (const one of hidden) assert.equal(written.includes(one), false, one);
  assert.ok(
    written.includes('"route":"/api/campaigns/:campaign/application","status":200'),
    "positive control",
  );
});

test("a database that went away is a clear 503, without a word of what was sent, and the reason in the log by name", async (t) => {
  const { app, db, log } = await startStage(t);
  const browser = new Browser(app);
  await browser.signIn(0);
  await db.destroy();
  const answer = await browser.get(`/api/campaigns/${CAMPAIGN}/application`);
  assert.deepEqual([answer.status, answer.code], [503, "UNAVAILABLE"]);
  assert.deepEqual(answer.body.message, PORTAL_REFUSALS.UNAVAILABLE.message);
  assert.ok(log.some(({ event }) => event === "failed"));
});

test("support: the hotline for everybody, one's own messages without telephone or text for whoever is signed in", async (t) => {
  const { app } = await startStage(t);
  const browser = new Browser(app);
  assert.deepEqual((await browser.get("/api/support")).body, { hotline: "8 800 000-00-00", messages: [] });
  await browser.signIn(0);
  await browser.post("/api/codes", {
    purpose: "telephone",
    subject: "",
    telephone: "+79001231234",
    language: "en",
  });
  const { messages } = (await browser.get("/api/support")).body;
  assert.equal(messages?.length, 1);
  assert.doesNotMatch(JSON.stringify(messages), /\d{4}/);
});

test("campaigns are public, and carry the addresses and what the registrar has verified; practice alone can go on", async (t) => {
  const gone: string[] = [];
  const practice = {
    canGoOn: (campaign: string) => campaign === CAMPAIGN,
    goOn: async (campaign: string) => gone.push(campaign) === 1,
  };
  const { app } = await startStage(t, { practice });
  const browser = new Browser(app);
  const [campaign] = (await browser.get("/api/campaigns")).body.campaigns ?? [];
  assert.equal(campaign?.ballotPage, `http://ballot.localhost:4001/e/${ELECTION}/`);
  const goOn = campaign?.goOn ?? "";
  assert.equal((await browser.post(goOn)).code, "NOT_SIGNED_IN");
  await browser.signIn(0);
  assert.equal((await browser.post(goOn)).status, 200);
  assert.equal((await browser.post(goOn)).code, "UNAVAILABLE");
  assert.equal((await browser.post(goOn.replace(CAMPAIGN, "other"))).code, "UNKNOWN_CAMPAIGN");
  assert.deepEqual(gone, [CAMPAIGN, CAMPAIGN]);
  const real = await startStage(t);
  const [shown] = (await new Browser(real.app).get("/api/campaigns")).body.campaigns ?? [];
  assert.equal(shown?.goOn, undefined);
  assert.equal((await new Browser(real.app).post(goOn)).status, 404);
});

test("the outbox and the gateway's reports have addresses only where the configuration asks for them", async (t) => {
  const bare = new Browser((await startStage(t)).app);
  assert.equal((await bare.get("/outbox")).status, 404);
  assert.equal((await bare.post("/sms-reports", { id: "1", status: "delivered" })).status, 404);
  const told: unknown[] = [];
  const { app } = await startStage(t, {
    outbox: { messages: () => [{ to: "+79001231234", subject: "<b>", text: "code <script>" }] },
    reports: {
      receiveReport: (authorization, body) => {
        if (authorization !== "Bearer right") return { ok: false, error: { code: "NOT_AUTHORISED" } };
        told.push(body);
        return ok(undefined);
      },
    },
  });
  const browser = new Browser(app);
  const page = await browser.get("/outbox");
  assert.match(page.body.text ?? "", /Practice[\s\S]*sent nowhere[\s\S]*\+79001231234[\s\S]*&lt;script&gt;/);
  assert.doesNotMatch(page.body.text ?? "", /<script|<b>/);
  const report = { id: "1", status: "delivered" };
  assert.equal((await browser.post("/sms-reports", report, { authorization: "Bearer wrong" })).status, 401);
  assert.equal(
    (await browser.post("/sms-reports", report, { authorization: "Bearer right", origin: "" })).status,
    204,
  );
  assert.deepEqual(told, [report]);
});
