import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { expectOk } from "@veche/base";
import { NOW, newStage, type Stage, TIMES } from "../application/testing/stage.ts";
import { commandOf, OPERATOR_CONFIG } from "./testing/run.ts";

async function appealsStage(t: TestContext) {
  const stage = await newStage(t);
  const folder = mkdtempSync(join(tmpdir(), "veche-appeals-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, "registrar.json");
  writeFileSync(config, JSON.stringify(OPERATOR_CONFIG));
  const run = commandOf("appeals", { DATABASE_URL: stage.url });
  const command = (name: string, ...args: readonly string[]) => run([name, "--config", config, ...args]);
  return { stage, folder, run, command };
}

async function refusedWithAppeal({ db, apply, applications }: Stage, at: number, text: string) {
  await db
    .updateTable("account")
    .set({ opened_at: TIMES.cutoff + 1 })
    .execute();
  assert.equal(await apply(at), "ACCOUNT_TOO_NEW");
  expectOk(await applications.appeal({ account: `a-${at}`, campaign: "duma", text, now: NOW }), "appeal");
}

test("the operator sees open appeals with their dates, answers each once, and the voter reads it", async (t) => {
  const { stage, folder, command } = await appealsStage(t);
  const none = await command("list");
  assert.deepEqual([none.code, none.errors], [0, ""]);
  assert.match(none.out, /No appeal waits.*\nНет жалоб/);
  await refusedWithAppeal(stage, 0, "Кабинет старый.\n\u001b[2J\u001b[1;1H0: nothing to answer\u202e");
  await refusedWithAppeal(stage, 1, "Прошу принять.");
  const json = await command("list", "--json");
  const [first, second] = json.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly id: number; readonly answerBy: number });
  assert.ok(first !== undefined && second !== undefined);
  const listed = await command("list");
  assert.match(listed.out, new RegExp(`^${first.id}: answer by / ответить до 2026-11-13 12:00 MSK`, "m"));
  assert.match(listed.out, /ACCOUNT_TOO_NEW: .*after the cut-off date/);
  assert.match(listed.out, /> Кабинет старый\.\n {2}> �\[2J/);
  assert.ok(!["\u001b", "\u202e"].some((one) => listed.out.includes(one)));
  const answer = join(folder, "answer.txt");
  writeFileSync(answer, "Вы правы, заявление принято.\n");
  const granted = await command("answer", ...["--appeal", `${first.id}`, "--grant", "--answer-file", answer]);
  assert.deepEqual([granted.code, granted.errors], [0, ""]);
  assert.deepEqual(JSON.parse(granted.out), { event: "appeal-answered", appeal: first.id, granted: true });
  const again = await command("answer", ...["--appeal", `${first.id}`, "--reject", "--answer", "no"]);
  assert.equal(again.code, 1);
  assert.match(again.errors, /^ALREADY_ANSWERED: .*Nothing was changed\.\n.*Ничего не изменилось/);
  const asked = { account: "a-0", campaign: "duma", now: NOW };
  const { application } = expectOk(await stage.applications.view(asked), "view");
  assert.deepEqual(
    [application?.state, application?.appeal?.answer],
    ["accepted", "Вы правы, заявление принято."],
  );
  const rejected = await command(
    "answer",
    ...["--appeal", `${second.id}`, "--reject", "--answer", "Поздно."],
  );
  assert.equal(rejected.code, 0);
  assert.match((await command("list")).out, /^No appeal waits/);
});

test("what the operator mistypes does nothing, and says so in both languages", async (t) => {
  const { stage, run, command } = await appealsStage(t);
  await refusedWithAppeal(stage, 0, "x");
  const number = String((await stage.applications.openAppeals())[0]?.id);
  const wrong: readonly (readonly string[])[] = [
    ["--appeal", number, "--answer", "x"],
    ["--appeal", number, "--grant", "--reject", "--answer", "x"],
    ["--appeal", number, "--grant"],
    ["--appeal", number, "--reject", "--person", "p-1", "--answer", "x"],
    ["--appeal", "first", "--grant", "--answer", "x"],
    ["--appeal", number, "--grant", "--answer", "x", "--wrong"],
  ];
  const tried = await Promise.all(wrong.map((args) => command("answer", ...args)));
  for (const { code, errors } of tried) {
    assert.equal(code, 2, errors);
    assert.match(errors, /^ARGUMENTS_WRONG: .*Nothing was done\.\n.*Ничего не сделано/);
  }
  const empty = await command("answer", "--appeal", number, "--reject", "--answer", "  ");
  assert.deepEqual([empty.code, empty.errors.split(":")[0]], [2, "ANSWER_WRONG"]);
  const unknown = await command("answer", "--appeal", "4711", "--reject", "--answer", "x");
  assert.deepEqual([unknown.code, unknown.errors.split(":")[0]], [1, "UNKNOWN_APPEAL"]);
  const nobody = await command(
    "answer",
    ...["--appeal", number, "--grant", "--person", "p-77", "--answer", "x"],
  );
  assert.deepEqual([nobody.code, nobody.errors.split(":")[0]], [1, "PERSON_WRONG"]);
  assert.equal((await run(["remove"])).code, 2);
  assert.equal((await run(["list", "--config", "/nowhere.json"])).errors.split(":")[0], "CONFIG_MISSING");
  assert.equal((await stage.applications.openAppeals()).length, 1);
});

test("--help shows both languages, every option and examples", async (t) => {
  const { run } = await appealsStage(t);
  for (const args of [["--help"], ["answer", "--help"], ["list", "-h"]]) {
    const { code, out, errors } = await run(args);
    assert.deepEqual([code, errors], [0, ""]);
    assert.match(
      out,
      /appeal[\s\S]+жалоб[\s\S]+--config FILE[\s\S]+dist\/appeals\.js [a-z]+ --config registrar\.json/i,
    );
  }
});
