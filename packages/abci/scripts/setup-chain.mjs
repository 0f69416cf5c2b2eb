// Installs CometBFT and its `abci-cli` into .tools/bin with Go: `npm run setup:chain`. Does nothing where they are there already.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULE = "github.com/cometbft/cometbft";
// A line that is supported; `latest` would be one that was withdrawn.
const VERSION = "v0.39.4";
// Of the module's files, as the checksum database of Go has it.
const SUM = "h1:Bm7xbN18VfNueEd7cZumACbvVE+Lf9N58sz3oBOVPbw=";
const GO = { major: 1, minor: 25 };
const COMMANDS = { cometbft: "cmd/cometbft", "abci-cli": "abci/cmd/abci-cli" };
const BUILD_MS = 20 * 60_000;

const bin = fileURLToPath(new URL("../../../.tools/bin", import.meta.url));

/** Go writes into every program which modules it was made of. */
function isBuilt(name) {
  const file = join(bin, process.platform === "win32" ? `${name}.exe` : name);
  return existsSync(file) && readFileSync(file).includes(`mod\t${MODULE}\t${VERSION}\t${SUM}`);
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function checkGo() {
  const { stdout = "" } = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (major === undefined) {
    stop(
      `CometBFT is built with Go, and there is no Go here: install Go ${GO.major}.${GO.minor} or newer (https://go.dev/dl/).`,
    );
  }
  if (Number(major) === GO.major && Number(minor) < GO.minor) {
    stop(
      `CometBFT ${VERSION} needs Go ${GO.major}.${GO.minor} or newer, and this is Go ${major}.${minor}: https://go.dev/dl/`,
    );
  }
}

function install(missing) {
  mkdirSync(bin, { recursive: true });
  const packages = missing.map((name) => `${MODULE}/${COMMANDS[name]}@${VERSION}`);
  const built = spawnSync("go", ["install", ...packages], {
    cwd: bin,
    encoding: "utf8",
    env: { ...process.env, GOBIN: bin, CGO_ENABLED: "0" },
    timeout: BUILD_MS,
  });
  if (built.status === 0) return;
  const said = built.stderr ?? "";
  if (
    /dial tcp|lookup |no such host|i\/o timeout|TLS handshake|proxyconnect|module lookup disabled/.test(said)
  ) {
    stop(`Go could not fetch CometBFT ${VERSION}: the module proxy (go env GOPROXY) does not answer.`);
  }
  stop(`Go could not build CometBFT ${VERSION}:\n${said.trim()}`);
}

const missing = Object.keys(COMMANDS).filter((name) => !isBuilt(name));
if (missing.length > 0) {
  checkGo();
  install(missing);
  const wrong = missing.filter((name) => !isBuilt(name));
  if (wrong.length > 0)
    stop(
      `Go has built ${wrong.join(" and ")}, but not of the files of CometBFT ${VERSION} that are expected.`,
    );
}
process.stdout.write(`CometBFT ${VERSION} is in .tools/bin.\n`);
