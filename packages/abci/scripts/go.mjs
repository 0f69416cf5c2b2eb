// What scripts share that build programs of others with Go into .tools/bin.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const GO = { major: 1, minor: 25 };
const BUILD_MS = 20 * 60_000;

export const BIN = fileURLToPath(new URL("../../../.tools/bin", import.meta.url));

export const fileOf = (name) => (process.platform === "win32" ? `${name}.exe` : name);

/** Go writes into every program which modules it was made of. `sum`: of the module's files, as the checksum database of Go has it. */
export function isBuilt(name, { module, version, sum }) {
  const file = join(BIN, fileOf(name));
  return existsSync(file) && readFileSync(file).includes(`mod\t${module}\t${version}\t${sum}`);
}

export function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** `what` is to be built: a subject for a sentence. */
export function requireGo(what) {
  const { stdout = "" } = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(stdout) ?? [];
  const wanted = `Go ${GO.major}.${GO.minor} or newer (https://go.dev/dl/)`;
  if (major === undefined) stop(`To build ${what} takes Go, and there is no Go here: install ${wanted}.`);
  if (Number(major) === GO.major && Number(minor) < GO.minor)
    stop(`To build ${what} takes ${wanted}, and this is Go ${major}.${minor}.`);
}

/** Runs `go` to its end, or stops with the reason. */
export function runGo(args, { what, cwd, gobin = BIN }) {
  const built = spawnSync("go", args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, GOBIN: gobin, CGO_ENABLED: "0" },
    timeout: BUILD_MS,
  });
  if (built.status === 0) return;
  const said = built.stderr ?? "";
  if (
    /dial tcp|lookup |no such host|i\/o timeout|TLS handshake|proxyconnect|module lookup disabled/.test(said)
  ) {
    stop(`Go could not fetch ${what}: the module proxy (go env GOPROXY) does not answer.`);
  }
  stop(`Go could not build ${what}:\n${said.trim()}`);
}
