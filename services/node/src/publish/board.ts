import { assert, type Bytes } from "@veche/base";
import { formatTlogProof, parseTilePath, proveInclusion } from "@veche/tlog";
import type { ElectionLog } from "../engine/log.ts";
import { diskHashes, readPublishedTile } from "../tiles/read-tiles.ts";

/** What anyone may read of a log: only what the checkpoint that stands covers. */

export const checkpointOf = (log: ElectionLog): Bytes | undefined => log.published?.note;

/** A tile or bundle of §07.2 by its path `tile/…`. */
export function tileOf(log: ElectionLog, path: string): Bytes | undefined {
  const ref = parseTilePath(path);
  const { published } = log;
  if (!ref.ok || published === undefined) return undefined;
  const sizes = { tiled: log.tiledSize, published: published.size };
  return readPublishedTile(log.store.paths.published, sizes, ref.value);
}

/** The receipt of an entry (§07.5.1). */
export function receiptOf(log: ElectionLog, index: number): Bytes | undefined {
  const { published } = log;
  if (published === undefined || !Number.isSafeInteger(index) || index < 0 || index >= published.size) {
    return undefined;
  }
  const hashes = proveInclusion(index, published.size, diskHashes(log.store.paths.published, log.tiledSize));
  const entry = log.store.entry(index);
  assert(hashes.ok && entry !== undefined, "what a checkpoint covers is on disk");
  return formatTlogProof({ index, hashes: hashes.value, checkpoint: published.note, extra: entry });
}

/** Where a transaction stands, by SHA-256 of its bytes. */
export function indexOf(log: ElectionLog, transactionHash: Bytes): number | undefined {
  const place = log.store.placeOf(transactionHash);
  return place !== undefined && place.index < (log.published?.size ?? 0) ? place.index : undefined;
}
