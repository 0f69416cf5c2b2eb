import { test } from "node:test";
import { assertGood, verifyEvidence } from "./testing/expect.ts";
import { allowedDefinitions } from "./testing/mutants/manifest-bounds.ts";
import { memoPool } from "./testing/mutants/memo-pool.ts";
import { mutantTests } from "./testing/mutants/tests.ts";

mutantTests("manifest", 16);

for (const { name, make } of allowedDefinitions()) {
  test(`${name}: allowed`, async () => assertGood(await verifyEvidence(make(), memoPool())));
}
