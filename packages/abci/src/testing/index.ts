/** CometBFT, played or real, for tests of applications. */
export { kindOf, requestFrame, TestClient } from "./client.ts";
export { CometNode } from "./comet-node.ts";
export { findTool, SET_UP } from "./tools.ts";
