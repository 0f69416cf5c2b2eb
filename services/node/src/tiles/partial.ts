import { assert, type Bytes, concat } from "@veche/base";
import { encodeEntryBundle, TILE_WIDTH, type Tile, type TileEdge, type TileRef } from "@veche/tlog";

/** What has to be known to write the next tiles: the open end of every level, and the entries of the open bundle. */
export type TileTail = { readonly edge: TileEdge; readonly entries: readonly Bytes[] };

/** Complete tiles, of hashes or of whole lower tiles, in `count` items. */
export const fullTiles = (count: number): number => (count - (count % TILE_WIDTH)) / TILE_WIDTH;

/** Hashes of a tile level of the tree of `size` leaves, or its entries. */
export function itemsAt(size: number, level: TileRef["level"]): number {
  let items = size;
  for (let below = 0; level !== "entries" && below < level; below++) items = fullTiles(items);
  return items;
}

/** The partial tiles of the tree of `size` leaves: one for each level that does not end full, and the open bundle. */
export function partialRefs(size: number): readonly TileRef[] {
  const refs: TileRef[] = [];
  let hashes = size;
  for (let level = 0; hashes > 0; level++) {
    const [index, width] = [fullTiles(hashes), hashes % TILE_WIDTH];
    if (width > 0) refs.push({ level, index, width });
    if (width > 0 && level === 0) refs.push({ level: "entries", index, width });
    hashes = index;
  }
  return refs;
}

export function partialTiles(tail: TileTail): readonly Tile[] {
  return partialRefs(tail.edge.size).map((ref) => {
    const bytes = ref.level === "entries" ? encodeEntryBundle(tail.entries) : rowOf(tail.edge, ref);
    return { ...ref, bytes };
  });
}

function rowOf(edge: TileEdge, { level, width }: TileRef): Bytes {
  const row = level === "entries" ? [] : (edge.levels[level] ?? []);
  assert(row.length === width, "the edge is that of its size");
  return concat(...row);
}
