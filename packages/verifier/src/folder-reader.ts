import { lstat, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bytes } from "@veche/base";
import type { RecordFile, RecordReader } from "./reader.ts";

/**
 * A record in a folder. Links are not followed: links and empty folders are listed as files of size -1, which
 * no record has (§09.3).
 * Fails like `readdir` if the folder itself cannot be read; what cannot be read inside counts as an empty folder, and a
 * single file that cannot be read is `undefined`.
 */
export function folderReader(folder: string): RecordReader {
  return {
    list: () => listFolder(folder, ""),
    read: async (path) => {
      try {
        return new Uint8Array(await readFile(join(folder, path)));
      } catch {
        return undefined;
      }
    },
    readRange: (path, from, length) => readRange(join(folder, path), from, length),
  };
}

async function readRange(file: string, from: number, length: number): Promise<Bytes | undefined> {
  try {
    const handle = await open(file);
    try {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, from + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

async function listFolder(root: string, inside: string): Promise<readonly RecordFile[]> {
  const entries = await readdir(join(root, inside), { withFileTypes: true });
  const files: RecordFile[] = [];
  for (const entry of entries) {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) {
      const inner = await listFolder(root, path).catch(() => []);
      files.push(...(inner.length === 0 ? [{ path: `${path}/`, size: -1 }] : inner));
      continue;
    }
    // A name that is no UTF-8 comes with other letters, under which there is no file.
    const size = entry.isFile()
      ? await lstat(join(root, path)).then(
          ({ size }) => size,
          () => -1,
        )
      : -1;
    files.push({ path, size });
  }
  return files;
}
