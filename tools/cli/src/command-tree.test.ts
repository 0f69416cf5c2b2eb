import assert from "node:assert/strict";
import { test } from "node:test";
import { SENTENCES, type Sentence } from "@veche/api";
import { OUTCOMES } from "@veche/ledger";
import { SCENARIOS } from "@veche/simulator";
import { COMMANDS } from "./commands/index.ts";
import { SCENARIO_NAMES } from "./commands/simulate.ts";
import type { Command, Group } from "./framework/command.ts";
import { longFlag } from "./framework/options.ts";
import { Stop } from "./framework/stop.ts";
import { runHere } from "./testing/fake-world.ts";
import { leavesOf } from "./testing/leaves.ts";

const LEAVES = leavesOf(COMMANDS);

test("every command has help in both languages, with an example that begins with its own name", async () => {
  assert.ok(LEAVES.length > 30, "positive control: the tree is there");
  for (const { path, command } of LEAVES) {
    const words = path.split(" ").slice(1);
    const english = await runHere([...words, "--help"]);
    const russian = await runHere([...words, "--help", "--lang", "ru"]);
    assert.deepEqual([english.code, english.stderr, russian.code], [0, "", 0], path);
    assert.match(english.stdout, new RegExp(`Usage: ${path}[\\s\\S]*Examples:`), path);
    assert.match(russian.stdout, /Вызов:[\s\S]*Примеры:/, path);
    assert.ok(command.examples.length > 0, path);
    for (const { line } of command.examples) assert.ok(line.startsWith(path), line);
  }
});

test("every text says something in both languages, Russian in Cyrillic", () => {
  const texts: Sentence[] = [];
  const gather = (entry: Command | Group): void => {
    texts.push(entry.about);
    if ("run" in entry) texts.push(...Object.values(entry.options).map(({ about }) => about));
    else for (const child of [...entry.commands, ...(entry.own ? [entry.own] : [])]) gather(child);
  };
  gather(COMMANDS);
  assert.ok(texts.length > 100);
  for (const { en, ru } of texts) {
    assert.match(ru, /[а-я]/, en);
    assert.doesNotMatch(en, /[а-яА-Я]/, en);
    assert.doesNotMatch(ru, /!|пожалуйста/i, "calm and exact");
  }
});

test("L33 no option has a default that opens something: what is required must be given", async () => {
  for (const { path, command } of LEAVES) {
    const needs = Object.entries(command.options).filter(([, option]) => option.isRequired);
    if (needs.length === 0) continue;
    const words = path.split(" ").slice(1);
    const ran = await runHere([...words, ...command.arguments.map(({ placeholder }) => placeholder)]);
    assert.equal(ran.code, 2, path);
    assert.match(ran.stderr, new RegExp(`${longFlag((needs[0] as [string, unknown])[0])} is missing`), path);
  }
});

test("every option refuses an empty word, by its own name", () => {
  for (const { path, command } of LEAVES) {
    for (const [key, option] of Object.entries(command.options)) {
      if (option.placeholder === undefined) continue;
      const flag = longFlag(key);
      assert.throws(
        () => option.read(option.isMany ? [""] : "", flag),
        (error) => error instanceof Stop && error.exitCode === 2 && error.fault.sentence.en.includes(flag),
        `${path} ${flag}`,
      );
    }
  }
});

test("every command refuses unknown options and words too many, in one line and without a trace", async () => {
  for (const { path, command } of LEAVES) {
    const words = path.split(" ").slice(1);
    for (const wrong of [["--no-such-option"], ["--lang"], ["--lang", "de"]]) {
      const ran = await runHere([...words, ...wrong]);
      assert.equal(ran.code, 2, `${path} ${wrong}`);
      assert.equal(ran.stdout, "", path);
      assert.match(ran.stderr, /^veche: [^\n]+\n$/, `${path} ${wrong}`);
    }
    if (command.arguments.some(({ isMany }) => isMany)) continue;
    const many = await runHere([...words, "a", "b", "c"]);
    assert.equal(many.code, 2, path);
  }
});

test("groups say what they have, and the program shows help", async () => {
  const keys = await runHere(["keys"]);
  assert.deepEqual([keys.code, keys.stdout], [2, ""]);
  assert.match(keys.stderr, /veche keys new \| show \| export \| genesis/);
  const unknown = await runHere(["kyes", "new"]);
  assert.deepEqual(
    [unknown.code, unknown.stderr],
    [2, "veche: There is no command kyes. See veche --help.\n"],
  );
  const alone = await runHere([]);
  assert.equal(alone.code, 0);
  assert.match(alone.stdout, /Usage: veche/);
  const version = await runHere(["--version"]);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
});

test("errors are one line of JSON for programs, and follow the language of the environment", async () => {
  const json = await runHere(["verify", "no-such-folder", "--json"]);
  const { error, message } = JSON.parse(json.stderr) as { readonly error: string; readonly message: string };
  assert.deepEqual([json.code, json.stdout, error], [2, "", "FOLDER_MISSING"]);
  assert.match(message, /There is no folder/);
  const russian = await runHere(["verify", "no-such-folder"], { language: "ru" });
  assert.match(russian.stderr, /Нет папки/);
  const chosen = await runHere(["verify", "no-such-folder", "--lang", "en"], { language: "ru" });
  assert.match(chosen.stderr, /There is no folder/);
});

test("every outcome of the ledger has its sentence, and the names of scenarios are the simulator's", () => {
  const missing = OUTCOMES.filter(({ code }) => SENTENCES[code] === undefined);
  assert.deepEqual(missing, []);
  assert.deepEqual([...SCENARIO_NAMES].sort(), Object.keys(SCENARIOS).sort());
});
