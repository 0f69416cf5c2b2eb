import { assert, type Bytes, concat, err, ok, type Result } from "@veche/base";
import { HASH_BYTES, MAX_TREE_SIZE, TILE_WIDTH } from "./limits.ts";
import { hashesAtTileLevel, tileHolding } from "./tile-layout.ts";
import { type TileRef, tilePath } from "./tile-path.ts";
import { completeRoot, readTile, type TileReader } from "./tile-reader.ts";

/**
 * The partial tiles of a tree: all that is needed to make the tiles of a larger one. `levels[l]` holds the hashes
 * of the rightmost tile of level l, floor(size / 256^l) mod 256 of them. A value: growing makes a new one.
 */
export type TileEdge = { readonly size: number; readonly levels: readonly (readonly Bytes[])[] };

export type Tile = TileRef & { readonly bytes: Bytes };

export type TileMissing = { readonly code: "TILE_MISSING"; readonly path: string };

export const EMPTY_TILE_EDGE: TileEdge = { size: 0, levels: [] };

/** One level while it grows: the tiles it filled, then what its rightmost tile, at `index`, holds. */
type Row = {
  readonly full: readonly Tile[];
  readonly hashes: readonly Bytes[];
  readonly index: number;
  readonly changed: boolean;
};

/**
 * Appends leaves, given by their leaf hashes, and makes the hash tiles that this changes, with their bytes: exactly
 * those of `changedHashTiles(edge.size, edge.size + n)`, in that order.
 */
export function growTiles(
  edge: TileEdge,
  leafHashes: readonly Bytes[],
): { readonly edge: TileEdge; readonly tiles: readonly Tile[] } {
  const size = edge.size + leafHashes.length;
  assert(size <= MAX_TREE_SIZE, "a tree has fewer than 2^53 leaves");
  assert(
    leafHashes.every((hash) => hash.length === HASH_BYTES),
    "a leaf hash has 32 bytes",
  );
  const rows: Row[] = [];
  let arriving = leafHashes;
  for (let level = 0; level < edge.levels.length || arriving.length > 0; level++) {
    const row = growRow(level, edge, arriving);
    rows.push(row);
    // Only a full tile is hashed into the level above (C2SP tlog-tiles).
    arriving = row.full.map((tile) => completeRoot(tile.bytes));
  }
  return {
    edge: { size, levels: rows.map((row) => row.hashes) },
    tiles: rows.flatMap((row, level) => [...row.full, ...partialTile(row, level)]),
  };
}

function growRow(level: number, edge: TileEdge, arriving: readonly Bytes[]): Row {
  const first = hashesAtTileLevel(level + 1, edge.size);
  const hashes = [...(edge.levels[level] ?? []), ...arriving];
  const full: Tile[] = [];
  let at = 0;
  for (; hashes.length - at >= TILE_WIDTH; at += TILE_WIDTH) {
    const bytes = concat(...hashes.slice(at, at + TILE_WIDTH));
    full.push({ level, index: first + full.length, width: TILE_WIDTH, bytes });
  }
  return { full, hashes: hashes.slice(at), index: first + full.length, changed: arriving.length > 0 };
}

function partialTile(row: Row, level: number): readonly Tile[] {
  if (!row.changed || row.hashes.length === 0) return [];
  return [{ level, index: row.index, width: row.hashes.length, bytes: concat(...row.hashes) }];
}

/**
 * The edge of the tree of `size` leaves from its stored tiles, after a restart. Unchecked: compare
 * `treeRoot(size, tileHashReader(size, read))` with the root you trust; it reads the same tiles.
 */
export function readTileEdge(size: number, read: TileReader): Result<TileEdge, TileMissing> {
  const levels: Bytes[][] = [];
  for (let level = 0; hashesAtTileLevel(level, size) > 0; level++) {
    const hashes = hashesAtTileLevel(level, size);
    const row: Bytes[] = [];
    levels.push(row);
    if (hashes % TILE_WIDTH === 0) continue;
    const ref = tileHolding(level, hashes - 1, size);
    const tile = readTile(ref, read);
    if (tile === undefined) return err({ code: "TILE_MISSING", path: tilePath(ref) });
    for (let at = 0; at < tile.length; at += HASH_BYTES) row.push(tile.slice(at, at + HASH_BYTES));
  }
  return ok({ size, levels });
}
