export { type CodeMutant, instrument } from "./instrument.ts";
export { type Result, type RunOptions, runMutants } from "./run.ts";
export { type Site, sitesOf } from "./sites.ts";
