import type { Token } from "./lexer.ts";

/** One import, re-export, dynamic import or require. `specifier` is null when it is computed at run time. */
export type Import = {
  readonly specifier: string | null;
  readonly line: number;
  /** The names as the other module exports them; `*` for a namespace, `default` for a default import. */
  readonly names: readonly string[];
};

export function importsOf(all: readonly Token[]): readonly Import[] {
  const tokens = all.filter((token) => token.kind !== "comment");
  const canResolve = tokens.some(({ text }) => text === "createRequire");
  return tokens.flatMap((token, at) => {
    if (token.kind !== "word") return [];
    // The place of a package is asked for by its name: that needs it as much as an import does.
    const isResolved = token.text === "resolve" && (canResolve || tokens[at - 2]?.text === "meta");
    if (isResolved && isMember(tokens, at) && tokens[at + 2]?.kind === "string") return [callAt(tokens, at)];
    if (isMember(tokens, at)) return [];
    if (token.text === "import") return importAt(tokens, at);
    if (token.text === "export") return exportAt(tokens, at);
    if (token.text === "require" && tokens[at + 1]?.text === "(") return [callAt(tokens, at)];
    return [];
  });
}

function importAt(tokens: readonly Token[], at: number): readonly Import[] {
  const next = tokens[at + 1];
  if (next === undefined || isMark(next, ".") || isMark(next, ":")) return [];
  if (isMark(next, "(")) return [callAt(tokens, at)];
  if (next.kind === "string") return [{ specifier: next.text, line: next.line, names: [] }];
  const isType = next.text === "type" && !isMark(tokens[at + 2], ",") && tokens[at + 2]?.text !== "from";
  return clauseAt(tokens, isType ? at + 2 : at + 1);
}

function exportAt(tokens: readonly Token[], at: number): readonly Import[] {
  const start = tokens[at + 1]?.text === "type" ? at + 2 : at + 1;
  const first = tokens[start];
  return first !== undefined && (isMark(first, "*") || isMark(first, "{")) ? clauseAt(tokens, start) : [];
}

/** Reads `a, { b, type c as d }, * as e from "x"`; an export list without `from` is not an import. */
function clauseAt(tokens: readonly Token[], start: number): readonly Import[] {
  let inBraces = false;
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const next = tokens[at + 1];
    if (!inBraces && token.text === "from" && next?.kind === "string") {
      return [{ specifier: next.text, line: next.line, names: namesIn(tokens.slice(start, at)) }];
    }
    if (token.kind === "punct" && !/^[{},*]$/.test(token.text)) return [];
    if (isMark(token, "{")) inBraces = true;
    if (isMark(token, "}")) inBraces = false;
  }
  return [];
}

function namesIn(clause: readonly Token[]): readonly string[] {
  const brace = clause.findIndex((token) => isMark(token, "{"));
  return clause.flatMap((token, at) => {
    if (isMark(token, "*")) return ["*"];
    const isLocal = token.text === "as" || clause[at - 1]?.text === "as";
    if (token.kind !== "word" || isLocal) return [];
    if (brace === -1 || at < brace) return ["default"];
    return token.text === "type" && clause[at + 1]?.kind === "word" ? [] : [token.text];
  });
}

function callAt(tokens: readonly Token[], at: number): Import {
  const argument = tokens[at + 2];
  const end = tokens[at + 3]?.text;
  const literal = argument?.kind === "string" && (end === ")" || end === ",");
  return {
    specifier: literal ? argument.text : null,
    line: tokens[at]?.line ?? 0,
    names: ["*"],
  };
}

function isMember(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return isMark(before, ".") || isMark(before, "?.");
}

function isMark(token: Token | undefined, mark: string): boolean {
  return token?.kind === "punct" && token.text === mark;
}
