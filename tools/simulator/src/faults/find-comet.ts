import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const OWN = fileURLToPath(new URL("../../../../.tools/bin", import.meta.url));

export const NO_COMET = "no CometBFT on this machine: npm run setup:chain";

/** CometBFT: of the repository's own .tools/bin, or on the PATH. */
export const findComet = (path: string): string | undefined =>
  [OWN, ...path.split(delimiter)].map((folder) => join(folder, "cometbft")).find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
