import type { Summary } from "./statistics.ts";

/**
 * Times are CPU time of all threads of a process unless the id says `wall`. Ids are stable: the history is compared
 * by them.
 */
export type Unit = "us" | "ms" | "s" | "per-s" | "bytes" | "MB" | "times" | "percent" | "count";

export type Baseline = {
  /** What did the same work, in the same run. */
  readonly by: "noble" | "noble, one by one";
  readonly value: number;
  readonly samples: number;
};

export type Figure = Summary & {
  readonly id: string;
  readonly unit: Unit;
  readonly baseline?: Baseline;
};

export function figure(id: string, unit: Unit, measured: Summary, baseline?: Baseline): Figure {
  return { id, unit, ...measured, ...(baseline === undefined ? {} : { baseline }) };
}

/** A single reading, or what follows from other figures. */
export const reading = (id: string, unit: Unit, value: number): Figure => ({
  id,
  unit,
  value,
  min: value,
  max: value,
  samples: 1,
});

export const baselineOf = (by: Baseline["by"], { value, samples }: Summary): Baseline => ({
  by,
  value,
  samples,
});

export const valueAt = (figures: readonly Figure[], id: string): number | undefined =>
  figures.find((one) => one.id === id)?.value;
