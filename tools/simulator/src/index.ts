export * from "./apportion.ts";
export type { CountedContest } from "./counts.ts";
export type { FolderRefusal, SimulationName } from "./folder.ts";
export * from "./scenarios/index.ts";
export * from "./seeded-random.ts";
export {
  type Continued,
  type Progress,
  type Simulation,
  type SimulationOptions,
  type Stage,
  simulate,
  trySimulate,
} from "./simulate.ts";
