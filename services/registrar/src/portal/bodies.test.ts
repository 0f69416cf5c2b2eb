import assert from "node:assert/strict";
import { test } from "node:test";
import { PORTAL_ROUTES } from "@veche/api/portal";
import { toBase64 } from "@veche/base";
import { ask } from "../stage.test.ts";
import { Browser, CAMPAIGN, dump, ELECTION, ORIGIN, startStage } from "./stage.test.ts";

const blinded = ask(0).request.blinded.map(toBase64);
const sms = { method: "sms", code: "123456" } as const;
const at = (route: keyof typeof PORTAL_ROUTES): string =>
  PORTAL_ROUTES[route].replace(":campaign", CAMPAIGN).replace(":id", ELECTION);

/** For each POST a body that its schema takes; what is refused then is refused for a reason. */
const GOOD: Readonly<Record<string, object>> = {
  [at("application")]: {
    telephone: "+79000001000",
    email: "a@example.org",
    confirmation: sms,
    consent: true,
  },
  [at("recall")]: { confirmation: sms },
  [at("appeal")]: { text: "ten letters at least" },
  [at("sendCode")]: { purpose: "issue", subject: CAMPAIGN, language: "ru" },
  [at("telephone")]: { telephone: "+79000001000", confirmation: sms },
  [at("issue")]: { confirmation: sms, style: 0, blinded },
  [at("totpConfirm")]: { id: "x", code: "123456" },
  [at("passkeyEnrol")]: { id: "x", response: {} },
  [at("passkeyChallenge")]: { purpose: "issue", subject: CAMPAIGN },
};
const EMPTY = [at("signOut"), at("totpEnrol"), at("passkeyOptions")];
const READ = [at("application"), at("letter"), at("handover")];

/** Every body that differs from a good one in one place. */
function wrongOf(good: object): readonly unknown[] {
  const fields = Object.entries(good);
  const otherTypes = [null, 5, true, [], {}, "", "x".repeat(3_000), "\u0000", "1; drop table account"];
  return [
    ...otherTypes.filter((value) => typeof value !== "object" || value === null || Array.isArray(value)),
    ...fields.map(([name]) => Object.fromEntries(fields.filter(([other]) => other !== name))),
    ...fields.flatMap(([name, value]) =>
      otherTypes
        .filter((other) => !(typeof other === "string" && isFreeText(name)) && !isAnything(name))
        .filter((other) => !(name === "style" && typeof other === "number"))
        .filter((other) => JSON.stringify(other) !== JSON.stringify(value))
        .map((other) => ({ ...good, [name]: other })),
    ),
    // A free text, but none that a table takes.
    ...fields
      .filter(([name]) => isFreeText(name) && name !== "id")
      .map(([name, value]) => ({ ...good, [name]: `${value}\u0000` })),
    { ...good, more: 1 },
  ];
}
/** Any short text is taken here, and looked up. */
const isFreeText = (name: string): boolean => ["email", "subject", "id", "text"].includes(name);
/** JSON of the browser, judged by the library. */
const isAnything = (name: string): boolean => name === "response";

test("every endpoint: missing, wrong-typed, foreign and oversized bodies are a clear 4xx with a stable code, and change nothing", async (t) => {
  const { app, db } = await startStage(t, { limits: { perSession: 100_000, perAddress: 100_000 } });
  const browser = new Browser(app);
  await browser.signIn(0);
  const before = await dump(db);
  let sent = 0;
  for (const [url, good] of Object.entries(GOOD)) {
    for (const wrong of wrongOf(good)) {
      const answer = await browser.post(url, JSON.stringify(wrong));
      const where = `${url} ${JSON.stringify(wrong).slice(0, 80)}`;
      assert.deepEqual([answer.status, answer.code], [400, "MALFORMED"], where);
      assert.ok(answer.body.message?.en && answer.body.message.ru, where);
      assert.equal(JSON.stringify(answer.body).includes("drop table"), false, "errors echo nothing");
      sent++;
    }
  }
  assert.ok(sent > 200, `${sent} wrong bodies`);
  for (const url of [...Object.keys(GOOD), ...EMPTY]) {
    for (const text of [
      "{",
      "[[[",
      '{"__proto__":{"a":1}}',
      '{"constructor":{"prototype":1}}',
      "\u0000",
      "nul",
    ])
      assert.equal((await browser.post(url, text)).code, "MALFORMED", `${url} ${text}`);
    const big = await browser.post(url, JSON.stringify({ blinded: ["x".repeat(40_000)] }));
    assert.deepEqual([big.status, big.code], [413, "TOO_LARGE"], url);
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/xml",
    ])
      assert.equal(
        (await browser.post(url, "a=b", { "content-type": type })).code,
        "MALFORMED",
        `${url} ${type}`,
      );
  }
  for (const url of EMPTY) assert.equal((await browser.post(url, { more: 1 })).code, "MALFORMED", url);
  assert.equal(await dump(db), before);
});

