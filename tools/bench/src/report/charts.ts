import { type BarChart, barChart } from "../chart/bar-chart.ts";
import { groupedNumber } from "../chart/frame.ts";
import { lineChart, type Series } from "../chart/line-chart.ts";
import { oneByOne } from "../derived.ts";
import type { Figure } from "../figure.ts";
import { nameOf } from "../names.ts";
import { OPTIONS } from "../plan.ts";
import type { Run } from "../run.ts";

export type Chart = {
  /** File name. */
  readonly name: string;
  readonly title: string;
  readonly svg: string;
};

/** The pictures of a run, in English as all documents; those whose figures it has. */
export function chartsOf({ figures }: Run): readonly Chart[] {
  return [timeChart(figures), noblesChart(figures), growthChart(figures), memoryChart(figures)].filter(
    (chart) => chart !== undefined,
  );
}

type Point = readonly [size: number, value: number];

/** A figure of every measured size, ascending. */
function bySize(figures: readonly Figure[], options: number, of: string): readonly Point[] {
  const pattern = new RegExp(`^verify\\.${options}\\.(\\d+)\\.${of}$`);
  return figures
    .flatMap(({ id, value }): readonly Point[] => {
      const size = pattern.exec(id)?.[1];
      return size === undefined ? [] : [[Number(size), value]];
    })
    .sort(([a], [b]) => a - b);
}

const measured = (series: readonly Series[]): readonly Series[] =>
  series.filter(({ points }) => points.length > 0);

const sayPoints = (series: readonly Series[], unit: string): string =>
  series
    .map(({ name, points }) => {
      const values = points.map(([size, value]) => `${shown(value)} ${unit} at ${groupedNumber(size)}`);
      return `${name}: ${values.join(", ")}`;
    })
    .join(". ");

const shown = (value: number): string => groupedNumber(Number(value.toPrecision(3)));

function timeChart(figures: readonly Figure[]): Chart | undefined {
  const verifier = OPTIONS.map((options): Series => {
    return {
      name: `${options} options, whole verification`,
      points: bySize(figures, options, "cpu"),
      isLabelled: true,
    };
  });
  const noble = OPTIONS.map((options, at): Series => {
    const single = oneByOne(figures, options);
    const sizes = verifier[at]?.points ?? [];
    const points = single === undefined ? [] : sizes.map(([size]): Point => [size, single]);
    return { name: `${options} options, noble one by one`, points, isDashed: true };
  });
  const series = measured([...verifier, ...noble]);
  if (series.length === 0) return undefined;
  const title = "CPU time to verify a ballot";
  const description = `${sayPoints(series, "µs")}. noble verifies proofs and issue signatures only, one ballot after the other.`;
  return {
    name: "verification-time.svg",
    title,
    svg: lineChart({
      title,
      description,
      xTitle: "ballots in the record (logarithmic)",
      yTitle: "CPU time a ballot, µs (logarithmic)",
      yAxis: "log",
      series,
    }),
  };
}

function noblesChart(figures: readonly Figure[]): Chart | undefined {
  const wanted =
    /^ops\.(decode|decode-hinted|encode|fixed-base|variable-base|msm-.*-10000|\d+\.(ballot|issue)-batch-5000)$/;
  const rows = figures.flatMap(({ id, value, baseline }): BarChart["rows"] =>
    baseline === undefined || !wanted.test(id) || id.startsWith("ops.20.issue")
      ? []
      : [{ name: shortName(id), values: [value, baseline.value] }],
  );
  if (rows.length === 0) return undefined;
  const title = "The kernel beside noble";
  const ratios = rows.map(({ name, values: [own, noble] }) => `${name}: ${shown(noble / own)} times`);
  return {
    name: "kernel-and-noble.svg",
    title,
    svg: barChart({
      title,
      description: `How many times the CPU time of the kernel noble takes. ${ratios.join(", ")}.`,
      xTitle: "CPU time of one operation, µs (logarithmic)",
      series: ["kernel", "noble"],
      rows,
    }),
  };
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  "ops.msm-long-10000": "sum of multiples, 253 bits, a point",
  "ops.msm-short-10000": "sum of multiples, 128 bits, a point",
  "ops.2.ballot-batch-5000": "ballot of 2 options, batch of 5,000",
  "ops.20.ballot-batch-5000": "ballot of 20 options, batch of 5,000",
  "ops.2.issue-batch-5000": "issue signature, batch of 5,000",
};

const shortName = (id: string): string => SHORT_NAMES[id] ?? nameOf(id).en;

/** Where growth begins: what every election costs, whatever its size, is small there. */
const GROWTH_FROM = 10_000;

function growthChart(figures: readonly Figure[]): Chart | undefined {
  const series = measured(
    OPTIONS.map((options): Series => {
      const points = bySize(figures, options, "cpu").filter(([size]) => size >= GROWTH_FROM);
      const base = points.find(([size]) => size === GROWTH_FROM)?.[1];
      const relative = points.map(
        ([size, value]): Point => [size, base === undefined ? 0 : (100 * value) / base],
      );
      return { name: `${options} options`, points: points.length > 1 ? relative : [] };
    }),
  );
  if (series.length === 0) return undefined;
  const title = "CPU time a ballot as elections grow";
  return {
    name: "growth.svg",
    title,
    svg: lineChart({
      title,
      description: `In percent of the time at 10,000 ballots. ${sayPoints(series, "%")}.`,
      xTitle: "ballots in the record (logarithmic)",
      yTitle: "CPU time a ballot, % of that at 10,000",
      yAxis: "linear",
      series,
      limit: { value: 115, name: "promised at most for 100,000: 115 %" },
    }),
  };
}

function memoryChart(figures: readonly Figure[]): Chart | undefined {
  const series = measured(
    OPTIONS.map((options): Series => {
      return { name: `${options} options`, points: bySize(figures, options, "peak"), isLabelled: true };
    }),
  );
  if (series.length === 0) return undefined;
  const title = "Most memory of a verification";
  return {
    name: "memory.svg",
    title,
    svg: lineChart({
      title,
      description: `Resident memory at its peak. ${sayPoints(series, "MB")}.`,
      xTitle: "ballots in the record (logarithmic)",
      yTitle: "resident memory at its peak, MB",
      yAxis: "linear",
      series,
      limit: { value: 1_500, name: "promised at most: 1,500 MB" },
    }),
  };
}
