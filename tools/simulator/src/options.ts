import type { Scenario } from "./scenarios/index.ts";

export type SimulationOptions = {
  readonly scenario: Scenario;
  /** Of the scenario, above 0 and at most 1. */
  readonly scale: number;
  readonly seed: string;
  /**
   * A folder that does not exist yet, is empty, or holds the same simulation, broken off or done: gets `record`, and what a run that
   * continues this one needs.
   */
  readonly out: string;
  readonly onProgress: (progress: Progress) => void;
  /** Told once if a run that was broken off is continued. */
  readonly onContinue?: (at: Continued) => void;
};

/** `total` and `done` count what the stage is made of: keys, voters, ballots. */
export type Progress = { readonly stage: Stage; readonly done: number; readonly total: number };
export type Stage = "ceremony" | "issuer keys" | "roll" | "voting" | "tally" | "record";

/** Rounds of voting, from 1; `round` is above `rounds` when all ballots are in. */
export type Continued = { readonly round: number; readonly rounds: number };
