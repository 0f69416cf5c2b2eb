import { readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "@veche/base";

/** One process at a time works with a vault: two could each draw a polynomial, or sign a head each. */
export type Lock = { readonly release: () => Promise<void> };

const heldHere = new Set<string>();
const NAME = "in-use";

/**
 * Takes the file `in-use` of a medium, which names the process that works there. That of a process which is gone is taken over. A
 * medium that cannot be written to needs no lock: nothing new can be kept on it.
 *
 * @param place device and inode of the folder, however it was named.
 */
export async function lockMedium(
  folder: string,
  place: string,
): Promise<Result<Lock, { readonly pid: number }>> {
  const file = join(folder, NAME);
  if (heldHere.has(place)) return err({ pid: process.pid });
  const holder = await holderOf(file);
  if (holder !== undefined && holder !== process.pid && isAlive(holder)) return err({ pid: holder });
  if (holder !== undefined) await removeIfThere(file);
  heldHere.add(place);
  try {
    await writeFile(file, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
  } catch {
    const other = await holderOf(file);
    if (other !== undefined) {
      heldHere.delete(place);
      return err({ pid: other });
    }
  }
  return ok({
    release: async () => {
      heldHere.delete(place);
      await removeIfThere(file);
    },
  });
}

async function holderOf(file: string): Promise<number | undefined> {
  try {
    const pid = Number((await readFile(file, "utf8")).trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function removeIfThere(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch {
    // Gone already, or on a medium that is.
  }
}
