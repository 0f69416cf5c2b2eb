import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, historyLine, lastOnSameMachine, parseHistory } from "./history.ts";
import type { Run } from "./run.ts";
import { exampleRun } from "./testing/example-run.ts";

const withValue = (run: Run, id: string, factor: number): Run => ({
  ...run,
  figures: run.figures.map((one) => (one.id === id ? { ...one, value: one.value * factor } : one)),
});

test("what is written is read again, run by run", () => {
  const runs = [exampleRun(), exampleRun({ mode: "quick", commit: null })];
  const text = runs.map(historyLine).join("");
  assert.equal(text.split("\n").length, 3, "one line each");
  assert.deepEqual(parseHistory(text), { ok: true, runs });
  assert.deepEqual(parseHistory(""), { ok: true, runs: [] });
  assert.deepEqual(parseHistory("\n\n"), { ok: true, runs: [] });
});

test("a line that is no run is named by its number", () => {
  const good = historyLine(exampleRun());
  const { machine, figures } = exampleRun();
  const bad: readonly unknown[] = [
    null,
    [],
    {},
    { ...exampleRun(), format: 2 },
    { ...exampleRun(), at: 5 },
    { ...exampleRun(), machine: { ...machine, cores: "two" } },
    { ...exampleRun(), load: {} },
    { ...exampleRun(), figures: { ...figures } },
    { ...exampleRun(), figures: [{ id: "ops.decode", unit: "us" }] },
  ];
  for (const line of ["{", "ops.decode 5", ...bad.map((value) => JSON.stringify(value))]) {
    const parsed = parseHistory(`${good}${line}\n${good}`);
    assert.deepEqual(parsed, { ok: false, code: "HISTORY_MALFORMED", line: 2 }, line);
  }
});

test("only runs of the same machine and Node are compared, the last one first", () => {
  const now = exampleRun();
  const other = { ...now.machine, cpu: "Another Processor" };
  const older = exampleRun({ at: "2029-01-01T00:00:00.000Z" });
  const newer = exampleRun({ at: "2029-06-01T00:00:00.000Z" });
  assert.equal(lastOnSameMachine([older, newer, exampleRun({ machine: other })], now), newer);
  assert.equal(lastOnSameMachine([exampleRun({ machine: other })], now), undefined);
  assert.equal(
    lastOnSameMachine([exampleRun({ machine: { ...now.machine, node: "22.0.0" } })], now),
    undefined,
  );
  assert.equal(lastOnSameMachine([], now), undefined);
  const part = exampleRun({ figures: now.figures.slice(0, 2) });
  assert.equal(lastOnSameMachine([older, part], now), older, "a run of a part says nothing of the whole");
  assert.equal(lastOnSameMachine([older], part), older, "and the whole says all of a part");
});

test("changes beyond the noise are shown, better ones and worse ones", () => {
  const before = exampleRun();
  assert.deepEqual(changesBetween(before, before), []);
  assert.deepEqual(changesBetween(before, withValue(before, "ops.decode", 1.09)), [], "noise");
  const [slower] = changesBetween(before, withValue(before, "ops.decode", 1.5));
  assert.deepEqual(
    [slower?.id, Math.round(slower?.percent ?? 0), slower?.isBetter],
    ["ops.decode", 50, false],
  );
  const [faster] = changesBetween(before, withValue(before, "ops.decode", 0.5));
  assert.equal(faster?.isBetter, true);
  const [rate] = changesBetween(before, withValue(before, "intake.rate-wall", 1.5));
  assert.equal(rate?.isBetter, true, "more in a second is better");
  const fewer = { ...before, figures: before.figures.slice(1) };
  assert.deepEqual(changesBetween(fewer, before), [], "what was not measured before did not change");
});
