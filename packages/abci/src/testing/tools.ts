import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const OWN = fileURLToPath(new URL("../../../../.tools/bin", import.meta.url));

/** Where a test without its tool sends its reader. */
export const SET_UP = "no CometBFT on this machine: npm run setup:chain";

/** A program of CometBFT: of the repository's own .tools/bin, or on the PATH. */
export function findTool(name: "cometbft" | "abci-cli", path: string): string | undefined {
  return [OWN, ...path.split(delimiter)].map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
