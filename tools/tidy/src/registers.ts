import { posix } from "node:path";
import type { Token } from "./lexer.ts";
import { isTest, type Tree } from "./tree.ts";

/**
 * A register is a table of promises in docs/, each with a number such as `L7`. It is kept by tests whose names
 * carry the number. Columns: number, what must hold, issue, status, tests.
 *
 * Status `met`: tests carry the number. `now`: the issue being worked on will meet it. `later`: another will.
 */
export type Register = { readonly file: string; readonly letter: string; readonly called: string };

export const REGISTERS: readonly Register[] = [
  { file: "docs/lessons.md", letter: "L", called: "lesson" },
  { file: "docs/attacks.md", letter: "A", called: "attack" },
];

export type Row = {
  readonly id: string;
  readonly line: number;
  readonly issue: string;
  readonly status: string;
  /** Test files the row links to, as paths from the root. */
  readonly tests: readonly string[];
};

const TESTS_COLUMN = 4;

export function readRows(tree: Tree, register: Register): readonly Row[] {
  const isRow = new RegExp(`^\\|\\s*${register.letter}\\d+\\s*\\|`);
  return tree
    .read(register.file)
    .split("\n")
    .flatMap((text, at) => {
      if (!isRow.test(text)) return [];
      const [id = "", , issue = "", status = "", tests = ""] = cellsOf(text);
      const links = [...tests.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] as string);
      const folder = posix.dirname(register.file);
      return [{ id, line: at + 1, issue, status, tests: links.map((link) => posix.join(folder, link)) }];
    });
}

/** Which test files name which numbers: `L7` to the files with a test called "… L7 …". */
export function claimsOf(tree: Tree, letter: string): ReadonlyMap<string, readonly string[]> {
  const claims = new Map<string, string[]>();
  for (const file of tree.files.filter(isTest)) {
    for (const id of new Set(testNames(tree.code(file).tokens).flatMap((name) => idsIn(name, letter)))) {
      claims.set(id, [...(claims.get(id) ?? []), file]);
    }
  }
  return claims;
}

/**
 * The table with every met row linked to the tests that carry its number. Whether a promise is met is for people to
 * say: a number in a test's name may stand for a part of it.
 */
export function withTests(tree: Tree, register: Register): string {
  const claims = claimsOf(tree, register.letter);
  const lines = tree.read(register.file).split("\n");
  for (const row of readRows(tree, register)) {
    const files = claims.get(row.id);
    if (files === undefined || row.status !== "met") continue;
    const cells = cellsOf(lines[row.line - 1] as string);
    const links = files.map((file) => {
      const way = posix.relative(posix.dirname(register.file), file);
      return `[${posix.basename(file, ".test.ts")}](${way})`;
    });
    lines[row.line - 1] = `| ${[...cells.slice(0, TESTS_COLUMN), links.join(", ")].join(" | ")} |`;
  }
  return lines.join("\n");
}

function cellsOf(row: string): readonly string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

function testNames(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== "word" || !/^(test|it|describe|suite)$/.test(token.text)) return [];
    const name = tokens[at + 2];
    const isName = name?.kind === "string" || name?.kind === "template";
    return tokens[at + 1]?.text === "(" && isName ? [name.text] : [];
  });
}

function idsIn(name: string, letter: string): readonly string[] {
  return [...name.matchAll(new RegExp(`\\b${letter}\\d+\\b`, "g"))].map((match) => match[0]);
}
