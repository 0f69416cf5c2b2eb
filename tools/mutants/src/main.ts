import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { equivalents, isEquivalent, unusedEquivalents } from "./equivalents.ts";
import { Kills } from "./kills.ts";
import { page, survivorsOf } from "./page.ts";
import { runMutants } from "./run.ts";

/**
 * `npm run mutants`: all mutants of the verifier's code; writes docs/mutants.md and the list of who killed whom.
 * For trying out: `npm run mutants -- form/age.ts[:line] --names "age" --names "padding"`, only mutants of that place, and only
 * records with one of these texts in their names. A run that was broken off is not lost: what it has found comes first in the next.
 */

const root = join(import.meta.dirname, "../../..");
const folder = join(root, ".cache/mutants");
const log = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { names: { type: "string", multiple: true } },
});
const [only] = positionals;
const { names } = values;
const isWhole = only === undefined && names === undefined;
const began = process.hrtime.bigint();
const known = equivalents();
const kills = new Kills(join(root, "tools/mutants/kills.json"));
const results = await runMutants({
  root,
  folder,
  children: availableParallelism(),
  log,
  isKnown: (mutant) => isEquivalent(mutant, known),
  killerOf: (mutant) => kills.killerOf(mutant),
  onResult: (result) => kills.note(result),
  ...(only === undefined
    ? {}
    : { choose: (all) => all.filter((one) => `${one.file}:${one.line}:`.startsWith(only)) }),
  ...(names && { names }),
});
kills.flush();
const survivors = survivorsOf(results, known);
for (const { mutant, outcome } of survivors) {
  log(
    `survives: packages/verifier/src/${mutant.file}:${mutant.line} ${mutant.name}: ${mutant.source.slice(0, 100)} (${outcome.tried} records)`,
  );
}
const seconds = Number((process.hrtime.bigint() - began) / 1_000_000_000n);
log(`${results.length} mutants, ${survivors.length} survivors, ${seconds} s`);
const unused = isWhole ? unusedEquivalents(results, known) : [];
for (const one of unused)
  log(`equivalents.json names a mutant that is killed or gone: ${one.file} ${one.source} ${one.name}`);
if (isWhole) {
  const file = join(root, "docs/mutants.md");
  writeFileSync(file, page(readFileSync(file, "utf8"), results, known));
  kills.writeWhole(results);
}
process.exitCode = survivors.length === 0 && unused.length === 0 ? 0 : 1;
