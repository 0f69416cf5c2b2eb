import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** The words after `node` that run a module of this workspace in another process, built or from source as this one runs. */
export function wordsFor(path: string): readonly string[] {
  const ending = extname(fileURLToPath(import.meta.url));
  const file = fileURLToPath(new URL(`${path}${ending}`, import.meta.url));
  return [...process.execArgv.filter((word) => !word.startsWith("--test")), file];
}
