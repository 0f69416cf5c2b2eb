import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsIn, type House } from "../test-support.ts";

const house = (text: string): House => ({
  "README.md": `# A house\n\n${text}\n`,
  "package.json": JSON.stringify({ scripts: { start: "x", "a:b": "x" } }),
  "docs/a.md": "# Ключ: `k` of n!\n## Twice\n## Twice\n",
  "docs/b.svg": "<svg/>",
  "tools/x/bin/run.mjs": "",
});

const sound: readonly string[] = [
  "[a](docs/a.md) ![b](docs/b.svg) [c](#a-house) [d](https://example.org/x)",
  "[a](docs/a.md#ключ-k-of-n) [b](docs/a.md#twice-1) [c](docs)",
  '[a](docs/a.md "title") <img src="docs/b.svg">',
  "[x]: docs/a.md",
  "```\n[a](nowhere.md)\n```\n`[a](nowhere.md)`",
  "`npm start` `npm run a:b` `npm ci` `node tools/x/bin/run.mjs`",
];

for (const text of sound) {
  test(`accepts ${text.replaceAll("\n", " ")}`, (context) => {
    assert.deepEqual(findingsIn(context, house(text)), []);
  });
}

const place = (...parts: readonly string[]): string => ["", ...parts].join("/");
const breaches: Record<string, RegExp> = {
  "[a](docs/nowhere.md)": /^README.md:3 {2}documents: dead link docs\/nowhere.md: no such file$/,
  "![a](docs/nowhere.svg)": /no such file/,
  '<img alt="" src="nowhere.svg">': /no such file/,
  "[x]: nowhere.md": /no such file/,
  "[a](docs/a.md#three)": /no such heading/,
  "[a](../elsewhere.md)": /leaves the repository/,
  "[a](/docs/a.md)": /relative/,
  "run `npm run c`": /npm script "c" does not exist/,
  "run `npm test`": /npm script "test" does not exist/,
  "run `node tools/x/bin/gone.mjs`": /tools\/x\/bin\/gone.mjs does not exist/,
  [`see ${place("tmp", "x")}`]: /a path of one machine/,
  [`see ${place("home", "me", "x")}`]: /a path of one machine/,
};

for (const [text, expected] of Object.entries(breaches)) {
  test(`finds ${text}`, (context) => {
    const findings = findingsIn(context, house(text));
    assert.equal(findings.length, 1, findings.join("\n"));
    assert.match(findings[0] ?? "", expected);
  });
}

test("finds a path of one machine in code, but not in an address", (context) => {
  const path = place("root");
  const source = `const a = "${path}/x";\nconst b = "https://example.org${path}";\n`;
  assert.deepEqual(findingsIn(context, { "tools/x/src/a.ts": source }), [
    `tools/x/src/a.ts:1  documents: ${path}: a path of one machine`,
  ]);
});
