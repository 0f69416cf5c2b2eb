import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { scheduleOf, VICTIMS } from "./schedule.ts";

test("a schedule strikes everybody once in each round, in an order that the seed gives and nothing else", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (seed, rounds) => {
      const schedule = scheduleOf(seed, rounds);
      assert.deepEqual(scheduleOf(seed, rounds), schedule);
      for (let round = 0; round < rounds; round++) {
        const own = schedule.slice(round * VICTIMS.length, (round + 1) * VICTIMS.length);
        assert.deepEqual(own.map(({ victim }) => victim).sort(), [...VICTIMS].sort());
      }
    }),
  );
  const orders = Array.from({ length: 50 }, (_, seed) =>
    scheduleOf(seed, 1)
      .map(({ victim }) => victim)
      .join(),
  );
  assert.ok(new Set(orders).size > 10, "seeds differ");
});
