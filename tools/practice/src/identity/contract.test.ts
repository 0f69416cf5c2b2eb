import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { expectOk } from "@veche/base";
import {
  type IdentityProvider,
  isAllowedIssuer,
  type OpenIdSettings,
  openIdProvider,
  type SecretRequest,
} from "@veche/registrar/portal";
import { Browser } from "./browser.test.ts";
import { type IdentityServer, identityServer } from "./identity-server.ts";
import { PRACTICE_CLAIMS, PRACTICE_SCOPE, type TestPerson } from "./test-person.ts";

const REDIRECT = "http://portal.localhost:4000/auth/callback";

const PERSONS: readonly TestPerson[] = [
  {
    id: "p-1",
    family: "Соловьёва",
    given: "Анна",
    patronymic: "Петровна",
    birthDate: "1990-02-28",
    document: "4510 123456",
    telephone: "+79001234567",
    email: "anna@example.org",
    openedAt: 1_600_000_000_000,
    assurance: 3,
  },
  {
    id: "p-2",
    family: "O'Neill <b>",
    given: "Sam",
    patronymic: "",
    birthDate: "2001-12-31",
    document: "AB 99",
    telephone: "",
    email: "",
    openedAt: 1_700_000_000_000,
    assurance: 1,
  },
];

async function start(t: TestContext): Promise<IdentityServer> {
  const server = await identityServer({
    host: "127.0.0.1",
    port: 0,
    persons: PERSONS,
    redirectUri: REDIRECT,
  });
  t.after(() => server.close());
  return server;
}

const providerOf = (server: IdentityServer, change: Partial<OpenIdSettings> = {}): IdentityProvider =>
  openIdProvider({
    name: "practice",
    issuer: server.issuer,
    clientId: server.client.clientId,
    proof: { kind: "post", secret: server.client.clientSecret },
    redirectUri: REDIRECT,
    scope: PRACTICE_SCOPE,
    claims: PRACTICE_CLAIMS,
    ...change,
  });

test("contract: whoever is chosen comes back with every claim; a page of both languages, without script", async (t) => {
  const server = await start(t);
  const provider = providerOf(server);
  for (const person of PERSONS) {
    const browser = new Browser(REDIRECT);
    const begun = expectOk(await provider.begin(), "begin");
    const page = await browser.open(begun.url, { "accept-language": "ru-RU,en" });
    assert.match(page.body, /Выберите тестового избирателя/);
    assert.doesNotMatch(page.body, /<script|<b>/);
    assert.match((await browser.open(`${page.url}?lang=en`)).body, /Choose a test person/);
    const returned = await browser.submit(page.url, { person: person.id });
    assert.equal(returned.origin + returned.pathname, REDIRECT);
    const identity = expectOk(await provider.complete(returned, begun.attempt), "complete");
    const { id, ...said } = person;
    assert.deepEqual(identity, { subject: id, ...said });
  }
});

test("the sign-in page speaks the language of the portal that was left, whatever the browser's; another may be chosen there", async (t) => {
  const server = await start(t);
  const provider = providerOf(server);
  const titles = { ru: /Выберите тестового избирателя/, en: /Choose a test person/ } as const;
  for (const [language, other] of [
    ["ru", "en"],
    ["en", "ru"],
  ] as const) {
    const { url } = expectOk(await provider.begin(language), "begin");
    assert.equal(new URL(url).searchParams.get("ui_locales"), language);
    const browser = new Browser(REDIRECT);
    const page = await browser.open(url, { "accept-language": other });
    assert.match(page.body, titles[language]);
    assert.match(await (await browser.post(page.url, {})).text(), titles[language]);
    assert.match((await browser.open(`${page.url}?lang=${other}`)).body, titles[other]);
  }
});

test("the same browser may be somebody else at the next sign-in", async (t) => {
  const server = await start(t);
  const provider = providerOf(server);
  const browser = new Browser(REDIRECT);
  for (const { id } of PERSONS) {
    const { url, attempt } = expectOk(await provider.begin(), "begin");
    const page = await browser.open(url);
    const returned = await browser.submit(page.url, { person: id });
    assert.equal(expectOk(await provider.complete(returned, attempt), "complete").subject, id);
  }
});

test("contract: a person who goes back is refused, and so is whatever does not belong to the attempt", async (t) => {
  const server = await start(t);
  const provider = providerOf(server);
  const begun = async () => {
    const browser = new Browser(REDIRECT);
    const { url, attempt } = expectOk(await provider.begin(), "begin");
    const page = await browser.open(url);
    return { attempt, submit: (form: Record<string, string>) => browser.submit(page.url, form) };
  };
  const codeOf = async (returned: URL, attempt: Parameters<IdentityProvider["complete"]>[1]) => {
    const completed = await provider.complete(returned, attempt);
    return completed.ok ? "ok" : completed.error.code;
  };
  const cancelled = await begun();
  assert.equal(await codeOf(await cancelled.submit({ cancel: "1" }), cancelled.attempt), "SIGN_IN_REFUSED");

  const other = expectOk(await provider.begin(), "begin").attempt;
  for (const field of ["state", "nonce", "verifier"] as const) {
    const one = await begun();
    const returned = await one.submit({ person: "p-1" });
    const mixed = { ...one.attempt, [field]: other[field] };
    assert.equal(await codeOf(returned, mixed), "SIGN_IN_REFUSED", `another ${field}`);
  }
  const one = await begun();
  const returned = await one.submit({ person: "p-1" });
  const from = (change: (url: URL) => void): URL => {
    const url = new URL(returned);
    change(url);
    return url;
  };
  const elsewhere = from((url) => url.searchParams.set("iss", "https://elsewhere.example"));
  assert.equal(await codeOf(elsewhere, one.attempt), "SIGN_IN_REFUSED", "another issuer (RFC 9207)");
  const without = from((url) => url.searchParams.delete("iss"));
  assert.equal(await codeOf(without, one.attempt), "SIGN_IN_REFUSED", "no issuer");
  assert.equal(await codeOf(returned, one.attempt), "ok", "positive control");
  assert.equal(await codeOf(returned, one.attempt), "SIGN_IN_REFUSED", "a code is good once");
});

