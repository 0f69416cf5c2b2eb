/**
 * tidy: keeps the house law. Prints one line for each finding; exit code 1 when there are any.
 *
 *   npm run check                     what every change must satisfy
 *   npm run check -- --release        also: everything promised for this issue is met
 *   npm run check -- --write-tables   link met lessons and attacks to the tests that carry their numbers
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkHouse } from "./check.ts";
import { formatFinding } from "./finding.ts";
import { REGISTERS, withTests } from "./registers.ts";
import { readTree } from "./tree.ts";

const OPTIONS = ["--release", "--write-tables"];

function main(options: readonly string[]): number {
  const unknown = options.filter((option) => !OPTIONS.includes(option));
  if (unknown.length > 0) {
    process.stderr.write(`tidy: unknown option ${unknown.join(" ")}; known: ${OPTIONS.join(" ")}\n`);
    return 2;
  }
  const root = process.cwd();
  if (options.includes("--write-tables")) {
    const tree = readTree(root);
    for (const register of REGISTERS) {
      writeFileSync(join(root, register.file), withTests(tree, register));
    }
  }
  const tree = readTree(root);
  const findings = checkHouse(tree, { release: options.includes("--release") });
  for (const finding of findings) process.stdout.write(`${formatFinding(finding)}\n`);
  process.stdout.write(`tidy: ${tree.files.length} files, ${findings.length} findings\n`);
  return findings.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
