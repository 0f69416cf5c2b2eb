import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, type Bytes, expectOk } from "@veche/base";
import { decodeEntryBundle, parseTilePath, TILE_WIDTH, tilePath } from "@veche/tlog";

/** All entries of a record, in the order of the log. */
export async function* entriesOf(folder: string): AsyncGenerator<Bytes> {
  const size = await sizeOf(folder);
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bytes = await readFile(join(folder, tilePath({ level: "entries", index, width })));
    yield* expectOk(decodeEntryBundle(new Uint8Array(bytes), width), "a bundle of our own record");
  }
}

/** The second line of the checkpoint (C2SP tlog-checkpoint). */
async function sizeOf(folder: string): Promise<number> {
  const [, size] = (await readFile(join(folder, "checkpoint"), "utf8")).split("\n");
  assert(/^[1-9][0-9]*$/.test(size ?? ""), "a checkpoint names its size");
  return Number(size);
}

export type RecordSizes = {
  readonly files: number;
  readonly bytes: number;
  readonly bundles: number;
  readonly hashes: number;
  readonly hints: number;
};

/** Bytes of a record's files by what they are. */
export async function recordSizes(folder: string): Promise<RecordSizes> {
  const sums = { files: 0, bytes: 0, bundles: 0, hashes: 0, hints: 0 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { length } = await readFile(path);
    const name = path.slice(folder.length + 1).replaceAll("\\", "/");
    const tile = parseTilePath(name);
    sums.files += 1;
    sums.bytes += length;
    if (tile.ok) sums[tile.value.level === "entries" ? "bundles" : "hashes"] += length;
    if (name === "hints") sums.hints = length;
  }
  return sums;
}
