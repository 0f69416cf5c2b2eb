import { type Equivalent, isEquivalent } from "./equivalents.ts";
import type { CodeMutant } from "./instrument.ts";
import type { Result } from "./run.ts";

/** A mutant's name that stays when lines move: file, text of the site, what was done to it. */
export const keyOf = ({ file, source, name }: CodeMutant): string => `${file} | ${source} | ${name}`;

export const survivorsOf = (results: readonly Result[], known: readonly Equivalent[]): readonly Result[] =>
  results.filter(({ mutant, outcome }) => outcome.killedBy === undefined && !isEquivalent(mutant, known));

const BEGIN = "<!-- table: written by npm run mutants -->";
const END = "<!-- end of table -->";

/** The page with the table of the last full run in its place. */
export function page(text: string, results: readonly Result[], known: readonly Equivalent[]): string {
  const [before = "", rest = ""] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? "\n";
  return `${before}${BEGIN}\n\n${table(results, known)}\n\n${END}${after}`;
}

function table(results: readonly Result[], known: readonly Equivalent[]): string {
  const files = [...new Set(results.map((one) => one.mutant.file))];
  const row = (name: string, own: readonly Result[]): string => {
    const sites = new Set(own.map((one) => `${one.mutant.file} ${one.mutant.site}`)).size;
    const killed = own.filter((one) => one.outcome.killedBy !== undefined).length;
    const survivors = survivorsOf(own, known).length;
    return `| ${name} | ${sites} | ${own.length} | ${killed} | ${own.length - killed - survivors} | ${survivors} |`;
  };
  return [
    "| file | sites | mutants | killed | equivalent | survivors |",
    "|---|---|---|---|---|---|",
    ...files.map((file) =>
      row(
        `\`${file}\``,
        results.filter((one) => one.mutant.file === file),
      ),
    ),
    row("**all**", results),
  ].join("\n");
}
