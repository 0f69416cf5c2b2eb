import type { Figure } from "./figure.ts";
import type { Run } from "./run.ts";

/** `line`: counted from 1. */
export type HistoryError = { readonly code: "HISTORY_MALFORMED"; readonly line: number };

export type History =
  | { readonly ok: true; readonly runs: readonly Run[] }
  | ({ readonly ok: false } & HistoryError);

export const historyLine = (run: Run): string => `${JSON.stringify(run)}\n`;

/** One run a line; empty lines are nothing. */
export function parseHistory(text: string): History {
  const runs: Run[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const run = parseRun(line);
    if (run === undefined) return { ok: false, code: "HISTORY_MALFORMED", line: at + 1 };
    runs.push(run);
  }
  return { ok: true, runs };
}

function parseRun(line: string): Run | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isRun(value) ? value : undefined;
}

type Fields = { readonly [key: string]: unknown };

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function isRun(value: unknown): value is Run {
  if (!isFields(value)) return false;
  const { format, at, machine, load, figures } = value;
  return (
    format === 1 &&
    typeof at === "string" &&
    isFields(machine) &&
    ["cpu", "system", "node", "openssl", "kernel"].every((key) => typeof machine[key] === "string") &&
    ["cores", "memoryMB"].every((key) => Number.isFinite(machine[key])) &&
    isFields(load) &&
    ["before", "after"].every((key) => Number.isFinite(load[key])) &&
    Array.isArray(figures) &&
    figures.every(isFigure)
  );
}

function isFigure(figure: unknown): figure is Figure {
  if (!isFields(figure)) return false;
  const { id, unit, value } = figure;
  return typeof id === "string" && typeof unit === "string" && Number.isFinite(value);
}

/**
 * The last run on the same processors, with the same Node: others say nothing about our code. It has measured at least half of the same
 * things: a run of another part says nothing either.
 */
export const lastOnSameMachine = (runs: readonly Run[], { machine, figures }: Run): Run | undefined =>
  runs.findLast((other) => {
    const known = new Set(other.figures.map(({ id }) => id));
    return (
      other.machine.cpu === machine.cpu &&
      other.machine.cores === machine.cores &&
      other.machine.node === machine.node &&
      2 * figures.filter(({ id }) => known.has(id)).length >= figures.length
    );
  });

export type Change = {
  readonly id: string;
  readonly unit: Figure["unit"];
  readonly before: number;
  readonly now: number;
  /** Percent; above zero is more, which is worse for times and sizes and better for rates. */
  readonly percent: number;
  readonly isBetter: boolean;
};

/** Of two readings so near one another nobody can say which is larger, percent. */
const NOISE = 10;

/** Figures of both runs that changed by more than measurements do from run to run. */
export function changesBetween(before: Run, now: Run): readonly Change[] {
  return now.figures.flatMap(({ id, unit, value }) => {
    const old = before.figures.find((one) => one.id === id);
    if (old === undefined || old.unit !== unit || old.value === 0) return [];
    const percent = unit === "percent" ? value - old.value : 100 * (value / old.value - 1);
    if (Math.abs(percent) < NOISE) return [];
    const moreIsBetter = unit === "per-s" || unit === "times";
    return [{ id, unit, before: old.value, now: value, percent, isBetter: percent > 0 === moreIsBetter }];
  });
}
