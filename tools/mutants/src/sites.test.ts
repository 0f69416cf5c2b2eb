import assert from "node:assert/strict";
import { test } from "node:test";
import { instrument, sitesOf } from "./index.ts";

const names = (source: string): readonly string[] =>
  sitesOf("x.ts", source).flatMap((site) => site.variants.map((one) => `${site.source} → ${one.text}`));

test("a check is removed and negated, a failure not reported", () => {
  assert.deepEqual(names('judge.expect(fresh, "V16", "X");'), ["fresh → true", "fresh → !(fresh)"]);
  assert.deepEqual(names('judge.fail("V16", "X");'), ['judge.fail("V16", "X") → undefined']);
  assert.deepEqual(names('faults.add("X");'), ['faults.add("X") → undefined']);
});

test("tests, parts of conditions, bounds", () => {
  assert.deepEqual(names("if (a) b();"), ["a → false", "a → true"]);
  assert.deepEqual(names("if (a && b) c();"), [
    "a && b → false",
    "a && b → true",
    "a && b → a",
    "a && b → b",
  ]);
  assert.deepEqual(names("const x = a < b;"), ["a < b → true", "a < b → false", "a < b → a <= b"]);
  assert.deepEqual(names("const f = () => !a;"), ["!a → true", "!a → false"]);
});

test("of one place no two mutants have the same name, however long the parts are", () => {
  const long = "someRatherLongNameOfAFunction(withAnArgumentOfSomeLength";
  const [site] = sitesOf("x.ts", `if (${long}, 1) && ${long}, 2)) f();`);
  const names = site?.variants.map((one) => one.name) ?? [];
  assert.equal(names.length, 4);
  assert.equal(new Set(names).size, 4);
  assert.ok(names[3]?.endsWith("#2"));
});

test("nothing in types, in other calls, in defaults, in tests of loops but their bounds", () => {
  for (const source of [
    "type X = A extends B ? C : D;",
    "list.add(1);",
    "const x = a ?? b;",
    "while (!a) b();",
  ]) {
    assert.deepEqual(names(source), [], source);
  }
  assert.deepEqual(names("for (let i = 0; i < n; i++) f(i);"), ["i < n → i <= n"]);
});

test("every mutant can be chosen at run time, inner ones too", () => {
  const source = "const f = (a, b, c) => (a < b && b < c);\nglobalThis.__f = f;";
  const { source: rewritten, mutants } = instrument("x.js", source, 10);
  assert.deepEqual([...new Set(mutants.map((one) => one.line))], [1]);
  const run = (active: number, ...values: readonly number[]): unknown => {
    const scope: { __mutant: (id: number) => boolean; __f?: (...values: readonly number[]) => boolean } = {
      __mutant: (id) => id === active,
    };
    new Function("globalThis", rewritten)(scope);
    return scope.__f?.(...values);
  };
  assert.equal(run(-1, 1, 2, 3), true);
  assert.equal(run(-1, 2, 2, 3), false);
  const id = (name: string, text: string): number =>
    mutants.find((one) => one.name.startsWith(name) && one.source === text)?.id ?? -2;
  assert.equal(run(id("`<=`", "a < b"), 2, 2, 3), true);
  assert.equal(run(id("`<=`", "b < c"), 1, 2, 2), true);
  assert.equal(run(id("without `a < b`", "a < b && b < c"), 9, 2, 3), true);
  assert.equal(run(id("always false", "a < b && b < c"), 1, 2, 3), false);
});

test("a file that cannot be read is an error", () => {
  assert.throws(() => sitesOf("x.ts", "const = ;"));
});
