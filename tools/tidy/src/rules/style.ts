import type { Finding } from "../finding.ts";
import { LINES_MAX } from "../law.ts";
import type { Token } from "../lexer.ts";
import { isCode, isMadeByMachine, isTest, type Tree } from "../tree.ts";
import { findWords } from "../words.ts";

/** Shortcuts that hide unfinished or unchecked work, wherever they stand. */
export function checkStyle(tree: Tree): readonly Finding[] {
  return tree.files
    .filter((file) => isCode(file) && !isMadeByMachine(file))
    .flatMap((file) => {
      const { tokens } = tree.code(file);
      return [
        ...checkComments(file, tokens),
        ...checkShortcuts(file, tokens),
        ...(isTest(file) ? checkTests(file, tokens) : []),
        ...checkLength(tree, file),
      ];
    });
}

const PROMISES = /\b(TODO|FIXME|XXX|HACK)\b/;
const SILENCERS = /@ts-(ignore|nocheck|expect-error)\b|\b(biome|eslint|prettier)-(ignore|disable)/;

function checkComments(file: string, tokens: readonly Token[]): readonly Finding[] {
  return tokens
    .filter(({ kind }) => kind === "comment")
    .flatMap((comment) =>
      comment.text.split("\n").flatMap((text, offset) => {
        const line = comment.line + offset;
        const promise = PROMISES.exec(text)?.[0];
        const silencer = SILENCERS.exec(text)?.[0];
        return [
          ...(promise === undefined ? [] : [finding(file, line, `${promise}: do it now or open an issue`)]),
          ...(silencer === undefined ? [] : [finding(file, line, `${silencer}: satisfy the check instead`)]),
        ];
      }),
    );
}

function checkShortcuts(file: string, tokens: readonly Token[]): readonly Finding[] {
  return [
    ...findWords(tokens, ["Math . random"]).map(({ line }) =>
      finding(file, line, "Math.random is guessable: randomness is an argument (lesson L10)"),
    ),
    ...findWords(tokens, ["as any"]).map(({ line }) =>
      finding(file, line, "as any: give the value its type"),
    ),
  ];
}

const RUNNERS = /^(test|it|describe|suite|t|context|ctx)$/;
const WAYS_OUT = /^(only|skip|todo)$/;

/** A test that does not run, or keeps others from running, is worse than none. */
function checkTests(file: string, tokens: readonly Token[]): readonly Finding[] {
  const code = tokens.filter(({ kind }) => kind !== "comment");
  return code.flatMap((token, at) => {
    if (token.kind !== "word" || !RUNNERS.test(token.text)) return [];
    const way = code[at + 1]?.text === "." ? (code[at + 2]?.text ?? "") : wayOutInOptions(code, at);
    if (way === null || !WAYS_OUT.test(way)) return [];
    return [
      finding(
        file,
        token.line,
        `${token.text} with ${way}: every test runs, always (want of a tool: ${FOR_WANT_OF_A_TOOL})`,
      ),
    ];
  });
}

/** What `skip` may be: a function of the house that leaves a test out for want of a tool, and never in CI. */
const FOR_WANT_OF_A_TOOL = "missingTool";

/** Finds `skip:` and its like in `test("name", { … }, …)`. */
function wayOutInOptions(code: readonly Token[], at: number): string | null {
  const [open, name, comma, brace] = code.slice(at + 1, at + 5);
  const isCall = open?.text === "(" && (name?.kind === "string" || name?.kind === "template");
  if (!isCall || comma?.text !== "," || brace?.text !== "{") return null;
  let depth = 0;
  for (let i = at + 4; i < code.length; i += 1) {
    const { text, kind } = code[i] as Token;
    if (kind === "punct" && text === "{") depth += 1;
    if (kind === "punct" && text === "}") depth -= 1;
    if (depth === 0) return null;
    const isOption = depth === 1 && WAYS_OUT.test(text) && /^[:,}]$/.test(code[i + 1]?.text ?? "");
    const excused = text === "skip" && code[i + 2]?.text === FOR_WANT_OF_A_TOOL;
    if (isOption && !excused) return text;
  }
  return null;
}

function checkLength(tree: Tree, file: string): readonly Finding[] {
  const lines = tree.read(file).split("\n").length - 1;
  if (lines <= LINES_MAX) return [];
  return [finding(file, 0, `${lines} lines, at most ${LINES_MAX}: give each part a file of its own`)];
}

function finding(file: string, line: number, message: string): Finding {
  return { rule: "style", file, line, message };
}
