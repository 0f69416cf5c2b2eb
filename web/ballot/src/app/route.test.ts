import assert from "node:assert/strict";
import { test } from "node:test";
import { routeOf } from "./route.ts";

const id = "0f".repeat(32);

test("an address names the ballot page, the check or the look-up of one election", () => {
  assert.deepEqual(routeOf(`/e/${id}/`), { page: "voter", electionId: id, home: `/e/${id}/` });
  assert.deepEqual(routeOf(`/e/${id}/check/`), { page: "check", electionId: id, home: `/e/${id}/` });
  assert.deepEqual(routeOf(`/e/${id}/find/`), { page: "find", electionId: id, home: `/e/${id}/` });
  assert.deepEqual(routeOf("/practice/"), { page: "practice" });
});

test("anything else names nothing", () => {
  for (const path of ["/", "/e/", `/e/${id}`, `/e/${id.toUpperCase()}/`, `/e/${id}00/`, `/x/e/${id}/`]) {
    assert.deepEqual(routeOf(path), { page: "unknown" }, path);
  }
});

test("a mistyped address below an election knows the way back to it", () => {
  for (const below of ["fnd/", "check/x", "find", "%2e%2e/"])
    assert.deepEqual(routeOf(`/e/${id}/${below}`), { page: "unknown", home: `/e/${id}/` }, below);
});
