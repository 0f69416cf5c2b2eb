import assert from "node:assert/strict";
import { test } from "node:test";
import { languageOf } from "./language.ts";
import { momentText } from "./moments.ts";
import { elapsedText, progressOn } from "./progress.ts";
import { bar, factLines, tableLines } from "./table.ts";

test("a table is as wide as its cells, numbers right, nothing cut", () => {
  assert.deepEqual(
    tableLines(
      ["имя", "n"],
      [
        ["Ж", "100"],
        ["long name", "7"],
      ],
      ["left", "right"],
    ),
    ["имя          n", "─────────  ───", "Ж          100", "long name    7"],
  );
  assert.deepEqual(
    factLines([
      ["a", "1"],
      ["bbb", "2"],
    ]),
    ["a    1", "bbb  2"],
  );
});

test("a bar grows with its share and stays in its width", () => {
  assert.deepEqual(
    [bar(0, 4), bar(0.5, 4), bar(1, 4), bar(2, 4), bar(-1, 4)],
    ["", "██", "████", "████", ""],
  );
  assert.deepEqual([bar(1 / 8, 1), bar(7 / 8, 1)], ["▏", "▉"]);
  let last = -1;
  for (let share = 0; share <= 1; share += 0.01) {
    const length = [...bar(share, 10)].length;
    assert.ok(length >= last && length <= 10);
    last = length;
  }
});

test("progress is silent for two seconds, then a plain line now and then", () => {
  const written: string[] = [];
  let now = 0;
  const sink = { write: (text: string) => void written.push(text), isTerminal: false, columns: 80 };
  const progress = progressOn(sink, () => now, "Work");
  progress.update(1, 10);
  now = 1_900;
  progress.update(2, 10);
  assert.deepEqual(written, []);
  now = 2_100;
  progress.update(3, 10);
  now = 3_000;
  progress.update(4, 10);
  now = 8_000;
  progress.update(10, 10);
  progress.end();
  assert.deepEqual(written, ["Work: 30 % (3/10)\n", "Work: 100 % (10/10)\n"]);
});

test("the time that work has taken, in minutes and seconds", () => {
  assert.deepEqual([0, 999, 61_000, 3_599_999, 36_000_000].map(elapsedText), [
    "0:00",
    "0:00",
    "1:01",
    "59:59",
    "600:00",
  ]);
});

test("the language: --lang, then the environment as POSIX has it, then English", () => {
  assert.equal(languageOf([], {}), "en");
  assert.equal(languageOf([], { LANG: "ru_RU.UTF-8" }), "ru");
  assert.equal(languageOf([], { LANG: "ru_RU.UTF-8", LC_ALL: "C" }), "en");
  assert.equal(languageOf(["x", "--lang", "ru"], { LANG: "C" }), "ru");
  assert.equal(languageOf(["--lang=en"], { LANG: "ru_RU" }), "en");
  assert.equal(languageOf(["--lang", "de"], { LANG: "ru_RU" }), "ru");
});

test("moments are shown with their zone, to the second", () => {
  assert.equal(momentText(1_795_362_648_123), "2026-11-22 15:50:48Z");
});
