import { type Bytes, equalBytes, expectOk } from "@veche/base";
import { decodeEntry } from "@veche/ledger";
import { treeRoot } from "@veche/tlog";
import type { ElectionStore } from "../store/election-store.ts";
import { diskHashes } from "../tiles/read-tiles.ts";

/** The heads that a log has had at the ends of its blocks; what a validator may sign (§07.4.4). */
export type BlockEnds = {
  /** Entries whose tiles are on disk: an end of a block. */
  readonly size: () => number;
  /** Root of the first `size` entries; nothing if no block ends there. */
  readonly rootAt: (size: number) => Bytes | undefined;
};

/**
 * Read from the log itself, so that nothing has to be kept beside it: the entries of a block have its time, and times of blocks
 * strictly increase (§06.3.1).
 */
export function blockEndsOf(store: ElectionStore, tiledSize: () => number): BlockEnds {
  const timeOf = (index: number): number =>
    expectOk(decodeEntry(store.entry(index) ?? new Uint8Array()), "an entry of the log").time;
  const rootAt = (size: number): Bytes | undefined => {
    const newest = tiledSize();
    if (!Number.isSafeInteger(size) || size < 1 || size > newest) return undefined;
    if (size < newest && timeOf(size - 1) === timeOf(size)) return undefined;
    const root = treeRoot(size, diskHashes(store.paths.published, newest));
    return root.ok ? root.value : undefined;
  };
  return { size: tiledSize, rootAt };
}

/** Whether the log has, or had, this root at this size. */
export const isOfLog = (ends: BlockEnds, size: number, root: Bytes): boolean => {
  const own = ends.rootAt(size);
  return own !== undefined && equalBytes(own, root);
};
