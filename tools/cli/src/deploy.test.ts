import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findProgram, missingTool } from "@veche/base/testing";
import { COMMANDS } from "./commands/index.ts";
import { longFlag } from "./framework/options.ts";
import { parse } from "./run.ts";
import { temporaryFolder } from "./testing/folder.ts";
import { shellLines } from "./testing/shell-lines.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const UNIT = "veche-node.service";
const { PATH = "", CI } = process.env;
const FOLDER = temporaryFolder();
const run = promisify(execFile);

const analyze = findProgram(["systemd-analyze"], PATH);
const NO_SYSTEMD = "no systemd-analyze on this machine: Debian's package systemd has it";

const unitText = (): string => readFileSync(join(ROOT, "deploy", UNIT), "utf8");

/** The unit as it would stand on a machine with our checkout in its place. */
function placed(name: string, change: (text: string) => string): string {
  const folder = join(FOLDER, name);
  mkdirSync(folder);
  const path = join(folder, UNIT);
  const here = unitText().replaceAll("/usr/bin/node", process.execPath).replaceAll("/opt/veche/", ROOT);
  writeFileSync(path, change(here));
  return path;
}

async function verified(path: string): Promise<string> {
  assert.ok(analyze);
  try {
    const { stderr } = await run(analyze, ["verify", "--man=no", path]);
    return stderr;
  } catch (error) {
    return `refused: ${error instanceof Error && "stderr" in error ? String(error.stderr) : error}`;
  }
}

test("systemd takes the unit without a word, and notices a wrong one", {
  skip: missingTool(analyze, NO_SYSTEMD, { CI }),
}, async () => {
  assert.equal(await verified(placed("right", (text) => text)), "");
  const wrong = placed("wrong", (text) => text.replace("ProtectSystem=strict", "ProtectSystems=strict"));
  assert.match(await verified(wrong), /ProtectSystems/);
  const nowhere = placed("nowhere", (text) => text.replace(process.execPath, "/no/such/node"));
  assert.match(await verified(nowhere), /refused: [\s\S]*not executable/);
});

test("what the service can do to its machine is little, by systemd's own count", {
  skip: missingTool(analyze, NO_SYSTEMD, { CI }),
}, async () => {
  assert.ok(analyze);
  const rated = (name: string, change: (text: string) => string) =>
    run(analyze, ["security", "--offline=true", "--threshold=20", "--no-pager", placed(name, change)]);
  await rated("hard", (text) => text);
  await assert.rejects(rated("soft", (text) => text.replace(/^(Protect|Restrict|Private).*$/gm, "")));
});

const sysusers = findProgram(["systemd-sysusers"], PATH);
test("the user is made as it is written", {
  skip: missingTool(sysusers, "no systemd-sysusers on this machine: Debian's package systemd has it", { CI }),
}, async () => {
  assert.ok(sysusers);
  const root = join(FOLDER, "root");
  mkdirSync(join(root, "etc"), { recursive: true });
  const conf = join(ROOT, "deploy", "veche.sysusers.conf");
  const { stderr } = await run(sysusers, [`--root=${root}`, "--dry-run", conf]);
  assert.match(stderr, /veche/);
});

/** Parses a line as the program would, and reads every option. */
function check(words: readonly string[]): void {
  const request = parse(COMMANDS, words, "en", {
    stdout: { write: () => {}, isTerminal: false, columns: 80 },
  });
  assert.ok(request);
  for (const [key, option] of Object.entries(request.command.options))
    option.read(request.raw[key], longFlag(key));
}

test("the service starts a line that the program takes, and every veche line of the guide is one", () => {
  const [, words = ""] = /^ExecStart=\S+ \S+veche\.mjs (.*)$/m.exec(unitText()) ?? [];
  check(words.split(" "));
  const lines = shellLines(readFileSync(join(ROOT, "docs", "deploy-validator.md"), "utf8"));
  assert.ok(lines.length > 8, "positive control: there are such lines");
  for (const { line, words: call } of lines) assert.doesNotThrow(() => check(call), line);
});

test("all secrets and the state belong to the service alone", () => {
  const text = unitText();
  for (const line of ["User=veche", "UMask=0077", "StateDirectoryMode=0700", "NoNewPrivileges=yes"])
    assert.match(text, new RegExp(`^${line}$`, "m"));
  assert.doesNotMatch(text, /^User=root/m);
  const rights = readFileSync(join(ROOT, "deploy", "veche.tmpfiles.conf"), "utf8");
  assert.match(rights, /^d \/var\/lib\/veche\s+0700 veche veche/m);
  assert.match(rights, /^z \/etc\/veche\/passphrase 0400 root/m);
});
