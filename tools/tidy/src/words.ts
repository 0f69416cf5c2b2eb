import type { Token } from "./lexer.ts";

/** A place where a banned sequence of tokens begins. */
export type Hit = { readonly words: string; readonly line: number };

const GLOBAL_OBJECTS = new Set(["globalThis", "window", "self", "global"]);

/**
 * Finds sequences such as `Math . random` or `. toLocale*` in code; see BannedWords in law.ts. Strings, comments,
 * object keys and members that merely share a global's name are no hits.
 */
export function findWords(all: readonly Token[], sequences: readonly string[]): readonly Hit[] {
  const tokens = all.filter((token) => token.kind !== "comment");
  return sequences.flatMap((words) => {
    const pattern = words.split(" ");
    return tokens.flatMap((token, at) =>
      matchesAt(tokens, at, pattern) && standsFree(tokens, at, pattern) ? [{ words, line: token.line }] : [],
    );
  });
}

function matchesAt(tokens: readonly Token[], at: number, pattern: readonly string[]): boolean {
  return pattern.every((word, offset) => {
    const token = tokens[at + offset];
    if (token === undefined || (token.kind !== "word" && token.kind !== "punct")) return false;
    if (word === ".") return token.text === "." || token.text === "?.";
    return word.endsWith("*") && word !== "*"
      ? token.text.startsWith(word.slice(0, -1))
      : token.text === word;
  });
}

/** A global's name after a dot is someone's member, unless the dot follows the global object itself. */
function standsFree(tokens: readonly Token[], at: number, pattern: readonly string[]): boolean {
  if (pattern[0] === ".") return true;
  const before = tokens[at - 1];
  if (before?.text === "." || before?.text === "?.") return GLOBAL_OBJECTS.has(tokens[at - 2]?.text ?? "");
  const isKey = pattern.length === 1 && tokens[at + 1]?.text === ":" && /^[{,]$/.test(before?.text ?? "");
  return !isKey;
}
