import assert from "node:assert/strict";
import { test } from "node:test";
import { REGISTERS, type Register, withTests } from "../registers.ts";
import { build, findingsIn, type House } from "../test-support.ts";

const HEAD = "| # | what | issue | status | tests |\n|---|---|---|---|---|\n";
const lessons = (...rows: readonly string[]): House => ({ "docs/lessons.md": `${HEAD}${rows.join("\n")}\n` });
const tested: House = { "tools/a.test.ts": 'test("L1: a bad proof is refused", () => {});\n' };

test("a met promise with its test, and open ones, are in order", (context) => {
  const house = {
    ...lessons(
      "| L1 | a | I | met | [a](../tools/a.test.ts) |",
      "| L2 | b | J | now | |",
      "| L3 | c | K | later | |",
    ),
    ...tested,
  };
  assert.deepEqual(findingsIn(context, house), []);
});

const breaches: Record<string, readonly [House, RegExp]> = {
  "a promise met by nothing": [
    lessons("| L1 | a | I | met | |"),
    /L1 is called met, but no test carries its number/,
  ],
  "a met promise without its link": [
    { ...lessons("| L1 | a | I | met | |"), ...tested },
    /L1 is met and links to no test .*; tests: tools\/a.test.ts/,
  ],
  "a link to a test that is silent about it": [
    {
      ...lessons("| L1 | a | I | met | [b](../tools/b.test.ts) |"),
      ...tested,
      "tools/b.test.ts": 'test("b", () => {});\n',
    },
    /L1 links to tools\/b.test.ts, where no test carries its number/,
  ],
  "a gap in the numbers": [lessons("| L2 | a | I | now | |"), /L2 stands where L1 should/],
  "a status of its own making": [lessons("| L1 | a | I | soon | |"), /status "soon"/],
  "a promise without an issue": [lessons("| L1 | a | | now | |"), /L1 names no issue/],
  "a table without rows": [lessons(), /has no lessons/],
  "a test that claims what was never promised": [
    {
      ...lessons("| L1 | a | I | met | [a](../tools/a.test.ts) |"),
      "tools/a.test.ts": 'test("L1 and L9", f);\n',
    },
    /tools\/a.test.ts {2}promises: a test claims L9/,
  ],
  "an attack under the same rule": [
    { "docs/attacks.md": `${HEAD}| A1 | a | I | met | |\n` },
    /docs\/attacks.md:3 {2}promises: A1 is called met/,
  ],
};

for (const [name, [house, expected]] of Object.entries(breaches)) {
  test(`finds ${name}`, (context) => {
    const findings = findingsIn(context, house);
    assert.ok(
      findings.some((line) => expected.test(line)),
      findings.join("\n"),
    );
  });
}

test("what this issue promised is a finding at its release, what a later one promised is not", (context) => {
  const house = lessons("| L1 | a | Now | now | |", "| L2 | b | Then | later | |");
  assert.deepEqual(findingsIn(context, house, true), [
    'docs/lessons.md:3  promises: L1 is promised for "Now" and not met; no test carries its number',
  ]);
});

test("met rows find their tests by themselves, the others are left to people", (context) => {
  const rows = ["| L1 | a | I | met | |", "| L2 | b | J | now | |", "| L3 | c | K | later | |"];
  const house = {
    ...lessons(...rows),
    "tools/a.test.ts": `test(\`L1, L2 and L3: \${x}\`, f);\n`,
    "packages/b.test.ts": 'describe("L1", f);\n',
  };
  assert.equal(
    withTests(build(context, house), REGISTERS[0] as Register),
    `${HEAD}| L1 | a | I | met | [b](../packages/b.test.ts), [a](../tools/a.test.ts) |\n${rows[1]}\n${rows[2]}\n`,
  );
});
