import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, expectOk } from "@veche/base";
import {
  decodeEntryBundle,
  encodeEntryBundle,
  HASH_BYTES,
  type HashReader,
  TILE_WIDTH,
  type TileRef,
  tileHashReader,
  tilePath,
} from "@veche/tlog";
import { isMissing } from "../store/files.ts";
import { fullTiles, itemsAt, partialRefs } from "./partial.ts";

export type TileFolder = {
  /** Where `checkpoint` and `tile/…` stand. */
  readonly published: string;
  /** On the same file system. */
  readonly temporary: string;
};

/** How far the tiles on disk go, and the checkpoint; the tiles may be ahead. */
export type Sizes = { readonly tiled: number; readonly published: number };

/**
 * The bytes of a tile or bundle of the published tree; nothing if that tree has none there. Of a partial tile a narrower one
 * is the beginning, so all of them are read from the widest on disk.
 */
export function readPublishedTile(
  folder: string,
  { tiled, published }: Sizes,
  ref: TileRef,
): Bytes | undefined {
  const covered = tileAt(published, ref);
  const held = tileAt(tiled, ref);
  if (covered === undefined || held === undefined || covered.width < ref.width) return undefined;
  const bytes = readNow(join(folder, tilePath(held)));
  if (bytes === undefined || held.width === ref.width) return bytes;
  if (ref.level !== "entries") return bytes.slice(0, ref.width * HASH_BYTES);
  const entries = expectOk(decodeEntryBundle(bytes, held.width), "a bundle that this node wrote");
  return encodeEntryBundle(entries.slice(0, ref.width));
}

/** The tile of the tree of `size` leaves at the place of `ref`. */
function tileAt(size: number, ref: TileRef): TileRef | undefined {
  if (ref.index < fullTiles(itemsAt(size, ref.level))) return { ...ref, width: TILE_WIDTH };
  return partialRefs(size).find((partial) => partial.level === ref.level && partial.index === ref.index);
}

/** The hashes of the tree of `size` leaves, whose partial tiles are on disk; of smaller trees, too. Each tile is read once. */
export function diskHashes(published: string, size: number): HashReader {
  const known = new Map<string, Bytes | undefined>();
  return tileHashReader(size, (path) => {
    if (!known.has(path)) known.set(path, readNow(join(published, path)));
    return known.get(path);
  });
}

/** Now, not soon: what is read between two awaits belongs to one published size. */
function readNow(path: string): Bytes | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
