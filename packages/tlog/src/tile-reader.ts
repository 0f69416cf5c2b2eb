import { assert, type Bytes } from "@veche/base";
import { HASH_BYTES, TILE_WIDTH } from "./limits.ts";
import { nodeHash } from "./merkle-hash.ts";
import type { HashReader } from "./subtree.ts";
import { hashesAtTileLevel, TILE_HEIGHT, tileHolding } from "./tile-layout.ts";
import { type TileRef, tilePath } from "./tile-path.ts";

/** The bytes stored or served at a tile path, `undefined` if there are none. */
export type TileReader = (path: string) => Bytes | undefined;

/**
 * The hashes of one tile, width · 32 bytes. A partial tile may be gone once the full one exists (C2SP tlog-tiles),
 * so the full one is asked next. Bytes of a wrong length count as missing.
 */
export function readTile(ref: TileRef, read: TileReader): Bytes | undefined {
  const wanted = ref.width * HASH_BYTES;
  const own = read(tilePath(ref));
  if (own?.length === wanted) return own;
  if (ref.width === TILE_WIDTH) return undefined;
  const full = read(tilePath({ ...ref, width: TILE_WIDTH }));
  return full?.length === TILE_WIDTH * HASH_BYTES ? full.subarray(0, wanted) : undefined;
}

/**
 * Reads the hashes of the tree of `size` leaves from its tiles. What it gives is as trustworthy as the tiles:
 * verify the proof made from it against a root that you trust.
 */
export function tileHashReader(size: number, read: TileReader): HashReader {
  return (level, index) => {
    const height = level % TILE_HEIGHT;
    const tileLevel = (level - height) / TILE_HEIGHT;
    const hashes = 2 ** height;
    const first = index * hashes;
    if (first + hashes > hashesAtTileLevel(tileLevel, size)) return undefined;
    const tile = readTile(tileHolding(tileLevel, first, size), read);
    if (tile === undefined) return undefined;
    const offset = (first % TILE_WIDTH) * HASH_BYTES;
    return completeRoot(tile.subarray(offset, offset + hashes * HASH_BYTES));
  };
}

/** Root of the complete subtree over 2^h hashes, given one after the other. */
export function completeRoot(hashes: Bytes): Bytes {
  let row: Bytes[] = [];
  for (let at = 0; at < hashes.length; at += HASH_BYTES) row.push(hashes.slice(at, at + HASH_BYTES));
  while (row.length > 1) {
    assert(row.length % 2 === 0, "a complete subtree has 2^h hashes");
    const above: Bytes[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i] as Bytes, row[i + 1] as Bytes));
    row = above;
  }
  return row[0] as Bytes;
}
