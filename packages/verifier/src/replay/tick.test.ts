import assert from "node:assert/strict";
import { test } from "node:test";
import { loneElection } from "../testing/lone-election.ts";
import type { StyleState } from "./election.ts";
import { noteCast, tickAllows } from "./tick.ts";

const TICK = 60;
const LENGTH = 60_000;
const FREE = 300_000;

/** A style whose ticks end at `end`, ten intervals after it opens. */
function styleOf(opens?: number): { readonly style: StyleState; readonly end: number } {
  const [style] = loneElection().styles;
  assert.ok(style !== undefined);
  const end = style.window.castEnds - FREE;
  style.window.opens = opens ?? end - 10 * LENGTH;
  return { style, end };
}

test("without a tick casts enter in every block", () => {
  const { style, end } = styleOf();
  for (const time of [end - 5, end - 4, end - 3]) {
    assert.ok(tickAllows(style, 0, time));
    noteCast(style, time);
  }
});

test("with a tick casts enter in one block of each interval, and as many as there are in it", () => {
  const { style, end } = styleOf();
  const first = end - 4 * LENGTH;
  for (const time of [first, end - 3 * LENGTH, end - LENGTH - 1, end - 1]) {
    for (const _ of ["one", "another", "a third of the same block"]) {
      assert.ok(tickAllows(style, TICK, time), `${time - end}`);
      noteCast(style, time);
    }
  }
  for (const [before, time, isAllowed] of [
    [first, first + LENGTH - 1, false],
    [first, first + LENGTH, true],
    [first - 1, first, true],
    [first + 1, first + 2, false],
  ] as const) {
    const other = styleOf().style;
    noteCast(other, before);
    assert.equal(tickAllows(other, TICK, time), isAllowed, `${before - end} ${time - end}`);
  }
});

test("an interval that begins before the style opens has no block", () => {
  const { end } = styleOf();
  const begins = end - 3 * LENGTH;
  const allows = (opens: number): boolean => tickAllows(styleOf(opens).style, TICK, begins + 5);
  assert.ok(allows(begins - 1));
  assert.ok(allows(begins));
  assert.ok(!allows(begins + 1));
});

test("in the last five minutes there are no ticks", () => {
  const { style, end } = styleOf();
  noteCast(style, end);
  for (const time of [end, end + 1, end + 2, end + LENGTH]) {
    assert.ok(tickAllows(style, TICK, time));
    noteCast(style, time);
  }
  // Whatever the last interval before them was.
  const late = styleOf(end + 1).style;
  assert.ok(!tickAllows(late, TICK, end - 1));
  assert.ok(tickAllows(late, TICK, end));
});
