import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The version that the settings and the tests are for. */
export const COMETBFT_VERSION = "0.39.4";

/** Of a checkout: there `npm run setup:chain` puts it. */
const OWN = fileURLToPath(new URL("../../../../.tools/bin", import.meta.url));
const PATIENCE_MS = 20_000;

/** CometBFT's program, of this checkout or on the `path`; nothing if there is none. */
export const findCometbft = (path = ""): string | undefined => findProgram("cometbft", [OWN, path]);

/** Whether there is a Go on the `path` to build CometBFT with. */
export const hasGo = (path = ""): boolean => findProgram("go", [path]) !== undefined;

/** What the program says of itself; nothing if it does not answer. */
export async function cometbftVersion(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ["version"], { timeout: PATIENCE_MS });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/** A program in one of the folders of these paths, each as in the environment. */
export function findProgram(name: string, paths: readonly string[]): string | undefined {
  const folders = paths.flatMap((path) => path.split(delimiter)).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
