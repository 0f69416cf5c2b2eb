import { assert } from "@veche/base";
import { documentOf, groupedNumber, line, SIZE, shortNumber, type Titles, text } from "./frame.ts";
import { logScale } from "./scale.ts";
import { element, type Xml } from "./xml.ts";

export type BarChart = Titles & {
  readonly xTitle: string;
  /** What the bars of each row stand for, from the top: two of them. */
  readonly series: readonly [string, string];
  readonly rows: readonly { readonly name: string; readonly values: readonly [number, number] }[];
};

const NAMES_WIDTH = 290;
const TOP = 76;
const BAR = 13;
const ROW = 42;
const VALUE_WIDTH = 130;

/** Pairs of bars on an axis of logarithms, with their values and their ratio written beside them. */
export function barChart(chart: BarChart): string {
  const { rows, series, xTitle } = chart;
  assert(rows.length > 0, "something to draw");
  const bottom = TOP + rows.length * ROW;
  const values = rows.flatMap((row) => row.values);
  const range = { from: NAMES_WIDTH, to: SIZE.width - VALUE_WIDTH };
  // Bars begin below the smallest value, so that it has a bar too.
  const x = logScale([...values, Math.min(...values) / 2], range);
  const drawn: Xml[] = x.ticks.flatMap((tick) => [
    line("grid", x.at(tick), TOP, x.at(tick), bottom),
    text("tick", x.at(tick), bottom + 20, "middle", groupedNumber(tick)),
  ]);
  for (const [at, { name, values: pair }] of rows.entries()) {
    const top = TOP + at * ROW + 6;
    drawn.push(text("", NAMES_WIDTH - 10, top + BAR + 5, "end", name));
    for (const [which, value] of pair.entries()) {
      const [y, width] = [top + which * (BAR + 2), x.at(value) - range.from];
      drawn.push(element("rect", { class: `f${which * 3}`, x: range.from, y, width, height: BAR }));
      drawn.push(text("tick", range.from + width + 5, y + BAR - 2, "start", valueWords(pair, which)));
    }
  }
  drawn.push(line("axis", NAMES_WIDTH, TOP, NAMES_WIDTH, bottom));
  drawn.push(text("tick", (range.from + range.to) / 2, bottom + 44, "middle", xTitle));
  return documentOf(chart, [...legend(series), ...drawn], bottom + 62);
}

function valueWords(pair: readonly [number, number], which: number): string {
  const words = shortNumber(pair[which] as number);
  return which === 1 ? `${words} (${shortNumber(pair[1] / pair[0])}×)` : words;
}

const legend = (series: readonly [string, string]): readonly Xml[] =>
  series.flatMap((name, at) => [
    element("rect", { class: `f${at * 3}`, x: 24 + 220 * at, y: 50, width: 26, height: BAR }),
    text("", 58 + 220 * at, 61, "start", name),
  ]);
