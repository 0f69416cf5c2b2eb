import assert from "node:assert/strict";
import { test } from "node:test";
import { type CastingView, castingMoment } from "./casting.tsx";

const view: CastingView = {
  at: "casting",
  steps: [],
  tracker: "7KQFM2XA9RTE4WNCH8DJ",
  isChecking: false,
  isOffline: false,
};
const world = { now: 100, isResumed: false };

test("the words of casting follow from what the device knows", () => {
  assert.equal(castingMoment(view, world), "plain");
  assert.equal(castingMoment(view, { ...world, isResumed: true }), "resumed");
  assert.equal(castingMoment({ ...view, isChecking: true }, world), "checking");
  assert.equal(castingMoment({ ...view, isChecking: true, isOffline: true }, world), "offline");
  assert.equal(castingMoment({ ...view, heldUntil: 150 }, world), "held");
  const silent = ["node2.example.org"];
  assert.equal(castingMoment({ ...view, isChecking: true, silent }, world), "unheard");
  assert.equal(castingMoment({ ...view, isOffline: true, silent }, world), "offline");
});

test("'sent in time' is said only with a promise in hand and after the end that a node told", () => {
  const held = { ...view, heldUntil: 150, endsAt: 200 };
  assert.equal(castingMoment(held, { ...world, now: 199 }), "held");
  assert.equal(castingMoment(held, { ...world, now: 200 }), "closed");
  assert.equal(castingMoment({ ...view, isChecking: true, endsAt: 200 }, { ...world, now: 200 }), "checking");
  assert.equal(castingMoment({ ...view, heldUntil: 150 }, { ...world, now: 1e9 }), "held");
});
