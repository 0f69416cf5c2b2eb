import { mkdir, open, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Bytes } from "@veche/base";

export type WriteOptions = {
  /** A folder on the same file system for the unfinished file; whoever owns it empties it at the start. */
  readonly temporary: string;
  /** True: the bytes are on the disk before the name exists, so that a name never stands for half a file. */
  readonly durable: boolean;
};

/** Writes a file that appears whole or not at all. Two writers of one path at a time are the caller's bug. */
export async function writeWhole(path: string, bytes: Bytes, options: WriteOptions): Promise<void> {
  // The name holds the last folders, too: tiles of different levels share their last part.
  const parts = [basename(dirname(dirname(path))), basename(dirname(path)), basename(path)];
  const unfinished = join(options.temporary, parts.join("~"));
  const handle = await open(unfinished, "w");
  try {
    await handle.writeFile(bytes);
    if (options.durable) await handle.datasync();
  } finally {
    await handle.close();
  }
  try {
    await rename(unfinished, path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    // The first file of its folder.
    await mkdir(dirname(path), { recursive: true });
    await rename(unfinished, path);
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/** Makes names that were added to a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