test("every endpoint without a session, and with one that has ended: 401, and nothing changes", async (t) => {
  const { app, db, clock } = await startStage(t);
  const stranger = new Browser(app);
  const ended = new Browser(app);
  await ended.signIn(0);
  clock.now += 21 * 60_000;
  const before = await dump(db);
  for (const browser of [stranger, ended]) {
    for (const [url, good] of Object.entries(GOOD))
      assert.equal((await browser.post(url, good)).status, 401, url);
    for (const url of EMPTY) assert.equal((await browser.post(url)).code, "NOT_SIGNED_IN", url);
    for (const url of READ) assert.equal((await browser.get(url)).code, "NOT_SIGNED_IN", url);
  }
  for (const cookie of ["", "x", "a".repeat(43), "a".repeat(9_000)]) {
    stranger.cookies.set("veche-session", cookie);
    assert.equal((await stranger.get(at("handover"))).status >= 400, true);
  }
  assert.equal(await dump(db), before);
});

test("right bodies at a wrong time, of an unknown election or of what is not there are refused with their code, and change nothing", async (t) => {
  const { app, db } = await startStage(t);
  const browser = new Browser(app);
  await browser.signIn(0);
  const before = await dump(db);
  const cases: readonly (readonly [string, object, string])[] = [
    [at("application"), GOOD[at("application")] as object, "CODE_ENDED"],
    [at("recall"), GOOD[at("recall")] as object, "CODE_ENDED"],
    [at("appeal"), GOOD[at("appeal")] as object, "APPEAL_NOT_POSSIBLE"],
    [at("sendCode"), GOOD[at("sendCode")] as object, "TELEPHONE_MISSING"],
    [at("sendCode"), { purpose: "issue", subject: "none", language: "ru" }, "UNKNOWN_CAMPAIGN"],
    [at("sendCode"), { purpose: "issue", subject: "", language: "ru" }, "MALFORMED"],
    [
      at("sendCode"),
      { purpose: "recall", subject: CAMPAIGN, telephone: "+79000001000", language: "ru" },
      "MALFORMED",
    ],
    [at("sendCode"), { purpose: "telephone", subject: "", language: "ru" }, "TELEPHONE_MISSING"],
    [
      at("telephone"),
      { telephone: "+79000001000", confirmation: { method: "totp", code: "123456" } },
      "FACTOR_UNKNOWN",
    ],
    [at("issue"), GOOD[at("issue")] as object, "CODE_ENDED"],
    [at("totpConfirm"), GOOD[at("totpConfirm")] as object, "FACTOR_UNKNOWN"],
    [at("passkeyEnrol"), GOOD[at("passkeyEnrol")] as object, "FACTOR_UNKNOWN"],
    [at("passkeyChallenge"), GOOD[at("passkeyChallenge")] as object, "FACTOR_UNKNOWN"],
    [at("recall").replace(CAMPAIGN, "none"), { confirmation: sms }, "UNKNOWN_CAMPAIGN"],
  ];
  for (const [url, body, code] of cases)
    assert.equal((await browser.post(url, body)).code, code, `${url} ${code}`);
  assert.equal((await browser.get(at("letter"))).code, "NO_APPLICATION");
  assert.equal((await browser.get(at("application").replace(CAMPAIGN, "none"))).code, "UNKNOWN_CAMPAIGN");
  for (const url of ["/api", "/api/none", "/auth/none", "/api/campaigns/a/b/c", "/favicon.ico"])
    assert.equal((await browser.get(url)).code, "NOT_FOUND", url);
  for (const name of ["%00", "a%00", "%ff", "A", "__proto__", "%E2%80%AE", "a".repeat(65)])
    for (const url of READ)
      assert.equal((await browser.get(url.replace(CAMPAIGN, name))).code, "MALFORMED", `${url} ${name}`);
  for (const email of ["a@b.c,d@e.f", "a@b.c\r\nBcc: d@e.f", "a", "<a@b.c>", "a b@c.d"])
    assert.equal(
      (await browser.post(at("application"), { ...GOOD[at("application")], email })).code,
      "MALFORMED",
      email,
    );
  for (const method of ["PUT", "DELETE"] as const) {
    const answer = await browser.send({ method, url: at("application"), headers: { origin: ORIGIN } });
    assert.equal(answer.status, 404);
  }
  assert.equal(await dump(db), before);
});
