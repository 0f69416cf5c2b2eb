export * from "./apportion.ts";
export type { CountedContest } from "./counts.ts";
export {
  makeTape,
  organisationOf,
  type Tape,
  type TapedVoter,
  type TapeOptions,
} from "./faults/veche/tape.ts";
export type { FolderRefusal, SimulationName } from "./folder.ts";
export type { Continued, Progress, SimulationOptions, Stage } from "./options.ts";
export * from "./scenarios/index.ts";
export * from "./seeded-random.ts";
export { type Simulation, simulate, trySimulate } from "./simulate.ts";
