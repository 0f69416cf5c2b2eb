import assert from "node:assert/strict";
import { test } from "node:test";
import { type FailurePlace, Findings } from "./findings.ts";

/** What stays of failures of one check that are found in this order. */
function kept(...places: readonly (FailurePlace | undefined)[]): FailurePlace | undefined | "none" {
  const findings = new Findings();
  for (const place of places) findings.fail("V03", "TILE_DIFFERS", place);
  const { failure } = findings.results().find((one) => one.id === "V03") ?? {};
  return failure === undefined ? "none" : failure.place;
}

test("files come before entries, entries by index, the whole last, in whatever order they were found", () => {
  const [file, first, second] = [{ file: "checkpoint" }, { entry: 1 }, { entry: 2 }];
  assert.deepEqual(kept(second, first), first);
  assert.deepEqual(kept(first, second), first);
  assert.deepEqual(kept(first, file, second), file);
  assert.deepEqual(kept(file, first), file);
  assert.deepEqual(kept(undefined, second, undefined), second);
  assert.deepEqual(kept(undefined), undefined);
  assert.equal(kept(), "none");
  assert.deepEqual(kept({ receipt: 1 }, { receipt: 0 }), { receipt: 0 });
});

test("of failures and notes of one place the first stays", () => {
  const findings = new Findings();
  const place = { file: "hints" };
  findings.fail("V01", "FILE_SIZE", place, "one");
  findings.fail("V01", "FILE_UNKNOWN", place, "two");
  findings.note("V01", "HINTS_FORM", place);
  findings.note("V01", "HINTS_WRONG", place);
  const [{ failure, note } = {}] = findings.results();
  assert.deepEqual([failure?.code, failure?.detail, note?.code], ["FILE_SIZE", "one", "HINTS_FORM"]);
});

test("what has no place or no detail says nothing of them", () => {
  const findings = new Findings();
  findings.fail("V01", "FILE_SIZE");
  findings.fail("V02", "ELECTION_ID_DIFFERS", { entry: 3 }, "three");
  const [bare, whole] = findings.results().map(({ failure }) => Object.keys(failure ?? {}).sort());
  assert.deepEqual(bare, ["code", "reason"]);
  assert.deepEqual(whole, ["code", "detail", "place", "reason"]);
});

test("a check that was not made is no failure, and one that nobody spoke of is not applicable", () => {
  const findings = new Findings();
  findings.notMade("V05");
  findings.made("V06");
  findings.notMade("V07");
  findings.fail("V07", "CAST_ORDER", { entry: 1 });
  const statusOf = (id: string) => findings.results().find((one) => one.id === id)?.status;
  assert.deepEqual(["V05", "V06", "V07", "V08"].map(statusOf), [
    "not-made",
    "ok",
    "failed",
    "not-applicable",
  ]);
  assert.ok(!("failure" in (findings.results()[4] ?? {})));
  assert.ok(findings.hasFailed("V07") && !findings.hasFailed("V06"));
});
