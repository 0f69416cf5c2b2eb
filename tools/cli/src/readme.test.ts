import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { COMMANDS } from "./commands/index.ts";
import type { Group } from "./framework/command.ts";
import { longFlag } from "./framework/options.ts";
import { parse } from "./run.ts";
import { leavesOf } from "./testing/leaves.ts";
import { shellLines } from "./testing/shell-lines.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Read me files of the house. */
function readMes(): readonly string[] {
  const members = ["packages", "services", "tools"].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name, "README.md")),
  );
  return [join(ROOT, "README.md"), ...members].filter(existsSync);
}

/** Parses a line as the program would, and reads every option; throws what the program would say. */
function check(words: readonly string[]): void {
  const request = parse(COMMANDS, words, "en", {
    stdout: { write: () => {}, isTerminal: false, columns: 80 },
  });
  if (request === undefined) return;
  for (const [key, option] of Object.entries(request.command.options))
    option.read(request.raw[key], longFlag(key));
}

test("every veche line in the code of a read me can be run as it stands", () => {
  let lines = 0;
  for (const file of readMes()) {
    for (const { line, words } of shellLines(readFileSync(file, "utf8"))) {
      assert.doesNotThrow(() => check(words), `${file}: ${line}`);
      lines++;
    }
  }
  assert.ok(lines > 40, "positive control: there are such lines");
});

test("every example in help can be run as it stands", () => {
  for (const { path, command } of leavesOf(COMMANDS)) {
    for (const { line } of command.examples) {
      const [found] = shellLines(`\`\`\`sh\n${line}\n\`\`\``);
      assert.ok(found !== undefined, line);
      assert.doesNotThrow(() => check(found.words), `${path}: ${line}`);
    }
  }
});

test("every command that a read me names in passing exists", () => {
  let names = 0;
  for (const file of readMes()) {
    for (const match of readFileSync(file, "utf8").matchAll(
      /`(?:npx )?veche ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)/g,
    )) {
      const words = (match[1] as string).split(" ");
      assert.ok(isKnown(COMMANDS, words), `${file}: veche ${match[1]}`);
      names++;
    }
  }
  assert.ok(names > 5, "positive control: there are such names");
});

test("a line that would not work is noticed", () => {
  const wrong = [
    "verify",
    "verify a b",
    "election opn",
    "cast --lettre x",
    "simulate --scenario atlantis --out x",
  ];
  for (const line of wrong) {
    const [found] = shellLines(`\`\`\`sh\nnpx veche ${line}\n\`\`\``);
    assert.throws(() => check(found?.words ?? []), line);
  }
});

function isKnown(group: Group, [word = "", ...rest]: readonly string[]): boolean {
  const next = group.commands.find(({ name }) => name === word);
  if (next === undefined) return false;
  return rest.length === 0 || "run" in next || isKnown(next, rest);
}
