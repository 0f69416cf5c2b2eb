import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./until.ts";

test("what comes about is waited for, and what does not is named", async () => {
  let asked = 0;
  await until(async () => ++asked === 3, "the third");
  assert.equal(asked, 3);
  await assert.rejects(
    until(() => false, "the impossible", 60),
    /^AssertionError .*the impossible has not come about/,
  );
});
