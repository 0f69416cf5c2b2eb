export * from "./apportion.ts";
export type { CountedContest } from "./counts.ts";
export type { FolderRefusal, SimulationName } from "./folder.ts";
export type { Continued, Progress, SimulationOptions, Stage } from "./options.ts";
export * from "./scenarios/index.ts";
export * from "./seeded-random.ts";
export { type Simulation, simulate, trySimulate } from "./simulate.ts";
