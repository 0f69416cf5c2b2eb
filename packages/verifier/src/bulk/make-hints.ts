import type { Bytes } from "@veche/base";
import type { Kernel } from "@veche/group/kernel";
import type { BundleBatch } from "./batch.ts";
import { Gatherer } from "./gather.ts";
import { prepare } from "./prepared.ts";
import { divideBundles, newColumns } from "./read-entries.ts";

/** The hints of a batch (§09.6.2), of the bundles before the first that cannot be divided. */
export type HintedBatch = {
  /** The bytes that the worker was given. */
  readonly bytes: Bytes;
  readonly hints: Bytes;
  /** Bytes of the hints of each bundle. */
  readonly lengths: readonly number[];
};

/** Computes the hints of all points of a batch. Without an election there are none. */
export function makeHints(batch: BundleBatch, kernel: Kernel): HintedBatch {
  const columns = newColumns(batch.bundles.reduce((sum, { entries }) => sum + entries, 0));
  const bundles = divideBundles(batch, columns);
  const election = batch.context && prepare(batch.context);
  const gathered = new Gatherer(batch, columns, election).read(bundles);
  kernel.decode(gathered.encodings);
  return {
    bytes: batch.bytes,
    hints: kernel.hintsOfLastDecode(),
    lengths: gathered.bundles.map(({ points }) => 32 * points),
  };
}
