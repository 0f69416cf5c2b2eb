import type { Kernel } from "@veche/group/kernel";
import { type BundleBatch, type JudgedBatch, NO_HINTS } from "./batch.ts";
import { BatchJudge } from "./batch-judge.ts";
import { Gatherer } from "./gather.ts";
import { prepare } from "./prepared.ts";
import { divideBundles, newColumns, rootsOfBundles } from "./read-entries.ts";

/**
 * Reads, hashes and judges the entries of a batch. What is neither a plain `issue` nor a plain `cast` is
 * hashed and left for the strict decoder.
 */
export function judgeBundles(batch: BundleBatch, kernel: Kernel): JudgedBatch {
  const columns = newColumns(batch.bundles.reduce((sum, { entries }) => sum + entries, 0));
  const bundles = divideBundles(batch, columns);
  const election = batch.context && prepare(batch.context);
  const gathered = new Gatherer(batch, columns, election).read(bundles);
  const judge = election && new BatchJudge(kernel, election, batch, columns, gathered);
  judge?.judge();
  return {
    bytes: batch.bytes,
    bundles,
    columns,
    roots: rootsOfBundles(batch, bundles, columns.leaves),
    sums: judge?.sums() ?? [],
    hints: judge?.hints ?? NO_HINTS,
  };
}
