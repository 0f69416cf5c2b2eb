// Runs the fuzzer from sources, so that what is fuzzed is what stands in the checkout and nothing has to be built.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ["--conditions=source", "--import", "tsx", main, ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
