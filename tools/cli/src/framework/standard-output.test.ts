import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../testing/folder.ts";

const BIN = fileURLToPath(new URL("../../bin/veche.mjs", import.meta.url));
const FOLDER = temporaryFolder();

/** Runs a line of a shell in which `veche` is the built program. */
function shell(line: string): {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const veche = `veche() { "${process.execPath}" "${BIN}" "$@"; }`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", `${veche}; ${line}`], {
    cwd: FOLDER,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  return { code: status, stdout, stderr };
}

const LOST = /^veche: Standard output cannot be written \(ENOSPC\): the result is lost or incomplete\.\n$/;

test("a result that cannot be written is no success, and one sentence says so", () => {
  const { code, stderr } = shell("veche --version >/dev/full");
  assert.equal(code, 2);
  assert.match(stderr, LOST);
  const russian = shell("veche --help --lang ru >/dev/full");
  assert.equal(russian.code, 2);
  assert.match(russian.stderr, /^veche: Стандартный вывод не записан \(ENOSPC\).*\.\n$/);
  const json = shell("veche --version --json >/dev/full");
  assert.equal(json.code, 2);
  assert.equal(JSON.parse(json.stderr).error, "OUTPUT_LOST");
});

test("a file that takes only the first part of a result is noticed", () => {
  const { code, stderr } = shell("ulimit -f 1; veche --help >short");
  assert.equal(code, 2);
  assert.match(stderr, /\(EFBIG\)/);
  assert.ok(statSync(join(FOLDER, "short")).size > 0);
});

test("whoever stops reading too early gets no success", () => {
  const { code, stdout, stderr } = shell("{ sleep 1; veche --help; echo $? >code; } | true");
  assert.deepEqual([code, stdout], [0, ""]);
  assert.equal(readFileSync(join(FOLDER, "code"), "utf8"), "2\n");
  assert.match(stderr, /\(EPIPE\)/);
});

test("what is lost on stderr changes no exit code", () => {
  const version = shell("veche --version 2>/dev/full");
  assert.equal(version.code, 0);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(shell("veche nothing 2>/dev/full").code, 2);
});

test("a file takes the whole of a result", () => {
  assert.equal(shell("veche --help >whole").code, 0);
  assert.equal(readFileSync(join(FOLDER, "whole"), "utf8"), shell("veche --help").stdout);
});
