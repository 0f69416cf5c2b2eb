import { fileURLToPath } from "node:url";
import { findProgram } from "@veche/base/testing";

const OWN = fileURLToPath(new URL("../../../../.tools/bin", import.meta.url));

/** Where a test without its tool sends its reader. */
export const SET_UP = "no CometBFT on this machine: npm run setup:chain";

/** A program of CometBFT: of the repository's own .tools/bin, or on the PATH. */
export const findTool = (name: "cometbft" | "abci-cli", path: string): string | undefined =>
  findProgram([name], path, [OWN]);
