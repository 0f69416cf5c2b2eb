import assert from "node:assert/strict";
import { test } from "node:test";
import { importsOf } from "./imports.ts";
import { tokenize } from "./lexer.ts";

const words = (source: string): readonly string[] =>
  tokenize(source)
    .filter(({ kind }) => kind === "word")
    .map(({ text }) => text);

test("strings, templates, comments and regular expressions hide no code and show none", () => {
  assert.deepEqual(words('a("b c \\" d"); // e\n/* f\n g */ h'), ["a", "h"]);
  assert.deepEqual(words(`a(\`b \${c({ d: \`\${e}\` })} f\`); g`), ["a", "c", "d", "e", "g"]);
  assert.deepEqual(words("const a = /['\"`]b/g; c"), ["const", "a", "c"]);
  assert.deepEqual(words("a / b / c; d['e'] / f"), ["a", "b", "c", "d", "f"]);
  assert.deepEqual(words("return /b'/.test(c)"), ["return", "test", "c"]);
  assert.deepEqual(words("x = /[/']/ ; y"), ["x", "y"]);
});

test("every token knows its line", () => {
  const lines = tokenize(`a\n\`b\n\${c}\nd\`\n/* e\n */ f\n'g'`).map(
    ({ text, line }) => `${text.trim()}@${line}`,
  );
  assert.deepEqual(lines, ["a@1", "b@2", "c@3", "d@3", "/* e\n */@5", "f@6", "g@7"]);
});

test("an unclosed string ends with its line and costs no more", () => {
  assert.deepEqual(words("a 'b\nc"), ["a", "c"]);
  assert.deepEqual(words("a `b"), ["a"]);
  assert.deepEqual(words("a /* b"), ["a"]);
});

test("numbers keep their shape", () => {
  const numbers = tokenize("1 2.5 1e3 0xfeed 10n 1_000 .5 3..x").filter(({ kind }) => kind === "number");
  assert.deepEqual(
    numbers.map(({ text }) => text),
    ["1", "2.5", "1e3", "0xfeed", "10n", "1_000", ".5", "3."],
  );
});

const imports: Record<string, readonly [string | null, readonly string[]]> = {
  'import "a";': ["a", []],
  'import a from "b";': ["b", ["default"]],
  'import * as a from "b";': ["b", ["*"]],
  'import { a, type b, c as d } from "e";': ["e", ["a", "b", "c"]],
  'import type { a } from "b";': ["b", ["a"]],
  'import type a from "b";': ["b", ["default"]],
  'import type from "b";': ["b", ["default"]],
  'import type, { a } from "b";': ["b", ["default", "a"]],
  'import a, { b } from "c";': ["c", ["default", "b"]],
  'import { from } from "a";': ["a", ["from"]],
  'import { type } from "a";': ["a", ["type"]],
  'export * from "a";': ["a", ["*"]],
  'export * as b from "a";': ["a", ["*"]],
  'export { a, type b } from "c";': ["c", ["a", "b"]],
  'export type { a } from "b";': ["b", ["a"]],
  'const a = await import("b");': ["b", ["*"]],
  'let a: import("b").C;': ["b", ["*"]],
  "const a = await import(b);": [null, ["*"]],
  "const a = await import(`b/${c}`);": [null, ["*"]],
  'const a = require("b");': ["b", ["*"]],
  'import {\n  a, // "x"\n} from "b" with { type: "json" };': ["b", ["a"]],
};

for (const [source, [specifier, names]] of Object.entries(imports)) {
  test(`reads ${source.replaceAll("\n", " ")}`, () => {
    assert.deepEqual(
      importsOf(tokenize(source)).map((found) => [found.specifier, found.names]),
      [[specifier, names]],
    );
  });
}

test("what only looks like an import is none", () => {
  for (const source of [
    "import.meta.url",
    'x.import("a")',
    "export { a };",
    'export const a = "b";',
    'export type { a };\nconst from = "b";',
    "// import 'a'",
    "`import 'a'`",
    '({ import: "a" })',
  ]) {
    assert.deepEqual(importsOf(tokenize(source)), [], source);
  }
});
