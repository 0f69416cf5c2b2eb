import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsIn, type House, member } from "../test-support.ts";

const root = (references: readonly string[]): House => ({
  "package.json": JSON.stringify({ devDependencies: { "fast-check": "1.0.0" } }),
  "tsconfig.json": JSON.stringify({ references: references.map((path) => ({ path })) }),
});

const sound: House = {
  ...root(["packages/base", "packages/group"]),
  ...member("packages/base"),
  ...member("packages/group", ["packages/base"]),
  "packages/group/src/x.test.ts": 'import "fast-check";\nimport "node:fs";\n',
};

test("declared, used and referenced alike is in order", (context) => {
  assert.deepEqual(findingsIn(context, sound), []);
});

const group = (dependencies: object, references: readonly string[], devDependencies: object = {}): House => ({
  "packages/group/package.json": JSON.stringify({
    name: "@veche/group",
    exports: { ".": { source: "./src/index.ts" } },
    dependencies,
    devDependencies,
  }),
  "packages/group/tsconfig.json": JSON.stringify({ references: references.map((path) => ({ path })) }),
});
const base = { "@veche/base": "0.1.0" };

const breaches: Record<string, readonly [House, string]> = {
  "an undeclared package": [
    { "packages/group/src/x.ts": 'import "leftpad/sub";\n' },
    "packages/group/src/x.ts:1  dependencies: leftpad is imported but not in dependencies of package.json",
  ],
  "an undeclared package in a test": [
    { "packages/group/src/y.test.ts": 'import "@scope/leftpad";\n' },
    "packages/group/src/y.test.ts:1  dependencies: @scope/leftpad is imported but not in devDependencies of package.json",
  ],
  "source that lives on the root's development packages": [
    { "packages/group/src/x.ts": 'import "fast-check";\n' },
    "packages/group/src/x.ts:1  dependencies: fast-check is imported but not in dependencies of package.json",
  ],
  "a declared package that nobody imports": [
    group({ ...base, leftpad: "1.0.0" }, ["../base"]),
    "packages/group/package.json  dependencies: leftpad is declared but never imported",
  ],
  "a development package that nobody imports": [
    group(base, ["../base"], { leftpad: "1.0.0" }),
    "packages/group/package.json  dependencies: leftpad is declared but never imported",
  ],
  "a dependency that only tests use": [
    {
      ...group({ ...base, leftpad: "1.0.0" }, ["../base"]),
      "packages/group/src/y.test.ts": 'import "leftpad";\n',
    },
    "packages/group/package.json  dependencies: leftpad is used by tests only: it belongs in devDependencies",
  ],
  "a missing reference": [
    group(base, []),
    "packages/group/tsconfig.json  dependencies: references lack packages/base, which the code imports",
  ],
  "an idle reference": [
    { "packages/base/tsconfig.json": JSON.stringify({ references: [{ path: "../group" }] }) },
    "packages/base/tsconfig.json  dependencies: references name packages/group, which the code does not import",
  ],
  "a member that is never built": [
    root(["packages/base"]),
    "tsconfig.json  dependencies: references lack packages/group: it is never built",
  ],
};

for (const [name, [change, expected]] of Object.entries(breaches)) {
  test(`finds ${name}`, (context) => {
    assert.deepEqual(findingsIn(context, { ...sound, ...change }), [expected]);
  });
}

test("a package whose place is asked for, or that a style sheet takes from, counts as used", (context) => {
  const house: House = {
    ...sound,
    ...group({ ...base, leftpad: "1.0.0", "@scope/font": "1.0.0" }, ["../base"]),
    "packages/group/src/place.ts": 'const where = createRequire(import.meta.url).resolve("leftpad");\n',
    "packages/group/src/style.css": 'a { src: url("@scope/font/files/a.woff2"); }\n',
  };
  assert.deepEqual(findingsIn(context, house), []);
});

test("types of a used package count as used", (context) => {
  const change = {
    ...group({ ...base, leftpad: "1.0.0" }, ["../base"], { "@types/leftpad": "1.0.0" }),
    "packages/group/src/x.ts": 'import "leftpad";\n',
  };
  assert.deepEqual(findingsIn(context, { ...sound, ...change }), []);
});
