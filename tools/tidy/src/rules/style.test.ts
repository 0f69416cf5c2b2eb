import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsIn } from "../test-support.ts";

const guessable = "export const a = Math.random();\n";

for (const place of ["packages/base/src/a.ts", "tools/cli/src/a.test.ts", "web/ballot/src/a.tsx", "a.mjs"]) {
  test(`L10: finds Math.random in ${place}`, (context) => {
    const findings = findingsIn(context, { [place]: guessable });
    assert.ok(
      findings.some((line) => line.includes("Math.random is guessable")),
      findings.join("\n"),
    );
  });
}

const inSource: Record<string, string> = {
  "a promise": "// TODO later",
  "a promise deep in a comment": "/* a\n * FIXME b */",
  "as any": "export const a = (b: unknown) => b as any;",
  "a silenced compiler": "// @ts-ignore",
  "an expected error": "// @ts-expect-error",
  "a silenced linter": "// biome-ignore lint: x",
};

for (const [name, source] of Object.entries(inSource)) {
  test(`finds ${name}`, (context) => {
    const findings = findingsIn(context, { "tools/cli/src/a.ts": `${source}\n` });
    assert.equal(findings.length, 1, findings.join("\n"));
    assert.match(findings[0] ?? "", /^tools\/cli\/src\/a.ts:[12] {2}style: /);
  });
}

const inTest: readonly string[] = [
  'test.only("a", () => {});',
  'it.skip("a", () => {});',
  'describe.todo("a");',
  'test("a", { skip: true }, () => {});',
  'test("a", { skip: missing() }, () => {});',
  'test("a", { only: missingTool() }, () => {});',
  "test(`a`, { timeout: 1, only: true }, () => {});",
  'test("a", (t) => t.skip("b"));',
];

for (const source of inTest) {
  test(`finds ${source}`, (context) => {
    const findings = findingsIn(context, { "tools/cli/src/a.test.ts": `${source}\n` });
    assert.equal(findings.length, 1, findings.join("\n"));
    assert.match(findings[0] ?? "", /style: .* every test runs/);
  });
}

test("texts, names and other people's skips are no findings", (context) => {
  const source = [
    'const a = "TODO: as any, Math.random(), @ts-ignore";',
    "reader.skip(4);",
    'test("a", { timeout: 1 }, () => ({ skip: 1 }));',
    'test("a", { skip: missingTool(go, "no Go", process.env) }, () => {});',
    "const b = { only: [1] };",
  ].join("\n");
  assert.deepEqual(findingsIn(context, { "tools/cli/src/a.test.ts": `${source}\n` }), []);
});

test("finds a file that is too long, but not a table of data", (context) => {
  const findings = findingsIn(context, {
    "tools/cli/src/a.ts": "//\n".repeat(450),
    "tools/cli/src/b.ts": "//\n".repeat(451),
    "tools/cli/src/data/c.ts": "//\n".repeat(451),
  });
  assert.deepEqual(findings, [
    "tools/cli/src/b.ts  style: 451 lines, at most 450: give each part a file of its own",
  ]);
});
