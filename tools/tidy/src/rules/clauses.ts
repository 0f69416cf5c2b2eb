import type { Finding } from "../finding.ts";
import { isCode, isMadeByMachine, type Tree } from "../tree.ts";

/**
 * One form for references to our specification, `§06.4.2`: clause 06.4.2 in spec/06-*.md. A clause is defined
 * by a heading, by its number in bold, or as the first cell of a table row; what is cited must be defined.
 */
export function checkClauses(tree: Tree): readonly Finding[] {
  const specFiles = tree.files.filter((file) => SPEC_FILE.test(file));
  const defined = specFiles.flatMap((file) => definitionsIn(file, tree.read(file)));
  const known = new Set(defined.map(({ number }) => number));
  const texts = [
    ...tree.files
      .filter((file) => isCode(file) && !isMadeByMachine(file))
      .flatMap((file) => commentsOf(tree, file)),
    ...tree.files.filter((file) => file.endsWith(".md")).flatMap((file) => proseOf(tree, file)),
  ];
  return [
    ...defined.flatMap((clause) => checkDefinition(clause, defined)),
    ...texts.flatMap((text) => checkCitations(text, known)),
    ...specFiles.flatMap((file) => proseOf(tree, file).flatMap((text) => checkPlainNumbers(text, known))),
  ];
}

type Clause = { readonly number: string; readonly file: string; readonly line: number };
type Text = { readonly text: string; readonly file: string; readonly line: number };

const SPEC_FILE = /^spec\/(\d\d)-[^/]*\.md$/;
const HEADING = /^#+\s+(\d\d(?:\.\d+)*)\b/;
const CELL = /^\|\s*`?(\d\d(?:\.\d+)+)`?\s*\|/;
const BOLD = /\*\*(\d\d(?:\.\d+)+)\.?\*\*/g;
const CITATION = /§\s?([\w.]*\w)/g;
/** What may stand right before a foreign section sign: `RFC 9496 §4.3.1`, `BIP 340 §2`, `FIPS 186-5 §7`. */
const FOREIGN = /\b(RFC|FIPS|SP|BIP|BCP|ePrint|ISO|C2SP|ABCI)[\s-]?[\w./:-]*,?\s?$|\bits\s$/;
/** Our numbers in the running text of the specification have at least three parts, which no decimal has. */
const PLAIN = /(?<![\d.§*])((?:0\d|10)(?:\.\d+){2,})(?![\d.]*\*\*)/g;

function definitionsIn(file: string, source: string): readonly Clause[] {
  return source.split("\n").flatMap((text, at) => {
    const leads = [HEADING.exec(text)?.[1], CELL.exec(text)?.[1]].filter((number) => number !== undefined);
    const bold = [...text.matchAll(BOLD)].map((match) => match[1] as string);
    return [...leads, ...bold].map((number) => ({ number, file, line: at + 1 }));
  });
}

function checkDefinition(clause: Clause, all: readonly Clause[]): readonly Finding[] {
  const home = SPEC_FILE.exec(clause.file)?.[1] ?? "";
  if (!clause.number.startsWith(home)) {
    return [finding(clause, `clause ${clause.number} stands in file ${home}`)];
  }
  const first = all.find(({ number }) => number === clause.number);
  if (first === clause || first === undefined) return [];
  return [finding(clause, `clause ${clause.number} is defined twice, first at ${first.file}:${first.line}`)];
}

function checkCitations(text: Text, known: ReadonlySet<string>): readonly Finding[] {
  return [...text.text.matchAll(CITATION)].flatMap((match) => {
    const number = match[1] as string;
    if (FOREIGN.test(text.text.slice(0, match.index))) return [];
    if (!/^\d\d(\.\d+)*$/.test(number)) {
      return [finding(text, `§${number}: cite our specification as §06.4.2, others by name: RFC 9496 §4.3`)];
    }
    return known.has(number) ? [] : [finding(text, `§${number}: the specification has no such clause`)];
  });
}

function checkPlainNumbers(text: Text, known: ReadonlySet<string>): readonly Finding[] {
  return [...text.text.matchAll(PLAIN)].flatMap((match) => {
    const number = match[1] as string;
    return known.has(number) ? [] : [finding(text, `${number}: the specification has no such clause`)];
  });
}

function commentsOf(tree: Tree, file: string): readonly Text[] {
  return tree
    .code(file)
    .tokens.filter(({ kind }) => kind === "comment")
    .flatMap((comment) =>
      comment.text.split("\n").map((text, offset) => ({ text, file, line: comment.line + offset })),
    );
}

function proseOf(tree: Tree, file: string): readonly Text[] {
  return tree
    .read(file)
    .split("\n")
    .map((line, at) => ({ text: line.replace(/`[^`]*`/g, "``"), file, line: at + 1 }));
}

function finding(place: { readonly file: string; readonly line: number }, message: string): Finding {
  return { rule: "clauses", file: place.file, line: place.line, message };
}
