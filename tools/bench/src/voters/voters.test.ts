import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nameOf } from "../names.ts";
import { TINY } from "../plan.ts";
import { runJob } from "../process/run-job.ts";
import { arrivals } from "./arrival.ts";
import { Observed } from "./observed.ts";

test("half of all voters come in the first five of seventy-two hours, the others after them, none late", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1_000, max: 1_000_000 }), (half, ms) => {
      const times = arrivals(2 * half, ms);
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      assert.equal(times.filter((at) => at < (5 / 72) * ms).length, half);
      assert.ok((times.at(-1) as number) < ms);
    }),
  );
});

test("rates are those of the busiest stretch; percentiles leave out what was not answered", () => {
  const observed = new Observed();
  for (let ms = 1; ms <= 100; ms++) observed.told("cast", ms, 200);
  observed.told("cast", 9_999, 503);
  observed.told("cast", 9_999, 0);
  assert.deepEqual([observed.percentile("cast", 50), observed.percentile("cast", 99)], [51, 100]);
  assert.deepEqual([observed.busy, observed.unanswered, observed.count("cast")], [1, 1, 100]);
  assert.ok(observed.highestRate("cast") > 50);
  assert.equal(observed.highestRate("issue"), 0);
});

test("six voters apply and vote, for real, with every service in its own process", async () => {
  const { count, seconds } = TINY.voters;
  const figures = await runJob("voters", { voters: count, seconds, pages: undefined });
  for (const { id, value } of figures) {
    nameOf(id);
    const mayBeNone = id === "voters.busy" || id === "voters.unanswered";
    assert.ok((value > 0 || mayBeNone) && Number.isFinite(value), `${id}: ${value}`);
  }
  const ids = figures.map(({ id }) => id);
  for (const step of ["sign-in", "apply", "code", "issue", "cast"])
    for (const what of ["rate", "p50", "p99"]) assert.ok(ids.includes(`voters.${step}-${what}-wall`), step);
  assert.ok(ids.includes("voters.generator"));
});
