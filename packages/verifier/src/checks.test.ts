import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CHECKS } from "./checks.ts";
import { REASONS } from "./reasons.ts";
import { ALL_CONTROLS } from "./testing/all-controls.ts";

test("the checks are those of the specification, in its order", () => {
  const spec = readFileSync(new URL("../../../spec/10-verifier.md", import.meta.url), "utf8");
  const rows = [...spec.matchAll(/^\| (V\d+) \|/gm)].map((match) => match[1]);
  assert.deepEqual(
    CHECKS.map((check) => check.id),
    rows,
  );
});

for (const { id } of CHECKS) {
  test(`${id} has a positive control`, () => {
    assert.ok(ALL_CONTROLS.some((control) => control.check === id));
  });
}

test("no two controls have one name", () => {
  const names = ALL_CONTROLS.map((control) => `${control.check} ${control.name}`);
  assert.equal(new Set(names).size, names.length);
});

/** What only a disk that changes under the verifier can show, and sums that no honest proof lets through. */
const NOT_BY_A_RECORD = ["FILE_CHANGED", "NO_COUNT"];
/** Said beside a verdict and refusing nothing: `hints.test.ts`. */
const NOTES = ["HINTS_FORM", "HINTS_WRONG"];

test("every reason to refuse has a positive control", () => {
  const controlled = new Set<string>(ALL_CONTROLS.map((control) => control.code));
  const missing = Object.keys(REASONS).filter((code) => !controlled.has(code));
  assert.deepEqual(missing.sort(), [...NOT_BY_A_RECORD, ...NOTES].sort());
});
