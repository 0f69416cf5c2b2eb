// Installs programs of others that check and witness logs into .tools/bin with Go: `npm run setup:witness`. Does nothing where they
// are there already. The tests of the witness and of the published tiles run them as they are.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Newer ones of torchwood need a Go that few have yet. The sums are of the modules' files, as the checksum database of Go has them.
const TORCHWOOD = {
  module: "filippo.io/torchwood",
  version: "v0.9.0",
  sum: "h1:2W156cI7K3MyxEyNTuS1C9lYEW7y1u7PoHLmvgNsiZc=",
};
const TESSERA = {
  module: "github.com/transparency-dev/tessera",
  version: "v1.0.4",
  sum: "h1:IXjGowubcLR0T3zUQrysSMKgtTh9KGKQ0iajUiubyP4=",
};
/** Name in .tools/bin: `fsck` and the like would hide programs of the system. */
const PROGRAMS = {
  litewitness: { ...TORCHWOOD, path: "cmd/litewitness" },
  "tessera-fsck": { ...TESSERA, path: "cmd/fsck" },
  "tessera-posix-oneshot": { ...TESSERA, path: "cmd/examples/posix-oneshot" },
};
/** Our own few lines around Go's x/mod/sumdb/tlog, whose versions go.sum pins. */
const OWN = ["tlogcheck", "litewitnesslog"];
const GO = { major: 1, minor: 25 };
const BUILD_MS = 20 * 60_000;

const bin = fileURLToPath(new URL("../../../.tools/bin", import.meta.url));
const own = fileURLToPath(new URL("../go", import.meta.url));
const fileOf = (name) => (process.platform === "win32" ? `${name}.exe` : name);

/** Go writes into every program which modules it was made of. */
function isBuilt(name) {
  const { module, version, sum } = PROGRAMS[name];
  const file = join(bin, fileOf(name));
  return existsSync(file) && readFileSync(file).includes(`mod\t${module}\t${version}\t${sum}`);
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function checkGo() {
  const { stdout = "" } = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(stdout) ?? [];
  const wanted = `Go ${GO.major}.${GO.minor} or newer (https://go.dev/dl/)`;
  if (major === undefined)
    stop(`litewitness and fsck are built with Go, and there is no Go here: install ${wanted}.`);
  if (Number(major) === GO.major && Number(minor) < GO.minor) {
    stop(`litewitness and fsck need ${wanted}, and this is Go ${major}.${minor}.`);
  }
}

function go(args, { cwd, gobin }) {
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
    stop("Go could not fetch litewitness and fsck: the module proxy (go env GOPROXY) does not answer.");
  }
  stop(`Go could not build litewitness, fsck and what checks them:\n${said.trim()}`);
}

/** Built beside .tools/bin, and moved there under our name. */
function install(name) {
  const { module, version, path } = PROGRAMS[name];
  const folder = mkdtempSync(join(bin, "..", "build-"));
  try {
    go(["install", `${module}/${path}@${version}`], { cwd: folder, gobin: folder });
    renameSync(join(folder, fileOf(path.slice(path.lastIndexOf("/") + 1))), join(bin, fileOf(name)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = Object.keys(PROGRAMS).filter((name) => !isBuilt(name));
const isOwnMissing = OWN.some((name) => !existsSync(join(bin, fileOf(name))));
const hasGo = spawnSync("go", ["version"]).status === 0;
if (missing.length > 0 || isOwnMissing || hasGo) {
  checkGo();
  mkdirSync(bin, { recursive: true });
  for (const name of missing) install(name);
  // Quick where nothing has changed, and needed where something has.
  go(["build", "-o", bin, ...OWN.map((name) => `./${name}`)], { cwd: own, gobin: bin });
  const wrong = missing.filter((name) => !isBuilt(name));
  if (wrong.length > 0) stop(`Go has built ${wrong.join(" and ")}, but not of the files that are expected.`);
}
process.stdout.write("litewitness, tessera's fsck and posix-oneshot, and tlogcheck are in .tools/bin.\n");
