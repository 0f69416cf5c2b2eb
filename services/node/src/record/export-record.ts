import { constants, copyFile, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assert, type Bytes, err, ok, type Result } from "@veche/base";
import { resultBytes } from "@veche/ledger";
import { TILE_WIDTH, type TileRef, tilePath } from "@veche/tlog";
import type { ElectionLog } from "../engine/log.ts";
import { syncFolder } from "../store/files.ts";
import { fullTiles, partialRefs } from "../tiles/partial.ts";
import { readPublishedTile } from "../tiles/read-tiles.ts";
import { type WrittenHints, writeHints } from "./write-hints.ts";

export type ExportError = {
  readonly code: /** The folder exists: a record is never mixed with something else. */
    | "RECORD_EXISTS"
    /** Nothing is published yet, or the node stops before it is. */
    | "NOT_PUBLISHED";
};

/** Of `total` steps of about equal length, `done` are. */
export type Progress = (done: number, total: number) => void;

/** `hints`: entries whose hints the record holds, and those in whose place zeros stand. */
export type Exported = { readonly size: number; readonly hints: WrittenHints };

/** What changes with the log: read in one go, so that checkpoint, tiles and result are of one moment. */
type Snapshot = {
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly bytes: Bytes }[];
};

/**
 * Writes the election record (§09.1) to a folder that does not exist yet. It appears whole or not at all: the files are
 * gathered beside it and the folder is renamed. Memory does not grow with the log.
 */
export async function exportRecord(
  log: ElectionLog,
  folder: string,
  onProgress: Progress = () => undefined,
): Promise<Result<Exported, ExportError>> {
  if (await stat(folder).catch(() => undefined)) return err({ code: "RECORD_EXISTS" });
  const snapshot = await takeSnapshot(log);
  if (snapshot === undefined) return err({ code: "NOT_PUBLISHED" });
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  for (const { path, bytes } of snapshot.files) {
    await mkdir(dirname(join(unfinished, path)), { recursive: true });
    await writeFile(join(unfinished, path), bytes);
  }
  const { size } = snapshot;
  const bundles = Math.ceil(size / TILE_WIDTH);
  const total = fullTileCount(size) + bundles;
  let done = 0;
  const step = (): void => onProgress(++done, total);
  await copyFullTiles(log.store.paths.published, unfinished, size, step);
  const hints = await writeHints(log, size, join(unfinished, "hints"), step);
  await rename(unfinished, folder);
  await syncFolder(dirname(folder));
  return ok({ size, hints });
}

async function copyFullTiles(from: string, to: string, size: number, onTile: () => void): Promise<void> {
  let made = "";
  for (const ref of fullRefs(size)) {
    const path = tilePath(ref);
    const folder = dirname(join(to, path));
    if (folder !== made) await mkdir(folder, { recursive: true });
    made = folder;
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
    onTile();
  }
}

/** Full tiles of all levels and full bundles. */
function fullTileCount(size: number): number {
  let count = fullTiles(size);
  for (let hashes = size; hashes >= TILE_WIDTH; hashes = fullTiles(hashes)) count += fullTiles(hashes);
  return count;
}

async function takeSnapshot(log: ElectionLog): Promise<Snapshot | undefined> {
  for (;;) {
    if (log.size === 0 || !(await log.whenPublished(log.size))) return undefined;
    const { published } = log;
    if (published === undefined) return undefined;
    // The log may have grown between the checkpoint and now; the result must be that of the checkpoint.
    if (published.size !== log.size) continue;
    const { size, note } = published;
    const result = resultBytes(log.store.view);
    const partial = partialRefs(size).map((ref) => {
      const sizes = { tiled: log.tiledSize, published: size };
      const bytes = readPublishedTile(log.store.paths.published, sizes, ref);
      assert(bytes !== undefined, "what a checkpoint covers is on disk");
      return { path: tilePath(ref), bytes };
    });
    const files = [{ path: "checkpoint", bytes: note }, ...partial];
    return { size, files: result === undefined ? files : [...files, { path: "result.cbor", bytes: result }] };
  }
}

/** All full tiles and bundles of the tree of `size` leaves. They never change. */
function* fullRefs(size: number): Generator<TileRef> {
  for (let index = 0; index < fullTiles(size); index++) yield { level: "entries", index, width: TILE_WIDTH };
  let hashes = size;
  for (let level = 0; hashes >= TILE_WIDTH; level++) {
    for (let index = 0; index < fullTiles(hashes); index++) yield { level, index, width: TILE_WIDTH };
    hashes = fullTiles(hashes);
  }
}
