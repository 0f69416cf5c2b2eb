import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { checkHouse } from "./check.ts";
import { formatFinding } from "./finding.ts";
import { readTree, type Tree } from "./tree.ts";

/** Files of a small house: path to text. */
export type House = Readonly<Record<string, string>>;

/** Writes a house into a temporary folder that goes away with the test. */
export function build(context: TestContext, house: House): Tree {
  const root = mkdtempSync(join(tmpdir(), "tidy-"));
  context.after(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(house)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return readTree(root);
}

/** The findings in a house, as the lines that tidy prints. */
export function findingsIn(context: TestContext, house: House, release = false): readonly string[] {
  return checkHouse(build(context, house), { release }).map(formatFinding);
}

/** A workspace member in order: package.json and tsconfig.json agree with `imports`. */
export function member(
  folder: string,
  imports: readonly string[] = [],
  exported: Readonly<Record<string, string>> = { ".": "./src/index.ts" },
): House {
  const up = "../../";
  const manifest = {
    name: nameOf(folder),
    exports: Object.fromEntries(Object.entries(exported).map(([key, source]) => [key, { source }])),
    dependencies: Object.fromEntries(imports.map((path) => [nameOf(path), "0.1.0"])),
  };
  const config = { references: imports.map((path) => ({ path: up + path })) };
  return {
    [`${folder}/package.json`]: JSON.stringify(manifest),
    [`${folder}/tsconfig.json`]: JSON.stringify(config),
    [`${folder}/src/index.ts`]: imports.map((path) => `import "${nameOf(path)}";\n`).join(""),
  };
}

function nameOf(folder: string): string {
  return `@veche/${folder.split("/").at(-1)}`;
}
