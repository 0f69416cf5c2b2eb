import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
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
  };
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
    const size = entry.isFile() ? (await lstat(join(root, path))).size : -1;
    files.push({ path, size });
  }
  return files;
}
