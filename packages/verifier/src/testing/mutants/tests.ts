import { test } from "node:test";
import { type Corpora, GROUPS, type Group, makeCorpora, share } from "./all.ts";
import { memoPool } from "./memo-pool.ts";
import { assertMutant, type Mutant } from "./mutant.ts";

/** The tests of a share of one group's mutants, by field. */
export function mutantTests(group: Group, of: number): void {
  const pool = memoPool();
  const make: (corpora: Corpora) => readonly Mutant[] = GROUPS[group];
  const byField = new Map<string, Mutant[]>();
  for (const mutant of share(make(makeCorpora()), of)) {
    byField.set(mutant.field, [...(byField.get(mutant.field) ?? []), mutant]);
  }
  for (const [field, mutants] of byField) {
    const checks = [...new Set(mutants.map((one) => one.refusal.check))].sort().join(", ");
    test(`${field} changed in ${mutants.length} ways: refused by ${checks}`, async () => {
      for (const mutant of mutants) await assertMutant(mutant, pool);
    });
  }
}
