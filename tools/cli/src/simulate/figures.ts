import type { Scenario } from "@veche/simulator";
import type { Json, Output } from "../framework/output.ts";
import { tableLines } from "../framework/table.ts";
import { simulateTexts as texts } from "../texts/simulate.ts";

/** The published figures behind a scenario. What is not certain is marked, and nothing is left out to look certain. */
export function figureLines({ say }: Output, { figures }: Scenario): readonly string[] {
  const rows = figures.map(({ name, value, confidence, source }) => [
    name,
    value,
    say(texts.confidence[confidence]),
    source,
  ]);
  const notes = figures.flatMap(({ name, note }) => (note === undefined ? [] : [`  ${name}: ${note}`]));
  const head = [texts.figure, texts.value, texts.sure, texts.source].map(say);
  return [say(texts.figures), ...tableLines(head, rows, ["left", "right"]), ...notes];
}

export const figuresJson = ({ figures }: Scenario): Json =>
  figures.map(({ name, value, confidence, source, note }) => ({
    name,
    value,
    confidence,
    source,
    note: note ?? null,
  }));

/** A share in percent with two places, for people. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(2)} %`;
