import assert from "node:assert/strict";
import { test } from "node:test";
import { loneElection } from "../testing/lone-election.ts";
import {
  advance,
  type Ceremony,
  isOpen,
  mayRestart,
  newAttempt,
  passDeadline,
  type Step,
} from "./ceremony-state.ts";

const { manifest } = loneElection();
const QUORUM = 3;
const STEP = 600_000;
const EVERYBODY = [1, 2, 3, 4, 5];

function ceremonyIn(step: Ceremony["step"], attempt = 0, alive: readonly number[] = EVERYBODY): Ceremony {
  const ceremony = newAttempt(attempt, alive, 1000);
  ceremony.step = step;
  return ceremony;
}

test("a ceremony is open until it is done or has failed", () => {
  for (const step of ["hash", "commit", "shares", "confirm", "answer", "reconfirm"] as const)
    assert.ok(isOpen(ceremonyIn(step)), step);
  for (const step of ["done", "failed"] as const) assert.ok(!isOpen(ceremonyIn(step)), step);
});

test("an attempt follows while one more than the quorum is left, up to attempt 255, and never after a failure", () => {
  assert.equal(manifest.trustees.quorum, QUORUM);
  const four = EVERYBODY.slice(1);
  assert.ok(mayRestart(ceremonyIn("hash"), four, manifest));
  assert.ok(!mayRestart(ceremonyIn("hash"), four.slice(1), manifest));
  assert.ok(mayRestart(ceremonyIn("done", 254), four, manifest));
  assert.ok(!mayRestart(ceremonyIn("done", 255), four, manifest));
  assert.ok(!mayRestart(ceremonyIn("failed"), four, manifest));
});

test("a step ends when everybody has done it", () => {
  const ceremony = ceremonyIn("hash");
  const after = (step: Ceremony["step"], time: number): void => {
    advance(ceremony, time);
    assert.equal(ceremony.step, step);
  };
  for (const j of EVERYBODY) {
    after("hash", 2000);
    ceremony.hashes.set(j, new Uint8Array(32));
  }
  after("commit", 3000);
  assert.equal(ceremony.began, 3000);
  for (const j of EVERYBODY) {
    after("commit", 4000);
    ceremony.commitments.set(j, new Uint8Array(96));
  }
  after("shares", 5000);
  for (const j of EVERYBODY) {
    after("shares", 6000);
    ceremony.shares.add(j);
  }
  after("confirm", 7000);
  assert.equal(ceremony.began, 7000);
});

test("with complaints everybody asked answers, and every complainer confirms", () => {
  const ceremony = ceremonyIn("confirm");
  const complaints = new Map([
    [2, new Set([1, 3])],
    [4, new Set([1])],
  ]);
  for (const j of [1, 3]) ceremony.confirmed.add(j);
  for (const [j, dealers] of complaints) ceremony.complaints.set(j, dealers);
  advance(ceremony, 2000);
  assert.equal(ceremony.step, "confirm", "5 has said nothing");
  ceremony.confirmed.add(5);
  advance(ceremony, 2000);
  for (const dealers of [complaints.get(2), complaints.get(4)]) {
    assert.equal(ceremony.step, "answer");
    dealers?.clear();
    advance(ceremony, 3000);
  }
  for (const j of [4, 2]) {
    assert.equal(ceremony.step, "reconfirm");
    ceremony.confirmed.add(j);
    advance(ceremony, 4000);
  }
  assert.equal(ceremony.step, "done");
  advance(ceremony, 5000);
  assert.equal(ceremony.step, "done");
  assert.equal(ceremony.began, 4000);
});

test("a step that takes its whole time ends, and goes on with those who did it", () => {
  const due = 1000 + STEP;
  const started = (): Ceremony => {
    const ceremony = ceremonyIn("hash");
    for (const j of [1, 2, 4, 5]) ceremony.hashes.set(j, new Uint8Array(32));
    return ceremony;
  };
  const early = started();
  assert.deepEqual(passDeadline(early, due - 1, manifest), { ceremony: early, deadline: undefined });
  const { ceremony, deadline } = passDeadline(started(), due, manifest);
  assert.deepEqual(deadline, { attempt: 0, step: "hash" });
  assert.deepEqual(ceremony, newAttempt(1, [1, 2, 4, 5], due));
});

test("who did not confirm again is left out as well", () => {
  const ceremony = ceremonyIn("reconfirm");
  for (const j of [1, 3, 5]) ceremony.confirmed.add(j);
  for (const j of [2, 4]) ceremony.complaints.set(j, new Set());
  ceremony.confirmed.add(4);
  const { ceremony: next, deadline } = passDeadline(ceremony, 1000 + STEP, manifest);
  assert.deepEqual(deadline, { attempt: 0, step: "reconfirm" satisfies Step });
  assert.deepEqual(next.alive, [1, 3, 4, 5]);
});

test("a ceremony of too few fails; one that is over has no deadline", () => {
  const lonely = ceremonyIn("shares");
  for (const j of [1, 2, 3]) lonely.shares.add(j);
  const { ceremony, deadline } = passDeadline(lonely, 1000 + STEP, manifest);
  assert.deepEqual(deadline, { attempt: 0, step: "shares" });
  assert.equal(ceremony.step, "failed");
  assert.equal(ceremony.attempt, 0);
  for (const step of ["done", "failed"] as const) {
    const over = ceremonyIn(step);
    assert.deepEqual(passDeadline(over, 10 * STEP, manifest), { ceremony: over, deadline: undefined });
    assert.equal(over.step, step);
  }
});