test("contract: an id token signed by somebody else is refused, a wrong secret too, and a provider that is away is named as such", async (t) => {
  const server = await start(t);
  const signIn = async (change: Partial<OpenIdSettings>): Promise<string> => {
    const provider = providerOf(server, change);
    const browser = new Browser(REDIRECT);
    const { url, attempt } = expectOk(await provider.begin(), "begin");
    const page = await browser.open(url);
    const completed = await provider.complete(await browser.submit(page.url, { person: "p-1" }), attempt);
    return completed.ok ? "ok" : completed.error.code;
  };
  const forging: NonNullable<OpenIdSettings["fetch"]> = async (url, init) => {
    const answer = await fetch(url, init as RequestInit);
    if (!url.endsWith("/token")) return answer;
    const tokens = (await answer.json()) as { readonly id_token: string };
    const [head, claims, signature] = tokens.id_token.split(".");
    const forged = JSON.parse(Buffer.from(claims ?? "", "base64url").toString()) as Record<string, unknown>;
    const body = Buffer.from(JSON.stringify({ ...forged, sub: "p-2" })).toString("base64url");
    return Response.json({ ...tokens, id_token: `${head}.${body}.${signature}` });
  };
  assert.equal(await signIn({ fetch: forging }), "SIGN_IN_REFUSED");
  assert.equal(await signIn({ proof: { kind: "post", secret: "another" } }), "SIGN_IN_REFUSED");
  assert.equal(await signIn({}), "ok", "positive control");
  const claims = { ...PRACTICE_CLAIMS, document: [["passport"]] };
  assert.equal(await signIn({ claims }), "CLAIMS_WRONG");
  const away = await providerOf(server, { issuer: "http://localhost:1" }).begin();
  assert.deepEqual(away, { ok: false, error: { code: "PROVIDER_UNAVAILABLE" } });
});

test("hook: a signed secret is asked for anew for each request, with what it is signed over", async (t) => {
  const server = await start(t);
  const asked: SecretRequest[] = [];
  const provider = providerOf(server, {
    proof: {
      kind: "signed",
      sign: async (request) => {
        asked.push(request);
        // What ESIA takes as a signature is a shared secret here: the hook decides.
        return { client_secret: server.client.clientSecret, timestamp: `t${asked.length}` };
      },
    },
  });
  const browser = new Browser(REDIRECT);
  const { url, attempt } = expectOk(await provider.begin(), "begin");
  assert.equal(new URL(url).searchParams.get("timestamp"), "t1");
  const page = await browser.open(url);
  const returned = await browser.submit(page.url, { person: "p-1" });
  assert.equal(expectOk(await provider.complete(returned, attempt), "complete").subject, "p-1");
  assert.deepEqual(
    asked.map(({ step, state, scope }) => [step, state, scope]),
    [
      ["authorization", attempt.state, PRACTICE_SCOPE],
      ["token", attempt.state, PRACTICE_SCOPE],
    ],
  );
});

test("http is for this machine only; a provider without passwords listens nowhere else; each start has its own secret", async (t) => {
  for (const issuer of ["https://id.example", "http://localhost:1", "http://127.0.0.1", "http://[::1]:9"])
    assert.equal(isAllowedIssuer(issuer), true, issuer);
  for (const issuer of [
    "http://id.example",
    "http://localhost.example",
    "http://10.0.0.1",
    "ftp://localhost",
    "x",
  ])
    assert.equal(isAllowedIssuer(issuer), false, issuer);
  const outside = identityServer({ host: "0.0.0.0", port: 0, persons: PERSONS, redirectUri: REDIRECT });
  await assert.rejects(outside, RangeError);
  const [one, two] = [await start(t), await start(t)];
  assert.notEqual(one.client.clientSecret, two.client.clientSecret);
});

test("the sign-in page: an unknown person, an oversized form and an attempt of another browser choose nobody", async (t) => {
  const server = await start(t);
  const { url } = expectOk(await providerOf(server).begin(), "begin");
  const browser = new Browser(REDIRECT);
  const page = await browser.open(url);
  for (const form of [{ person: "nobody" }, {}, { person: "p-1", more: "x".repeat(5000) }]) {
    const answer = await browser.post(page.url, form);
    assert.equal(answer.status, 400);
  }
  assert.equal((await new Browser(REDIRECT).post(page.url, { person: "p-1" })).status, 410);
  assert.match(
    (await browser.open(page.url)).headers.get("content-security-policy") ?? "",
    /default-src 'none'/,
  );
});
