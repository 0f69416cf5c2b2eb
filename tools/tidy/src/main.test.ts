import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, type House } from "./test-support.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const TSX = import.meta.resolve("tsx");

function run(
  root: string,
  ...options: readonly string[]
): { readonly status: number | null; readonly out: string } {
  const done = spawnSync(process.execPath, ["--import", TSX, MAIN, ...options], {
    cwd: root,
    encoding: "utf8",
  });
  return { status: done.status, out: done.stdout + done.stderr };
}

const broken: House = { "tools/cli/src/a.ts": "// TODO\n", "README.md": "[a](b.md)\n" };

test("prints one line for each finding and exits 1", (context) => {
  const { status, out } = run(build(context, broken).root);
  assert.equal(status, 1);
  assert.deepEqual(out.trimEnd().split("\n"), [
    "README.md:1  documents: dead link b.md: no such file",
    "tools/cli/src/a.ts:1  style: TODO: do it now or open an issue",
    "tidy: 2 files, 2 findings",
  ]);
});

test("exits 0 on a house in order, and does not look into what is not ours", (context) => {
  const house = {
    "README.md": "x\n",
    [join("node_modules", "a", "b.ts")]: "// TODO\n",
    "out/c.ts": "// TODO\n",
  };
  assert.equal(run(build(context, house).root).status, 0);
});

test("exits 2 on an option it does not know", (context) => {
  const { status, out } = run(build(context, {}).root, "--fast");
  assert.equal(status, 2);
  assert.match(out, /unknown option --fast/);
});
