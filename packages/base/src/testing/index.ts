export { findChromium, findProgram } from "./find-program.ts";
export { missingTool } from "./missing-tool.ts";
export { until } from "./until.ts";
