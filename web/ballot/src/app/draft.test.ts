import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContestView } from "../voting/contract.ts";
import {
  choicesOf,
  clear,
  type Draft,
  emptyDraft,
  faultOf,
  isTouched,
  mark,
  markBlank,
  markedIn,
} from "./draft.ts";

const contest = (min: number, max: number, options: number): ContestView => ({
  id: `c${min}${max}`,
  min,
  max,
  proof: "disjunctive",
  title: { en: "Contest", ru: "Бюллетень" },
  options: Array.from({ length: options }, (_, at) => ({
    id: `o${at}`,
    title: { en: `O${at}`, ru: `В${at}` },
  })),
});

const one = contest(0, 1, 3);
const two = contest(1, 2, 4);
const contests = [one, two];

test("a mark moves where one may be chosen, and adds up where several may", () => {
  const first = mark(mark(emptyDraft(contests), 0, one, 2, true), 0, one, 1, true);
  assert.deepEqual(first, [[1], []]);
  const second = mark(mark(mark(first, 1, two, 3, true), 1, two, 0, true), 1, two, 3, false);
  assert.deepEqual(second, [[1], [0]]);
  assert.deepEqual(clear(second, 0), [[], [0]]);
});

test("bounds: blank only where the contest allows it, and never more than its most", () => {
  assert.equal(faultOf(emptyDraft(contests), 0, one), undefined);
  assert.deepEqual(faultOf(emptyDraft(contests), 1, two), { code: "TOO_FEW", marked: 0 });
  const many: Draft = [[], [0, 1, 2]];
  assert.deepEqual(faultOf(many, 1, two), { code: "TOO_MANY", marked: 3 });
});

test("choices name every option of every contest, and read back", () => {
  const choices = choicesOf([[2], [0, 3]], contests);
  assert.deepEqual(choices, [
    [0, 0, 1],
    [1, 0, 0, 1],
  ]);
  assert.deepEqual(markedIn(choices, 1), [0, 3]);
});

test("blank is a mark of its own: nothing is marked at first, and any option takes its place", () => {
  const blank = markBlank(emptyDraft(contests), 0, true);
  assert.equal(isTouched(emptyDraft(contests)), false);
  assert.equal(isTouched(blank), true);
  assert.equal(faultOf(blank, 0, one), undefined);
  assert.deepEqual(choicesOf(blank, contests)[0], [0, 0, 0]);
  assert.deepEqual(mark(blank, 0, one, 1, true), [[1], []]);
  assert.deepEqual(markBlank(blank, 0, false), emptyDraft(contests));
});
