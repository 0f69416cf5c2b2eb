import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { Bytes } from "@veche/base";

/** Replaces a file whole or not at all, and returns when that lasts. `mode` of a new file: private by default. */
export async function writeFileAtomically(path: string, bytes: Bytes, mode = 0o600): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, "w", mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** A new name in a folder lasts only when the folder itself is on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
