import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * What outlives the log of an election on a validator: the newest head that it has signed, so that it never signs another one of that
 * size (§07.4.3), and its evidence.
 */
const KEPT = ["signed", "evidence"];

/** Removes the log of an election that is not open; its folder stays if there is anything to keep. */
export async function clearElection(folder: string): Promise<void> {
  const names = await readdir(folder);
  const gone = names.filter((name) => !KEPT.includes(name));
  for (const name of gone) await rm(join(folder, name), { recursive: true, force: true });
  if (gone.length === names.length) await rmdir(folder);
}
