export { findCometbft as findComet } from "@veche/node";

export const NO_COMET = "no CometBFT on this machine: npm run setup:chain";
