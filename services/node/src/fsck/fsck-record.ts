import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, equalBytes, toHex } from "@veche/base";
import {
  type Checkpoint,
  decodeEntryBundle,
  EMPTY_TILE_EDGE,
  growTiles,
  leafHash,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  type TileEdge,
  type TileRef,
  tilePath,
} from "@veche/tlog";
import type { Progress } from "../record/export-record.ts";
import { isMissing } from "../store/files.ts";
import { fullTiles, itemsAt, partialRefs, partialTiles } from "../tiles/partial.ts";
import { rootOf } from "../tiles/recover-tiles.ts";
import { fsckRecordHints } from "./fsck-hints.ts";
import { type FsckReport, Problems } from "./report.ts";

/**
 * Examines a record (§09.1), or what a node publishes: every tile of every level and the root are computed from the entries
 * and compared byte for byte. Signatures and rules are the verifier's business. Holds one bundle at a time.
 * @param onProgress told of entries after each bundle.
 */
export const fsckRecord = (folder: string, onProgress: Progress = () => undefined): Promise<FsckReport> =>
  fsckPublished(folder, undefined, onProgress);

/** The same for a node that was stopped: its tiles may be ahead of the checkpoint, up to a log of `logSize` entries. */
export async function fsckPublished(
  folder: string,
  logSize: number | undefined,
  onProgress: Progress,
): Promise<FsckReport> {
  const problems = new Problems();
  const checkpoint = await readCheckpoint(folder, problems);
  const size = checkpoint?.size ?? 0;
  const { edge, tiles } = await compareTiles(folder, size, problems, onProgress);
  const root = rootOf(edge);
  const isComplete = edge.size === size;
  if (checkpoint !== undefined && (!isComplete || !equalBytes(root, checkpoint.root))) {
    problems.add({ code: "ROOT_DIFFERS", path: "checkpoint", detail: `computed ${toHex(root)}` });
  }
  await findUnexpected(folder, logSize === undefined ? [size] : [size, logSize], problems);
  const { found } = problems;
  const hints = await fsckRecordHints(join(folder, "hints"), size);
  return { ok: found.length === 0, size: edge.size, root: toHex(root), tiles, hints, problems: found };
}

async function readCheckpoint(folder: string, problems: Problems): Promise<Checkpoint | undefined> {
  const bytes = await readIfThere(join(folder, "checkpoint"));
  if (bytes === undefined) {
    problems.add({ code: "CHECKPOINT_MISSING", path: "checkpoint" });
    return undefined;
  }
  const note = parseNote(bytes);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (checkpoint.ok) return checkpoint.value;
  problems.add({ code: "CHECKPOINT_MALFORMED", path: "checkpoint", detail: checkpoint.error.code });
  return undefined;
}

/** Computes the tree bundle by bundle, up to the first one that cannot be read. */
async function compareTiles(
  folder: string,
  size: number,
  problems: Problems,
  onProgress: Progress,
): Promise<{ readonly edge: TileEdge; readonly tiles: number }> {
  let edge = EMPTY_TILE_EDGE;
  let tiles = 0;
  const compare = async (tile: Tile): Promise<void> => {
    const bytes = await readIfThere(join(folder, tilePath(tile)));
    tiles++;
    if (bytes === undefined) problems.add({ code: "TILE_MISSING", path: tilePath(tile) });
    else if (!equalBytes(bytes, tile.bytes)) problems.add({ code: "TILE_DIFFERS", path: tilePath(tile) });
  };
  let entries: readonly Bytes[] = [];
  while (edge.size < size) {
    const index = fullTiles(edge.size);
    const width = Math.min(TILE_WIDTH, size - edge.size);
    const read = await readBundle(folder, { level: "entries", index, width }, problems);
    if (read === undefined) return { edge, tiles };
    entries = read;
    const grown = growTiles(edge, entries.map(leafHash));
    for (const tile of grown.tiles) if (tile.width === TILE_WIDTH) await compare(tile);
    edge = grown.edge;
    tiles++;
    onProgress(edge.size, size);
  }
  const open = size % TILE_WIDTH === 0 ? [] : entries;
  for (const tile of partialTiles({ edge, entries: open })) if (tile.level !== "entries") await compare(tile);
  return { edge, tiles };
}

async function readBundle(
  folder: string,
  ref: TileRef,
  problems: Problems,
): Promise<readonly Bytes[] | undefined> {
  const path = tilePath(ref);
  const bytes = await readIfThere(join(folder, path));
  if (bytes === undefined) {
    problems.add({ code: "BUNDLE_MISSING", path });
    return undefined;
  }
  const entries = decodeEntryBundle(bytes, ref.width);
  if (entries.ok) return entries.value;
  problems.add({ code: "BUNDLE_MALFORMED", path, detail: entries.error.code });
  return undefined;
}

/** §09.3: any other file makes a record bad; partial tiles of smaller sizes may be left. */
async function findUnexpected(folder: string, sizes: readonly number[], problems: Problems): Promise<void> {
  const listed = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of listed) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!sizes.some((size) => isExpected(path, size))) problems.add({ code: "FILE_UNEXPECTED", path });
  }
}

function isExpected(path: string, size: number): boolean {
  if (path === "checkpoint" || path === "result.cbor" || path === "hints") return true;
  const ref = parseTilePath(path);
  if (!ref.ok) return false;
  const { level, index, width } = ref.value;
  if (index < fullTiles(itemsAt(size, level))) return true;
  const held = partialRefs(size).find((partial) => partial.level === level && partial.index === index);
  return held !== undefined && width <= held.width;
}

async function readIfThere(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
