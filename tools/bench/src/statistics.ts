import { assert } from "@veche/base";

/** What several runs of the same thing gave. */
export type Summary = {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly samples: number;
};

/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  assert(values.length > 0, "nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** The median and what it hides. */
export const summary = (values: readonly number[]): Summary => ({
  value: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
  samples: values.length,
});

export const scaledBy = ({ value, min, max, samples }: Summary, factor: number): Summary => ({
  value: value * factor,
  min: min * factor,
  max: max * factor,
  samples,
});
