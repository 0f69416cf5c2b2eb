// Installs programs of others that check and witness logs into .tools/bin with Go: `npm run setup:witness`. Does nothing where they
// are there already. The tests of the witness and of the published tiles run them as they are.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BIN, fileOf, isBuilt, requireGo, runGo, stop } from "@veche/abci/scripts/go.mjs";

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
const WHAT = "litewitness, fsck and what checks them";

const own = fileURLToPath(new URL("../go", import.meta.url));

/** Built beside .tools/bin, and moved there under our name. */
function install(name) {
  const { module, version, path } = PROGRAMS[name];
  const folder = mkdtempSync(join(BIN, "..", "build-"));
  try {
    runGo(["install", `${module}/${path}@${version}`], { what: WHAT, cwd: folder, gobin: folder });
    renameSync(join(folder, fileOf(path.slice(path.lastIndexOf("/") + 1))), join(BIN, fileOf(name)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = Object.keys(PROGRAMS).filter((name) => !isBuilt(name, PROGRAMS[name]));
const isOwnMissing = OWN.some((name) => !existsSync(join(BIN, fileOf(name))));
const hasGo = spawnSync("go", ["version"]).status === 0;
if (missing.length > 0 || isOwnMissing || hasGo) {
  requireGo(WHAT);
  mkdirSync(BIN, { recursive: true });
  for (const name of missing) install(name);
  // Quick where nothing has changed, and needed where something has.
  runGo(["build", "-o", BIN, ...OWN.map((name) => `./${name}`)], { what: WHAT, cwd: own });
  const wrong = missing.filter((name) => !isBuilt(name, PROGRAMS[name]));
  if (wrong.length > 0) stop(`Go has built ${wrong.join(" and ")}, but not of the files that are expected.`);
}
process.stdout.write(`${[...Object.keys(PROGRAMS), ...OWN].join(", ")} are in .tools/bin.\n`);
