// Builds the web pages. A page is built anew only where a source is newer than it: `npm start` after a change elsewhere stays quick.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { ballotPage } from "./ballot/scripts/vite.mjs";
import { portal } from "./portal/scripts/vite.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = /\.(tsx?|css|svg|html|mjs|json)$/;
const NO_SOURCES = new Set(["node_modules", "dist", "testing"]);

/** The newest change below a folder, ms. */
async function newestIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const times = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NO_SOURCES.has(entry.name) ? 0 : newestIn(path);
    return SOURCES.test(entry.name) && !entry.name.includes(".test.") ? (await stat(path)).mtimeMs : 0;
  });
  return Math.max(0, ...(await Promise.all(times)));
}

async function buildIfChanged(page, packages) {
  const built = await stat(join(page.build.outDir, "index.html")).catch(() => undefined);
  const newest = Math.max(packages, await newestIn(page.root));
  if (built !== undefined && built.mtimeMs > newest) return;
  // Names carry a hash of what they hold: those of an earlier build would stay for ever.
  await rm(join(page.build.outDir, "assets"), { recursive: true, force: true });
  await build(page);
}

const lock = await stat(join(root, "package-lock.json"));
const packages = Math.max(lock.mtimeMs, await newestIn(join(root, "packages")));
for (const page of [ballotPage, portal]) await buildIfChanged(page, packages);
