import type { Bytes } from "@veche/base";
import type { Findings } from "../findings.ts";
import type { RecordReader } from "../reader.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { EntrySource } from "./entry-source.ts";
import { CHECKPOINT_MAX, checkFiles, sizeOfBundles } from "./files.ts";
import { TreeBuilder } from "./merkle.ts";
import { FULL_WIDTH, parseTilePath, tilePath } from "./tile-path.ts";
import type { Walk } from "./walk.ts";

/** The log of a record, opened. */
export type OpenLog = {
  /** `undefined` if it is missing or not of its form. */
  readonly checkpoint: Checkpoint | undefined;
  readonly walk: Walk;
  /** Sizes of all files of the record in bytes, by path. */
  readonly sizes: ReadonlyMap<string, number>;
};

/** Lists the files (V01), reads the checkpoint and prepares the walk through the entries. */
export async function openLog(reader: RecordReader, findings: Findings): Promise<OpenLog> {
  const files = await reader.list();
  const sizes = new Map(files.map((file) => [file.path, file.size]));
  const checkpoint = await readCheckpoint(reader, sizes.get("checkpoint") ?? -1);
  const size = checkpoint?.size ?? sizeOfBundles(files);
  const good = checkFiles(files, size, findings);
  // Files that V01 refuses are not read: nobody makes the verifier swallow what no record can hold.
  const limited: RecordReader = {
    list: async () => files,
    read: async (path) => (good.has(path) ? plain(await reader.read(path)) : undefined),
    ...(reader.readRange === undefined
      ? {}
      : { readRange: async (path, from, length) => plain(await reader.readRange?.(path, from, length)) }),
  };
  const source = new EntrySource(limited, size);
  return {
    checkpoint,
    walk: { reader: limited, source, findings, leftovers: leftoversOf(good), tree: new TreeBuilder() },
    sizes,
  };
}

/** Partial tiles by the path of the full tile that they are a part of; the one in use is among them. */
function leftoversOf(paths: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> {
  const widths = new Map<string, number[]>();
  for (const path of paths) {
    const tile = parseTilePath(path);
    if (tile === undefined || tile.width === FULL_WIDTH) continue;
    const full = tilePath({ ...tile, width: FULL_WIDTH });
    widths.set(
      full,
      [...(widths.get(full) ?? []), tile.width].sort((a, b) => a - b),
    );
  }
  return widths;
}

/** A reader may give a `Buffer`, whose `slice` is no copy. */
function plain(bytes: Bytes | undefined): Bytes | undefined {
  return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

async function readCheckpoint(reader: RecordReader, size: number): Promise<Checkpoint | undefined> {
  if (size < 0 || size > CHECKPOINT_MAX) return undefined;
  const bytes = await reader.read("checkpoint");
  return bytes === undefined ? undefined : parseCheckpoint(bytes);
}
