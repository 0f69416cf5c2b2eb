import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { configured } from "./config.ts";
import { testDatabase } from "./database/testing.ts";
import { openPortal } from "./portal/open-portal.ts";
import type { ServiceEvent } from "./portal/parts.ts";

const CONFIG = {
  listen: { host: "127.0.0.1", port: 0 },
  origin: "http://portal.localhost:4000",
  ballotOrigin: "http://ballot.localhost:4001",
  hotline: "8 800 000-00-00",
  home: "home",
  database: { url: { env: "DATABASE_URL" } },
  dataKey: { file: "data-key" },
  issueKey: { env: "ISSUE_KEY" },
  nodes: ["http://127.0.0.1:1"],
  issuers: ["http://127.0.0.1:1"],
  campaigns: "campaigns",
  identity: {
    name: "practice",
    issuer: "http://localhost:1",
    clientId: "veche-portal",
    clientSecret: { env: "CLIENT_SECRET" },
    authentication: "post",
    scope: "openid",
    claims: {
      family: ["family_name"],
      given: ["given_name"],
      birthDate: ["birthdate"],
      document: [["document"]],
      openedAt: ["account_opened_at"],
      assurance: { claim: ["assurance"], levels: { high: 3 } },
    },
  },
  sms: { VECHE_SMS: "outbox" },
  mail: { kind: "outbox" },
} as const;

const CAMPAIGN = {
  id: "spring",
  kind: "election",
  title: { en: "Spring", ru: "Весна" },
  ...{ applicationsFrom: 1, applicationsUntil: 2, recallUntil: 2, votingFrom: 3, votingUntil: 4 },
  ...{
    ageMin: 18,
    accountCutoff: 1,
    assuranceMin: 2,
    telephoneAccountsMax: 2,
    districts: { "1": "style-1" },
  },
} as const;

const ENV = {
  DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
  ISSUE_KEY: `01${"00".repeat(31)}`,
  CLIENT_SECRET: "drawn for this test",
} as const;

function newHome(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "veche-config-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "campaigns"));
  writeFileSync(join(folder, "campaigns", "spring.json"), JSON.stringify(CAMPAIGN));
  writeFileSync(join(folder, "data-key"), `${"ab".repeat(32)}\n`);
  return folder;
}

type Change = { readonly config?: object; readonly env?: Readonly<Record<string, string | undefined>> };

/** The error's code and sentence, or what was opened. */
async function startWith(folder: string, change: Change, log: ServiceEvent[] = []) {
  const env = { ...ENV, ...change.env };
  const from = configured({ ...CONFIG, ...change.config }, folder, env);
  return from.ok ? openPortal(from.value, { env, log: (event) => log.push(event) }) : from;
}

