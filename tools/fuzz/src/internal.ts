import { fileURLToPath, pathToFileURL } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * A module that its package keeps to itself, by its path in the repository. Fuzzing looks behind the doors of every package, which nobody
 * else may; the types are said by whoever asks.
 */
export async function internal<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(`${ROOT}${path}`).href)) as T;
}
