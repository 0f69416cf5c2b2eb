import assert from "node:assert/strict";
import { test } from "node:test";
import { ATTEMPT_MAX, beginAttempt, passDeadline, restart } from "./ceremony.ts";

const STEP = 1_000;
const QUORUM = 2;

test("before its deadline a step goes on; from it on, one block ends one step", () => {
  const ceremony = beginAttempt(0, [1, 2, 3, 4, 5], 10, []);
  const given = {
    ...ceremony,
    hashes: [1, 2, 3, 4].map((trustee) => ({ trustee, hash: new Uint8Array(32) })),
  };
  assert.equal(passDeadline(given, 1_009, STEP, QUORUM), undefined);
  for (const time of [1_010, 1_011, 1_010 + 50 * STEP]) {
    const passed = passDeadline(given, time, STEP, QUORUM);
    assert.deepEqual(passed?.deadline, { attempt: 0, step: "hash" });
    assert.deepEqual(passed?.ceremony, beginAttempt(1, [1, 2, 3, 4], time, []));
    assert.equal(passDeadline(passed.ceremony, time, STEP, QUORUM), undefined);
  }
});

test("a ceremony that is done or has failed has no deadline", () => {
  const ceremony = beginAttempt(0, [1, 2, 3], 0, []);
  for (const step of ["done", "failed"] as const) {
    assert.equal(passDeadline({ ...ceremony, step }, Number.MAX_SAFE_INTEGER, STEP, QUORUM), undefined);
  }
});

test("L4: after the last attempt there is no other", () => {
  const given = (attempt: number) => ({
    ...beginAttempt(attempt, [1, 2, 3, 4], 0, []),
    step: "shares" as const,
  });
  const shared = [1, 2, 3];
  const last = passDeadline({ ...given(ATTEMPT_MAX), shared }, STEP, STEP, QUORUM);
  assert.deepEqual([last?.ceremony.attempt, last?.ceremony.step], [ATTEMPT_MAX, "failed"]);
  const before = passDeadline({ ...given(ATTEMPT_MAX - 1), shared }, STEP, STEP, QUORUM);
  assert.deepEqual([before?.ceremony.attempt, before?.ceremony.alive], [ATTEMPT_MAX, [1, 2, 3]]);
  assert.equal(restart(given(ATTEMPT_MAX), [], STEP, QUORUM), undefined);
});
