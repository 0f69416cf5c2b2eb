/**
 * A lexer for TypeScript and JavaScript that knows just enough to tell code from text: rules about code must
 * not fire inside strings, and rules about comments must not fire inside code. It never fails: what it cannot
 * close ends at the end of the line.
 */
export type TokenKind = "word" | "punct" | "string" | "template" | "number" | "regex" | "comment";

export type Token = {
  readonly kind: TokenKind;
  /** Words, numbers and punctuation as written; strings without their quotes; comments with their marks. */
  readonly text: string;
  /** Line on which the token begins, counted from 1. */
  readonly line: number;
};

const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?n?)/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+\/[a-z]*/y;
const LINE_STRING = /(["'])(?:\\[\s\S]|(?!\1)[^\\\n])*\1?/y;
/** After these words a slash begins a regular expression, after any other word it divides. */
const BEFORE_REGEX = new Set(
  "return typeof case in of delete void throw new instanceof else do await yield default extends".split(" "),
);

export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  /** One number for each open template: how many braces stand open inside its current `${…}`. */
  const templates: number[] = [];
  let at = 0;
  let line = 1;

  const take = (kind: TokenKind, length: number, text = source.slice(at, at + length)): void => {
    tokens.push({ kind, text, line });
    line += countLines(source, at, at + length);
    at += length;
  };

  while (at < source.length) {
    const char = source[at] as string;
    if (char === "\n") line += 1;
    if (/\s/.test(char)) at += 1;
    else if (char === "/" && source[at + 1] === "/") take("comment", endOf(source, at, "\n") - at);
    else if (char === "/" && source[at + 1] === "*") take("comment", endOf(source, at + 2, "*/") + 2 - at);
    else if (char === '"' || char === "'") takeString();
    else if (char === "`") takeTemplate(1);
    else if (char === "}" && templates.at(-1) === 0) {
      templates.pop();
      takeTemplate(1);
    } else if (match(WORD)) take("word", match(WORD));
    else if (/[\d]/.test(char) || (char === "." && /\d/.test(source[at + 1] ?? ""))) {
      take("number", match(NUMBER) || 1);
    } else if (char === "/" && regexMayStart(tokens) && match(REGEX)) take("regex", match(REGEX));
    else {
      const open = templates.at(-1);
      if (open !== undefined && char === "{") templates[templates.length - 1] = open + 1;
      if (open !== undefined && char === "}") templates[templates.length - 1] = open - 1;
      take("punct", char === "?" && source[at + 1] === "." ? 2 : 1);
    }
  }
  return tokens;

  function match(pattern: RegExp): number {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0].length ?? 0;
  }

  function takeString(): void {
    const length = match(LINE_STRING) || 1;
    const quote = source[at];
    const closed = length > 1 && source[at + length - 1] === quote;
    take("string", length, source.slice(at + 1, at + length - (closed ? 1 : 0)));
  }

  /** Takes the text of a template up to its end or to its next `${`; `skip` marks begin it. */
  function takeTemplate(skip: number): void {
    let end = at + skip;
    while (end < source.length && source[end] !== "`" && !source.startsWith("${", end)) {
      end += source[end] === "\\" ? 2 : 1;
    }
    const opens = source.startsWith("${", end);
    if (opens) templates.push(0);
    take("template", Math.min(end + (opens ? 2 : 1), source.length) - at, source.slice(at + skip, end));
  }
}

function regexMayStart(tokens: readonly Token[]): boolean {
  const last = tokens.findLast((token) => token.kind !== "comment");
  if (last === undefined) return true;
  if (last.kind === "word") return BEFORE_REGEX.has(last.text);
  return last.kind === "punct" && !/^[)\]}]$/.test(last.text);
}

function endOf(source: string, from: number, mark: string): number {
  const end = source.indexOf(mark, from);
  return end === -1 ? source.length : end;
}

function countLines(source: string, from: number, to: number): number {
  let count = 0;
  for (let i = source.indexOf("\n", from); i !== -1 && i < to; i = source.indexOf("\n", i + 1)) count += 1;
  return count;
}
