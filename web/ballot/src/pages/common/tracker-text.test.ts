import assert from "node:assert/strict";
import { test } from "node:test";
import { isTracker, trackerText } from "./tracker-text.ts";

test("a ballot code is read as people type it", () => {
  assert.equal(trackerText("7kqf m2xa-9rte 4wnc h8dj"), "7KQFM2XA9RTE4WNCH8DJ");
  assert.equal(trackerText("oIl0"), "0110");
  assert.ok(isTracker("7KQF M2XA 9RTE 4WNC H8DJ"));
});

test("anything else is no ballot code", () => {
  for (const text of ["", "7KQF", "7KQFM2XA9RTE4WNCH8DJ0", "7KQFM2XA9RTE4WNCH8DU", "7КQFM2XA9RTE4WNCH8DJ"]) {
    assert.ok(!isTracker(text), text);
  }
});
