import assert from "node:assert/strict";
import { test } from "node:test";
import { ASSIGNMENT } from "../framework/kinds.ts";
import { Stop } from "../framework/stop.ts";
import { exampleElection } from "../testing/example-election.ts";
import { choicesOf } from "./choices.ts";

const { manifest } = exampleElection();
const choose = (style: number, ...words: readonly string[]) =>
  choicesOf(
    manifest,
    style,
    words.map((word) => ASSIGNMENT.read(word, "--choose")),
  );

test("choices become votes in the order of contests and options", () => {
  assert.deepEqual(choose(0, "bridge=no", "head=sokolov"), [
    [0, 1, 0],
    [0, 1],
  ]);
  assert.deepEqual(choose(1, "head=against", "park=trees,lamps"), [
    [0, 0, 1],
    [1, 0, 1],
  ]);
  assert.deepEqual(choose(1, "head=against", "park="), [
    [0, 0, 1],
    [0, 0, 0],
  ]);
});

test("L8 a choice that does not fit is refused before anything is asked or sent", () => {
  const cases: readonly (readonly [number, readonly string[], string])[] = [
    [0, ["head=orlova"], "CHOICE_MISSING"],
    [0, ["head=orlova", "bridge=yes", "park=trees"], "CHOICE_CONTEST"],
    [0, ["head=orlova", "head=sokolov", "bridge=yes"], "CHOICE_TWICE"],
    [0, ["head=ivanov", "bridge=yes"], "CHOICE_OPTION"],
    [0, ["head=orlova,sokolov", "bridge=yes"], "CHOICE_COUNT"],
    [0, ["head=", "bridge=yes"], "CHOICE_COUNT"],
    [1, ["head=orlova", "park=lamps,lamps"], "CHOICE_TWICE"],
    [1, ["head=orlova", "park=lamps,benches,trees"], "CHOICE_COUNT"],
  ];
  for (const [style, words, code] of cases) {
    assert.throws(
      () => choose(style, ...words),
      (error) => error instanceof Stop && error.exitCode === 2 && error.fault.code === code,
      words.join(" "),
    );
  }
});
