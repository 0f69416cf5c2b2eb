import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, ok, type Result } from "@veche/base";
import type { ViewStorage } from "../storage.ts";
import { syncFolder, writeFileAtomically } from "./atomic-write.ts";
import { EntryFile } from "./entry-file.ts";
import { isCode, type LockError, takeLock } from "./lock.ts";

/**
 * A view in a folder of its own: `entries`, append-only, and `checkpoint`, the note as it was signed, replaced as a whole. One
 * process at a time.
 */
export async function folderStorage(folder: string): Promise<Result<ViewStorage, LockError>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const checkpointPath = join(folder, "checkpoint");
  const lock = takeLock(join(folder, "view"));
  if (!lock.ok) return lock;
  const entries = await EntryFile.open(join(folder, "entries"));
  await syncFolder(folder);
  return ok({
    load: async () => ({ checkpoint: await readIfThere(checkpointPath), size: entries.size }),
    read: (from, to) => entries.read(from, to),
    append: (added) => entries.append(added),
    truncate: (size) => entries.truncate(size),
    commit: async (checkpoint) => {
      await entries.sync();
      await writeFileAtomically(checkpointPath, checkpoint);
    },
    close: async () => {
      await entries.close();
      lock.value.release();
    },
  });
}

async function readIfThere(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
