import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The first program of one of these names that this process may run; `undefined`: there is none.
 *
 * @param path as in the environment.
 * @param own folders that come before it.
 */
export function findProgram(
  names: readonly string[],
  path: string,
  own: readonly string[] = [],
): string | undefined {
  const folders = [...own, ...path.split(delimiter)].filter((folder) => folder !== "");
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** A Chromium of this machine, by the names under which it is packaged. */
export const findChromium = (path: string): string | undefined => findProgram(CHROMIUM_NAMES, path);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
