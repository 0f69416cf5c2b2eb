// Runs every *.test.ts of the house with Node's own runner: `node --test` expands no globs on Node 20.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const kernel = "packages/group/src/kernel/generated/wasm.ts";
if (!existsSync(kernel)) {
  process.stderr.write(`The tests need ${kernel}, which the build makes: npm run build\n`);
  process.exit(1);
}

const roots = process.argv.slice(2);
const files = (roots.length > 0 ? roots : ["packages", "services", "web", "tools", "spec"])
  .flatMap(testsUnder)
  .sort();

function testsUnder(path) {
  if (path.endsWith(".test.ts")) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    const child = join(path, entry.name);
    if (entry.isDirectory()) return testsUnder(child);
    return entry.name.endsWith(".test.ts") ? [child] : [];
  });
}

const node = spawnSync(
  process.execPath,
  [
    "--conditions=source",
    "--import",
    "tsx",
    "--test",
    `--test-concurrency=${Math.max(2, availableParallelism())}`,
    "--test-reporter=spec",
    ...files,
  ],
  { stdio: "inherit" },
);
process.exit(node.status ?? 1);
