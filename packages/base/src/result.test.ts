import assert from "node:assert/strict";
import { test } from "node:test";
import { assert as assertTrue, BugError, err, expectOk, ok } from "./result.ts";

test("a result is its value or its error", () => {
  assert.deepEqual(ok(1), { ok: true, value: 1 });
  assert.deepEqual(err({ code: "X" }), { ok: false, error: { code: "X" } });
  assert.equal(expectOk(ok("value"), "reading"), "value");
});

test("an error where none can be is a bug that names itself", () => {
  assert.throws(() => expectOk(err({ code: "X" }), "reading"), {
    name: "BugError",
    message: 'reading: {"code":"X"}',
  });
});

test("a broken invariant crashes, a kept one does not", () => {
  assert.doesNotThrow(() => assertTrue(true, "kept"));
  assert.throws(() => assertTrue(false, "broken"), BugError);
});
