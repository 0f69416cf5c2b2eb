import assert from "node:assert/strict";
import { test } from "node:test";
import { paceOf } from "./pace.ts";

test("the pace counts from the first update, so that a continued run is not taken for a fast one", () => {
  let now = 1_000_000;
  const pace = paceOf(
    () => now,
    (perSecond, secondsLeft) => [perSecond, secondsLeft],
  );
  assert.equal(pace(9_000, 10_000), undefined);
  now += 1_000;
  assert.equal(pace(9_050, 10_000), undefined, "too early");
  now += 4_000;
  assert.deepEqual(pace(9_500, 10_000), [100, 5]);
  now += 5_000;
  assert.equal(pace(10_000, 10_000), undefined, "done");
});

test("nothing done is no pace", () => {
  let now = 0;
  const pace = paceOf(
    () => now,
    (perSecond) => perSecond,
  );
  pace(0, 10);
  now += 10_000;
  assert.equal(pace(0, 10), undefined);
});
