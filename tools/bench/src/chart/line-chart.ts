import { assert } from "@veche/base";
import {
  AREA,
  axisTitle,
  documentOf,
  groupedNumber,
  line,
  mark,
  path,
  SERIES_MAX,
  shortNumber,
  type Titles,
  text,
  verticalAxis,
} from "./frame.ts";
import { linearScale, logScale, type Scale } from "./scale.ts";
import { element, type Xml } from "./xml.ts";

export type Series = {
  readonly name: string;
  /** x and y, ascending by x. */
  readonly points: readonly (readonly [number, number])[];
  readonly isDashed?: boolean;
  /** Writes the values beside their points: below those of the first series, above the others. */
  readonly isLabelled?: boolean;
};

export type LineChart = Titles & {
  /** Both with their units. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yAxis: "linear" | "log";
  readonly series: readonly Series[];
  /** A promise: a dotted line across. */
  readonly limit?: { readonly value: number; readonly name: string };
};

const LEGEND_COLUMNS = 2;
const COLUMN_WIDTH = 326;

/** Values over sizes, the sizes on an axis of logarithms. */
export function lineChart(chart: LineChart): string {
  const { series, limit, yAxis, xTitle, yTitle } = chart;
  assert(series.length > 0 && series.length <= SERIES_MAX, "as many series as there are signs");
  const points = series.flatMap((one) => one.points);
  const xs = points.map(([x]) => x);
  const ys = [...points.map(([, y]) => y), ...(limit === undefined ? [] : [limit.value])];
  const x = logScale(xs, { from: AREA.left + 24, to: AREA.right - 24 });
  // On an axis that does not begin at nothing, the lowest value may have its label below it.
  const range = { from: yAxis === "log" ? AREA.bottom - 26 : AREA.bottom, to: AREA.top + 12 };
  const y = yAxis === "log" ? logScale(ys, range) : linearScale([0, ...ys], range);
  return documentOf(chart, [
    ...verticalAxis(y, groupedNumber),
    ...horizontalAxis(
      [...new Set(xs)].sort((a, b) => a - b),
      x,
    ),
    text("tick", (AREA.left + AREA.right) / 2, AREA.bottom + 48, "middle", xTitle),
    axisTitle(yTitle),
    ...(limit === undefined ? [] : limitLine(limit, y)),
    ...series.flatMap((one, at) => drawn(one, at, x, y)),
    ...legend(series),
  ]);
}

function horizontalAxis(sizes: readonly number[], x: Scale): readonly Xml[] {
  return [
    line("axis", AREA.left, AREA.bottom, AREA.right, AREA.bottom),
    ...sizes.flatMap((size) => [
      line("axis", x.at(size), AREA.bottom, x.at(size), AREA.bottom + 6),
      text("tick", x.at(size), AREA.bottom + 24, "middle", groupedNumber(size)),
    ]),
  ];
}

const limitLine = (
  { value, name }: { readonly value: number; readonly name: string },
  y: Scale,
): readonly Xml[] => [
  line("limit", AREA.left, y.at(value), AREA.right, y.at(value)),
  text("tick", AREA.right - 4, y.at(value) - 7, "end", name),
];

function drawn(
  { points, isDashed = false, isLabelled = false }: Series,
  at: number,
  x: Scale,
  y: Scale,
): readonly Xml[] {
  const places = points.map(([px, py]) => [x.at(px), y.at(py)] as const);
  return [
    element("path", { class: `line s${at}${isDashed ? " dashed" : ""}`, d: path(...places) }),
    ...places.map(([px, py]) => mark(at, px, py)),
    ...(isLabelled
      ? places.map(([px, py], i) =>
          text("tick", px, py + (at === 0 ? 21 : -11), "middle", shortNumber(points[i]?.[1] ?? 0)),
        )
      : []),
  ];
}

function legend(series: readonly Series[]): readonly Xml[] {
  return series.flatMap(({ name, isDashed = false }, at) => {
    const left = 24 + COLUMN_WIDTH * (at % LEGEND_COLUMNS);
    const top = 54 + 22 * Math.floor(at / LEGEND_COLUMNS);
    return [
      element("path", {
        class: `line s${at}${isDashed ? " dashed" : ""}`,
        d: path([left, top], [left + 34, top]),
      }),
      mark(at, left + 17, top),
      text("", left + 42, top + 5, "start", name),
    ];
  });
}