test("L33 each missing or unusable secret and setting is named in one sentence of both languages, and the service does not start", async (t) => {
  const folder = newHome(t);
  writeFileSync(join(folder, "short"), "ab");
  const cases: readonly (readonly [Change, string, RegExp])[] = [
    [{ env: { ISSUE_KEY: undefined } }, "SECRET_MISSING", /issueKey.*ISSUE_KEY/],
    [{ env: { ISSUE_KEY: "  " } }, "SECRET_MISSING", /issueKey/],
    [{ env: { CLIENT_SECRET: undefined } }, "SECRET_MISSING", /identity\.clientSecret.*CLIENT_SECRET/],
    [{ env: { DATABASE_URL: undefined } }, "SECRET_MISSING", /database\.url.*DATABASE_URL/],
    [{ config: { dataKey: { file: "none" } } }, "SECRET_MISSING", /dataKey.*none/],
    [{ config: { dataKey: { file: "short" } } }, "SECRET_MALFORMED", /dataKey/],
    [{ env: { ISSUE_KEY: "ff".repeat(32) } }, "SECRET_MALFORMED", /issueKey/],
    [
      { config: { sms: { VECHE_SMS: "http", VECHE_SMS_SENDER: "Veche" } } },
      "SMS_SETTING_MISSING",
      /VECHE_SMS_HTTP/,
    ],
    [{ config: { origin: "http://portal.example" } }, "ADDRESS_PLAIN", /origin/],
    [
      { config: { identity: { ...CONFIG.identity, issuer: "http://id.example" } } },
      "ADDRESS_PLAIN",
      /identity\.issuer/,
    ],
    [
      { config: { identity: { ...CONFIG.identity, clientSecret: { command: ["short"] } } } },
      "CONFIG_MALFORMED",
      /signed.*command/,
    ],
    [
      { config: { identity: { ...CONFIG.identity, authentication: "signed" } } },
      "CONFIG_MALFORMED",
      /identity\/clientSecret/,
    ],
    ...[["none"], ["short"]].map(
      (command) =>
        [
          {
            config: {
              identity: { ...CONFIG.identity, authentication: "signed", clientSecret: { command } },
            },
          },
          "SIGNER_MISSING",
          /program .*(none|short) of identity\.clientSecret/,
        ] as const,
    ),
    [{ config: { pages: "none" } }, "PAGES_MISSING", /none/],
    [{ config: { dataKey: "the secret itself" } }, "CONFIG_MALFORMED", /\/dataKey/],
    [{ config: { sms: { VECHE_SMS: "http", VECHE_SMS_HTTP_TOKEN: "x" } } }, "CONFIG_MALFORMED", /\/sms/],
    [{ config: { nodes: [] } }, "CONFIG_MALFORMED", /\/nodes/],
    [{ config: { surprise: 1 } }, "CONFIG_MALFORMED", /\//],
    [{}, "DATABASE_UNREACHABLE", /database/],
  ];
  for (const [change, code, en] of cases) {
    const opened = await startWith(folder, change);
    assert.ok(!opened.ok, code);
    assert.equal(opened.error.code, code, JSON.stringify(opened.error));
    assert.match(opened.error.message.en, en);
    assert.match(opened.error.message.ru, /[а-я]/);
    const said = JSON.stringify(opened.error);
    for (const secret of ["drawn for this test", "abab", "ffff", "the secret itself"])
      assert.equal(said.includes(secret), false, "a sentence never holds a secret");
  }
});

test("with everything named it serves, makes its campaigns once, says that its messages go nowhere, and leaves the port when closed", async (t) => {
  const folder = newHome(t);
  const { url } = await testDatabase(t);
  const log: ServiceEvent[] = [];
  const opened = await startWith(folder, { env: { DATABASE_URL: url } }, log);
  assert.ok(opened.ok, JSON.stringify(opened));
  const { port } = opened.value;
  const campaigns = async () =>
    (await (await fetch(`http://127.0.0.1:${port}/api/campaigns`)).json()) as { campaigns: { id: string }[] };
  assert.deepEqual(
    (await campaigns()).campaigns.map(({ id }) => id),
    ["spring"],
  );
  assert.equal((await fetch(`http://127.0.0.1:${port}/outbox`)).status, 200);
  assert.ok(log.some(({ event }) => event === "practice-outbox"));
  const taken = await startWith(folder, {
    env: { DATABASE_URL: url },
    config: { listen: { host: "127.0.0.1", port } },
  });
  assert.equal(taken.ok ? "ok" : taken.error.code, "NOT_LISTENING");
  await opened.value.close();
  await assert.rejects(fetch(`http://127.0.0.1:${port}/api/campaigns`));
  const again = await startWith(folder, { env: { DATABASE_URL: url } });
  assert.ok(again.ok, `the campaign is there already: ${JSON.stringify(again)}`);
  await again.value.close();
  writeFileSync(
    join(folder, "campaigns", "wrong.json"),
    JSON.stringify({ ...CAMPAIGN, id: "wrong", votingUntil: "later" }),
  );
  const wrong = await startWith(folder, { env: { DATABASE_URL: url } });
  assert.deepEqual([wrong.ok, wrong.ok || wrong.error.code], [false, "CAMPAIGN_MALFORMED"]);
});

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

/** What the service says and how it ends; stopped as soon as it listens. */
async function runMain(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const isNew = !out.includes('"listening"');
    out += text;
    if (isNew && out.includes('"listening"')) child.kill("SIGTERM");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, out, errors };
}

test("node main.js --config FILE: says where it listens and ends in order; without a secret or a file it says so and exits with 2", async (t) => {
  const folder = newHome(t);
  const file = join(folder, "registrar.json");
  writeFileSync(file, JSON.stringify(CONFIG));
  const { url } = await testDatabase(t);
  const [served, missing, none] = await Promise.all([
    runMain(["--config", file], { ...ENV, DATABASE_URL: url }),
    runMain(["--config", file], { ...ENV, DATABASE_URL: url, CLIENT_SECRET: "" }),
    runMain([], ENV),
  ]);
  assert.deepEqual([served.code, served.errors], [0, ""]);
  assert.match(served.out, /"event":"listening"/);
  assert.equal(missing.code, 2);
  assert.match(missing.errors, /^SECRET_MISSING: .*identity\.clientSecret.*CLIENT_SECRET/);
  assert.equal(missing.out, "");
  assert.deepEqual([none.code, none.errors.split(":")[0]], [2, "CONFIG_MISSING"]);
});
