export * from "./apportion.ts";
export { type Computer, commitOf, currentLoad, thisComputer } from "./computer.ts";
export type { CountedContest } from "./counts.ts";
export { callEngine } from "./faults/comet-rpc.ts";
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
