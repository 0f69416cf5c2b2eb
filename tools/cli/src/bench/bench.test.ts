import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AREAS, markersOf, TINY } from "@veche/bench";
import { BENCH_AREAS } from "../commands/bench.ts";
import { outputOn } from "../framework/output.ts";
import type { World } from "../framework/world.ts";
import { runHere } from "../testing/fake-world.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { runBenchCommand } from "./run.ts";

const FOLDER = temporaryFolder();
const { begin: BEGIN, end: END } = markersOf(AREAS);
const PART = markersOf(["bytes"]);
const at = (...names: readonly string[]): string => join(FOLDER, ...names);

test("the areas in help are those of the bench", () => {
  assert.deepEqual([...BENCH_AREAS], [...AREAS]);
});

test("bad input is one sentence and exit code 2, before anything is measured or written", async () => {
  mkdirSync(at("bare"));
  mkdirSync(at("unmarked"));
  writeFileSync(at("unmarked", "benchmarks.md"), "# Benchmarks\n");
  mkdirSync(at("torn", "bench"), { recursive: true });
  writeFileSync(at("torn", "benchmarks.md"), `${BEGIN}\n${END}\n`);
  writeFileSync(at("torn", "bench", "history.jsonl"), '\n{"format": 1\n');
  const cases: readonly (readonly [argv: readonly string[], stderr: RegExp])[] = [
    [["--only", "speed"], /--only: "speed" is none of ops, verify/],
    [["--only", "ops,"], /--only: "" is none of/],
    [["--only", "ops", "--out", at("torn")], /needs a line <!-- veche bench ops: begin -->/],
    [["--out", at("nowhere")], /There is no folder/],
    [["--out", at("bare")], /There is no file .*benchmarks\.md/],
    [["--out", at("unmarked")], /needs a line <!-- veche bench: begin -->/],
    [["--out", at("torn")], /Line 2 of .*history\.jsonl is no run/],
    [["--compare", "--out", at("torn")], /Line 2 of/],
  ];
  for (const [argv, stderr] of cases) {
    const ran = await runHere(["bench", "--quick", "--cache", at("cache"), ...argv]);
    assert.deepEqual([ran.code, ran.stdout], [2, ""], ran.stderr);
    assert.match(ran.stderr, /^veche: [^\n]+\n$/);
    assert.match(ran.stderr, stderr);
  }
  assert.deepEqual(readdirSync(FOLDER).sort(), ["bare", "torn", "unmarked"], "no cache, nothing new");
});

/** A run of the smallest size, through the command. */
async function runTiny(folder: string, language: "en" | "ru", json: boolean): Promise<string> {
  let written = "";
  const write = (text: string): void => {
    written += text;
  };
  const sink = { write, isTerminal: false, columns: 100 };
  const silent = { ...sink, write: () => undefined };
  const out = outputOn({ stdout: sink, stderr: silent }, () => 0, language, json);
  const options = { quick: true, only: ["bytes"] as const, compare: true, out: folder, cache: at("cache") };
  assert.equal(await runBenchCommand({ out, world: {} as World }, options, TINY), 0);
  return written;
}

test("a real run, of 20 ballots: report, charts and history, and the next one is compared with it", async () => {
  const docs = at("docs");
  mkdirSync(docs);
  writeFileSync(
    join(docs, "benchmarks.md"),
    `# Benchmarks\n\n${BEGIN}\n${END}\n\n${PART.begin}\n${PART.end}\n`,
  );
  const english = await runTiny(docs, "en", false);
  assert.match(english, /^Processor {2}/);
  assert.match(english, /2 options: entry of a cast +[1-9]/);
  assert.doesNotMatch(english, /Promises/, "a part of the bench has no promises of the others");
  const written = readFileSync(join(docs, "benchmarks.md"), "utf8");
  assert.match(written, /`bytes\.2\.record`/);
  assert.ok(
    written.includes(`${BEGIN}\n${END}\n`),
    "a part of the bench leaves alone what whole runs have written",
  );
  assert.equal(readFileSync(join(docs, "bench", "history.jsonl"), "utf8").split("\n").length, 2);
  const russian = await runTiny(docs, "ru", false);
  assert.match(russian, /вариантов 2: запись голоса/);
  assert.match(russian, /Изменений больше 10 % с .* нет/);
  const json = JSON.parse(await runTiny(docs, "en", true)) as {
    readonly mode: string;
    readonly figures: readonly unknown[];
    readonly changes: { readonly figures: readonly unknown[] };
  };
  assert.deepEqual([json.mode, json.changes.figures], ["tiny", []]);
  assert.ok(json.figures.length >= 4);
});
