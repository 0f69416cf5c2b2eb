import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { expectOk } from "@veche/base";
import { type OpenIdSettings, openIdProvider, type SecretRequest } from "./openid-provider.ts";
import { type SignerFault, signByCommand } from "./sign-command.ts";

const REQUEST: SecretRequest = {
  step: "authorization",
  clientId: "veche",
  scope: "openid fullname",
  state: "s-1",
  redirectUri: "https://p.example/auth/callback",
};

/** A signer as an operator would write it: a program, here in JavaScript. `body` has `request`, and calls `say`. */
function signer(t: TestContext, body: string, timeoutMs = 20_000) {
  const folder = mkdtempSync(join(tmpdir(), "veche-signer-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "sign.mjs");
  const head = `#!${process.execPath}
    import { readFileSync } from "node:fs";
    const request = JSON.parse(readFileSync(0, "utf8"));
    const say = (value) => process.stdout.write(JSON.stringify(value));`;
  writeFileSync(program, `${head}\n${body}\n`);
  chmodSync(program, 0o700);
  const faults: SignerFault[] = [];
  const report = (fault: SignerFault): void => void faults.push(fault);
  const sign = signByCommand({ command: [program, "--key", "a b;c"], folder, report, timeoutMs });
  return { sign, faults };
}

test("contract: a signer gets the whole request on a line, its arguments untouched, and none of the portal's secrets", async (t) => {
  Object.assign(process.env, { ISSUE_KEY_OF_THIS_TEST: "secret" });
  t.after(() => Reflect.deleteProperty(process.env, "ISSUE_KEY_OF_THIS_TEST"));
  const { sign, faults } = signer(
    t,
    `say({ client_secret: JSON.stringify(request), timestamp: process.argv.slice(2).join("|"),
      seen: Object.keys(process.env).sort().join(",") });`,
  );
  const { client_secret = "", timestamp, seen } = await sign(REQUEST);
  assert.deepEqual(JSON.parse(client_secret), REQUEST);
  assert.equal(timestamp, "--key|a b;c");
  assert.equal(seen, "HOME,PATH");
  assert.deepEqual(faults, []);
});

test("contract: for the token a signer may say scope and state once more, and never what OpenID Connect says itself", async (t) => {
  const { sign } = signer(t, `say({ client_secret: "x", state: "s-2", scope: request.scope });`);
  const token = await sign({ ...REQUEST, step: "token" });
  assert.deepEqual(token, { client_secret: "x", state: "s-2", scope: "openid fullname" });
  await assert.rejects(sign(REQUEST));
});

test("contract: a signer that fails, is late, is missing or says something else ends the sign-in, and the fault has a name", async (t) => {
  const cases: readonly (readonly [string, SignerFault])[] = [
    ["process.exit(3);", "FAILED"],
    ["say({ client_secret: 'x' }); process.exitCode = 1;", "FAILED"],
    ["process.stdout.write('no JSON');", "ANSWER_WRONG"],
    ["say({ timestamp: 't' });", "ANSWER_WRONG"],
    ["say({ client_secret: '' });", "ANSWER_WRONG"],
    ["say({ client_secret: 1 });", "ANSWER_WRONG"],
    ["say({ client_secret: 'x', redirect_uri: 'https://evil.example' });", "ANSWER_WRONG"],
    ["say({ client_secret: 'x', Bad: 'x' });", "ANSWER_WRONG"],
    ["say(['client_secret']);", "ANSWER_WRONG"],
    ["say({ client_secret: 'x'.repeat(70000) });", "ANSWER_WRONG"],
  ];
  for (const [body, fault] of cases) {
    const { sign, faults } = signer(t, body);
    await assert.rejects(sign(REQUEST), body);
    assert.deepEqual(faults, [fault], body);
  }
  const late = signer(t, "setTimeout(() => {}, 60_000);", 300);
  await assert.rejects(late.sign(REQUEST));
  assert.deepEqual(late.faults, ["LATE"]);
  const faults: SignerFault[] = [];
  const report = (fault: SignerFault): void => void faults.push(fault);
  await assert.rejects(signByCommand({ command: ["/nowhere"], folder: tmpdir(), report })(REQUEST));
  assert.deepEqual(faults, ["NOT_RUN"]);
});

test("a sign-in carries what the signer said; without it nobody is sent to the provider", async (t) => {
  const issuer = "https://id.example";
  const metadata = {
    ...{ issuer, authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t` },
    ...{ jwks_uri: `${issuer}/k`, response_types_supported: ["code"] },
  };
  const settings = (sign: ReturnType<typeof signByCommand>): OpenIdSettings => ({
    ...{ name: "id", issuer, clientId: "veche", scope: "openid", redirectUri: REQUEST.redirectUri },
    proof: { kind: "signed", sign },
    claims: {
      ...{ family: ["f"], given: ["g"], birthDate: ["b"], document: [["d"]], openedAt: ["o"] },
      assurance: { claim: ["a"], levels: { high: 3 } },
    },
    fetch: async () => Response.json(metadata),
  });
  const good = signer(
    t,
    `say({ client_secret: request.step + "/" + request.state, timestamp: "2026.11.23 12:00:00 +0300" });`,
  );
  const { url, attempt } = expectOk(await openIdProvider(settings(good.sign)).begin(), "begin");
  const { searchParams } = new URL(url);
  assert.equal(searchParams.get("client_secret"), `authorization/${attempt.state}`);
  assert.equal(searchParams.get("timestamp"), "2026.11.23 12:00:00 +0300");
  assert.equal(searchParams.get("client_id"), "veche");
  const broken = signer(t, "process.exit(1);");
  assert.deepEqual(await openIdProvider(settings(broken.sign)).begin(), {
    ok: false,
    error: { code: "PROVIDER_UNAVAILABLE" },
  });
});
