import { assert } from "@veche/base";
import { consistencyRanges } from "./consistency.ts";
import { inclusionRanges } from "./inclusion.ts";
import { TILE_WIDTH } from "./limits.ts";
import { isTreeSize } from "./merkle-hash.ts";
import { type LeafRange, rangeNodes } from "./subtree.ts";
import { type TileRef, tilePath } from "./tile-path.ts";

/** Levels of the tree inside one tile: 2^8 = 256. */
export const TILE_HEIGHT = 8;

const quotient = (value: number, divisor: number): number => (value - (value % divisor)) / divisor;

/** Hashes at tile level `level` of a tree of `size` leaves: floor(size / 256^level). */
export function hashesAtTileLevel(level: number, size: number): number {
  let hashes = size;
  for (let l = 0; l < level && hashes > 0; l++) hashes = quotient(hashes, TILE_WIDTH);
  return hashes;
}

/** The tiles that hold the hashes [from, to) of one level, the last one as wide as `to` makes it. */
function tilesOver(level: TileRef["level"], from: number, to: number): readonly TileRef[] {
  const tiles: TileRef[] = [];
  if (from === to) return tiles;
  for (let index = quotient(from, TILE_WIDTH); index * TILE_WIDTH < to; index++) {
    tiles.push({ level, index, width: Math.min(TILE_WIDTH, to - index * TILE_WIDTH) });
  }
  return tiles;
}

function assertGrowth(oldSize: number, newSize: number): void {
  assert(isTreeSize(oldSize) && isTreeSize(newSize) && oldSize <= newSize, "a tree only grows");
}

/**
 * The hash tiles of the tree of `newSize` leaves that the tree of `oldSize` leaves did not have, by level and
 * index: what a publisher writes before the new checkpoint. From size 0, all tiles of the tree.
 */
export function changedHashTiles(oldSize: number, newSize: number): readonly TileRef[] {
  assertGrowth(oldSize, newSize);
  const levels: (readonly TileRef[])[] = [];
  for (let level = 0; ; level++) {
    const from = hashesAtTileLevel(level, oldSize);
    const to = hashesAtTileLevel(level, newSize);
    if (from === to) return levels.flat();
    levels.push(tilesOver(level, from, to));
  }
}

/** The entry bundles that hold the entries [oldSize, newSize): the first may hold older ones, too. */
export function changedEntryBundles(oldSize: number, newSize: number): readonly TileRef[] {
  assertGrowth(oldSize, newSize);
  return tilesOver("entries", oldSize, newSize);
}

/** The tile of the tree of `size` leaves that holds hash number `hash` of tile level `level`. */
export function tileHolding(level: number, hash: number, size: number): TileRef {
  const index = quotient(hash, TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, hashesAtTileLevel(level, size) - index * TILE_WIDTH);
  return { level, index, width };
}

/** The tiles to fetch, each once, before `proveInclusion` can read them from memory. */
export const inclusionTiles = (index: number, size: number): readonly TileRef[] =>
  tilesOfRanges(inclusionRanges(index, size), size);

/** The tiles to fetch, each once, before `proveConsistency` can read them from memory. */
export const consistencyTiles = (oldSize: number, newSize: number): readonly TileRef[] =>
  tilesOfRanges(consistencyRanges(oldSize, newSize), newSize);

function tilesOfRanges(ranges: readonly LeafRange[], size: number): readonly TileRef[] {
  const tiles = new Map<string, TileRef>();
  for (const { level, index } of ranges.flatMap(rangeNodes)) {
    const ref = tileHolding(quotient(level, TILE_HEIGHT), index * 2 ** (level % TILE_HEIGHT), size);
    tiles.set(tilePath(ref), ref);
  }
  return [...tiles.values()];
}
