import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { testDatabase } from "./database/testing.ts";
import { commandOf, OPERATOR_CONFIG } from "./operator/testing/run.ts";
import { personsCsv } from "./register/persons-csv.ts";
import { testPersons } from "./register/test-persons.ts";

test("a register comes in by a command; a bad row is named by line and never repeated, a torn file and wrong words change nothing", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "veche-import-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { db, url } = await testDatabase(t);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const config = ["--config", file("registrar.json", JSON.stringify(OPERATOR_CONFIG))];
  const csv = [...personsCsv(testPersons("import", 20))].join("");
  const lines = csv.trimEnd().split(/\r?\n/);
  const run = commandOf("import", { DATABASE_URL: url });
  const import_ = (path: string, ...more: readonly string[]) =>
    run([...config, "--file", path, "--date", "2026-11-01", ...more]);
  const help = await run(["--help"]);
  assert.equal(help.code, 0);
  assert.match(help.out, /--absent-max[\s\S]+dist\/import\.js --config registrar\.json/);
  const whole = file("whole.csv", csv);
  const first = await import_(whole);
  assert.deepEqual([first.code, first.errors], [0, ""]);
  assert.deepEqual(JSON.parse(first.out), { event: "imported", accepted: 20, changed: 20 });
  const bad = await import_(file("bad.csv", [...lines, "Secret Person,x"].join("\n")));
  assert.equal(bad.code, 1);
  assert.match(
    bad.out,
    /^Line of the file.*\n22: FIELDS: there are more or fewer fields .* \/ полей больше или меньше/,
  );
  assert.match(bad.errors, /^ROWS_REFUSED: Rows with mistakes: 1\. Nothing was imported/);
  assert.doesNotMatch(bad.out + bad.errors, /Secret/);
  const torn = await import_(file("torn.csv", lines.slice(0, 11).join("\n")));
  assert.deepEqual([torn.code, torn.errors.split(":")[0]], [1, "TOO_MANY_ABSENT"]);
  for (const args of [[], ["--absent-max", "2"], ["--wrong"]]) {
    const wrong = args.length === 0 ? await run(config) : await import_(whole, ...args);
    assert.deepEqual([wrong.code, wrong.errors.split(":")[0]], [2, "ARGUMENTS_WRONG"]);
  }
  const here = await db.selectFrom("person").select("id").where("removed", "is", null).execute();
  assert.equal(here.length, 20);
});
