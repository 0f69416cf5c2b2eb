import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTCOMES } from "./index.ts";
import { Bases, SCENARIOS } from "./testing/scenarios/index.ts";

const bases = new Bases();
const reached = new Set<string>();

for (const { name, base, play } of SCENARIOS) {
  test(name, () => {
    const stage = bases.stage(base);
    play(stage);
    for (const { outcomes } of stage.ledger.history) {
      for (const { code, whole } of outcomes) {
        reached.add(code);
        if (whole !== undefined) reached.add(whole.code);
      }
    }
  });
}

test("every outcome of the registry is reached by some scenario", () => {
  const missing = OUTCOMES.map(({ code }) => code).filter((code) => !reached.has(code));
  assert.deepEqual(missing, []);
});
