import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { utcText } from "./utc.ts";

test("days are counted as the platform counts them", () => {
  fc.assert(
    fc.property(fc.nat(253_402_300_799), (seconds) => {
      const expected = new Date(1000 * seconds).toISOString().replace("T", " ").replace(".000Z", " UTC");
      assert.equal(utcText(seconds), expected);
    }),
    { numRuns: 500 },
  );
  assert.equal(utcText(951_782_400), "2000-02-29 00:00:00 UTC");
});
