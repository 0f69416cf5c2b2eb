import { equalBytes } from "@veche/base";
import { treeRoot } from "@veche/tlog";
import type { Published } from "../publish/publisher.ts";
import type { ElectionStore } from "../store/election-store.ts";
import { diskHashes } from "../tiles/read-tiles.ts";

export type PublishedError = {
  /**
   * The checkpoint that this node has signed is not of this log: the home was put together from an older copy. To go on would
   * be a fork, signed by us (L18).
   */
  readonly code: "CHECKPOINT_NOT_OF_THIS_LOG";
  readonly size: number;
};

/** Compares the last checkpoint that this node published with its entries. */
export function checkPublished(store: ElectionStore, { size, root }: Published): PublishedError | undefined {
  const contradiction: PublishedError = { code: "CHECKPOINT_NOT_OF_THIS_LOG", size };
  if (size > store.head.size) return contradiction;
  const own = treeRoot(size, diskHashes(store.paths.published, store.head.size));
  return own.ok && equalBytes(own.value, root) ? undefined : contradiction;
}
