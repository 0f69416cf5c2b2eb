// Installs CometBFT and its `abci-cli` into .tools/bin with Go: `npm run setup:chain`. Does nothing where they are there already.
import { mkdirSync } from "node:fs";
import { BIN, isBuilt, requireGo, runGo, stop } from "./go.mjs";

const COMETBFT = {
  module: "github.com/cometbft/cometbft",
  // A line that is supported; `latest` would be one that was withdrawn.
  version: "v0.39.4",
  sum: "h1:Bm7xbN18VfNueEd7cZumACbvVE+Lf9N58sz3oBOVPbw=",
};
const PATHS = { cometbft: "cmd/cometbft", "abci-cli": "abci/cmd/abci-cli" };
const what = `CometBFT ${COMETBFT.version}`;

const missing = Object.keys(PATHS).filter((name) => !isBuilt(name, COMETBFT));
if (missing.length > 0) {
  requireGo(what);
  mkdirSync(BIN, { recursive: true });
  const { module, version } = COMETBFT;
  runGo(["install", ...missing.map((name) => `${module}/${PATHS[name]}@${version}`)], { what, cwd: BIN });
  const wrong = missing.filter((name) => !isBuilt(name, COMETBFT));
  if (wrong.length > 0)
    stop(`Go has built ${wrong.join(" and ")}, but not of the files of ${what} that are expected.`);
}
process.stdout.write(`${what} is in .tools/bin.\n`);
