import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Outcome } from "./pool.ts";
import { instrumentedCopy } from "./scope.ts";
import { BY_TEST, runUnits, testsByFile } from "./units.ts";

const root = join(import.meta.dirname, "../../..");
/** The copy must stand inside the repository, where its packages are found. */
const cache = join(root, ".cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "mutants-test-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

test("a mutant is noticed by the test beside its file, a planted useless one is not", async () => {
  const { source, mutants } = instrumentedCopy(root, folder, (file, text) =>
    file === "form/age.ts"
      ? `${text}\nexport const planted = (x: number): number => (x > 3 ? 1 : 1);\n`
      : text,
  );
  assert.deepEqual(testsByFile(source).get("form/age.ts"), ["form/age.test.ts"]);
  const own = mutants.filter(({ file }) => file === "form/age.ts");
  const chosen = [own[0], own.findLast(({ source: text }) => text === "x > 3")].map((one) => {
    assert.ok(one);
    return { id: one.id, first: one.id, source: one.statement, file: one.file };
  });
  const outcomes: Outcome[] = [];
  await runUnits(source, chosen, 2, (outcome) => outcomes.push(outcome));
  const killerOf = (at: number): string | undefined =>
    outcomes.find(({ id }) => id === chosen[at]?.id)?.killedBy;
  assert.equal(killerOf(0), `${BY_TEST}form/age.test.ts`);
  assert.equal(killerOf(1), undefined);
  assert.equal(outcomes.length, 2);
});
