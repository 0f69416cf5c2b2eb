import type { Sampling } from "./measure.ts";

export const AREAS = ["ops", "verify", "bytes", "tally", "intake", "register", "voters", "chain"] as const;
export type Area = (typeof AREAS)[number];

export const OPTIONS = [2, 20] as const;

/** How much load four validators get. */
export type ChainPlan = {
  /** Casts one after the other on an idle chain. */
  readonly alone: number;
  /** Casts a second of a load that the chain bears with ease, and how many. */
  readonly perSecond: number;
  readonly open: number;
  /** Casts as fast as they go. */
  readonly full: number;
  /** Casts that wait for one tick, of so many seconds, and then fill one block. */
  readonly held: number;
  readonly tickSeconds: number;
};

/** How much a run measures. */
export type Plan = {
  readonly mode: "tiny" | "quick" | "full";
  /** Numbers of ballots of the records, ascending. */
  readonly sizes: readonly number[];
  /** Options of the one contest of each record. */
  readonly options: readonly number[];
  /** Verifications of one record; all of them fresh processes. */
  readonly repeats: number;
  /** Once a record's verifications have taken so long together, no further one is begun, s. */
  readonly patience: number;
  readonly sampling: Sampling;
  /** Points of the multi-scalar multiplications. */
  readonly points: readonly number[];
  /** Ballots of the batches. */
  readonly batches: readonly number[];
  /** Ballots that are verified one by one in each sample. */
  readonly oneByOne: number;
  readonly casts: number;
  readonly aggregates: number;
  /** Rows of the state register. */
  readonly persons: number;
  readonly voters: { readonly count: number; readonly seconds: number };
  readonly chain: ChainPlan;
};

/** For tests: says nothing about speed. */
export const TINY: Plan = {
  mode: "tiny",
  sizes: [20],
  options: [2],
  repeats: 1,
  patience: 60,
  sampling: { samples: 1, sampleMs: 1 },
  points: [50],
  batches: [10],
  oneByOne: 1,
  casts: 20,
  aggregates: 4,
  persons: 200,
  voters: { count: 6, seconds: 2 },
  chain: { alone: 1, perSecond: 20, open: 5, full: 14, held: 10, tickSeconds: 5 },
};

export const QUICK: Plan = {
  mode: "quick",
  sizes: [1_000, 10_000],
  options: OPTIONS,
  repeats: 5,
  patience: 45,
  sampling: { samples: 5, sampleMs: 40 },
  points: [1_000, 10_000],
  batches: [100, 5_000],
  oneByOne: 8,
  casts: 10_000,
  aggregates: 2_100,
  persons: 100_000,
  voters: { count: 300, seconds: 40 },
  chain: { alone: 5, perSecond: 20, open: 60, full: 135, held: 200, tickSeconds: 10 },
};

export const FULL: Plan = {
  ...QUICK,
  mode: "full",
  sizes: [1_000, 10_000, 100_000],
  patience: 250,
  points: [1_000, 10_000, 100_000],
  persons: 1_200_000,
  voters: { count: 2_000, seconds: 240 },
  chain: { alone: 5, perSecond: 20, open: 400, full: 2_600, held: 5_000, tickSeconds: 45 },
};
