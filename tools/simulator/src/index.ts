export * from "./apportion.ts";
export type { CountedContest } from "./counts.ts";
export * from "./scenarios/index.ts";
export * from "./seeded-random.ts";
export { type Progress, type Simulation, type SimulationOptions, type Stage, simulate } from "./simulate.ts";
export type { CastBallot } from "./voting/run-voting.ts";
