import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { testDatabase } from "./database/testing.ts";
import { personsCsv } from "./register/persons-csv.ts";
import { testPersons } from "./register/test-persons.ts";

const MAIN = fileURLToPath(new URL("./import.ts", import.meta.url));
const place = { env: "NOTHING" };
/** As much as the portal's own configuration needs; of it only the database is used. */
const CONFIG = {
  ...{
    listen: { host: "127.0.0.1", port: 0 },
    origin: "https://p.example",
    ballotOrigin: "https://b.example",
  },
  ...{
    hotline: "1",
    home: "home",
    database: { url: { env: "DATABASE_URL" } },
    dataKey: place,
    issueKey: place,
  },
  ...{ nodes: ["https://n.example"], issuers: ["https://i.example"], sms: { VECHE_SMS: "outbox" } },
  mail: { kind: "outbox" },
  identity: {
    ...{ name: "id", issuer: "https://id.example", clientId: "c", clientSecret: place, scope: "openid" },
    authentication: "post",
    claims: {
      ...{ family: ["f"], given: ["g"], birthDate: ["b"], document: [["d"]], openedAt: ["o"] },
      assurance: { claim: ["a"], levels: { high: 3 } },
    },
  },
};

async function run(args: readonly string[], url: string) {
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", MAIN, ...args], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, out, errors };
}

test("a register comes in by a command; a bad row is named by line and never repeated, a torn file and wrong words change nothing", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "veche-import-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { db, url } = await testDatabase(t);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const config = ["--config", file("registrar.json", JSON.stringify(CONFIG))];
  const csv = [...personsCsv(testPersons("import", 20))].join("");
  const lines = csv.trimEnd().split(/\r?\n/);
  const import_ = (path: string, ...more: readonly string[]) =>
    run([...config, "--file", path, "--date", "2026-11-01", ...more], url);
  const whole = file("whole.csv", csv);
  const first = await import_(whole);
  assert.deepEqual([first.code, first.errors], [0, ""]);
  assert.deepEqual(JSON.parse(first.out), { event: "imported", accepted: 20, changed: 20 });
  const bad = await import_(file("bad.csv", [...lines, "Secret Person,x"].join("\n")));
  assert.equal(bad.code, 1);
  assert.match(bad.out, /^22: FIELDS/);
  assert.match(bad.errors, /^ROWS_REFUSED: 1 rows are wrong\. Nothing was imported/);
  assert.doesNotMatch(bad.out + bad.errors, /Secret/);
  const torn = await import_(file("torn.csv", lines.slice(0, 11).join("\n")));
  assert.deepEqual([torn.code, torn.errors.split(":")[0]], [1, "TOO_MANY_ABSENT"]);
  for (const args of [[], ["--absent-max", "2"], ["--wrong"]]) {
    const wrong = args.length === 0 ? await run(config, url) : await import_(whole, ...args);
    assert.deepEqual([wrong.code, wrong.errors.split(":")[0]], [2, "ARGUMENTS_WRONG"]);
  }
  const here = await db.selectFrom("person").select("id").where("removed", "is", null).execute();
  assert.equal(here.length, 20);
});
