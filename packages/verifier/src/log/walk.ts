import { type Bytes, equalBytes } from "@veche/base";
import type { EntryColumns } from "../bulk/batch.ts";
import { bundleDigest } from "../bulk/read-entries.ts";
import type { Findings } from "../findings.ts";
import type { RecordReader } from "../reader.ts";
import type { BundleFeed, TakenBatch } from "./bundle-feed.ts";
import type { EntrySource } from "./entry-source.ts";
import type { Tile, TreeBuilder } from "./merkle.ts";
import { FULL_WIDTH, tilePath } from "./tile-path.ts";

export type Walk = {
  readonly reader: RecordReader;
  readonly source: EntrySource;
  readonly findings: Findings;
  /** Widths of the partial tiles that are left from smaller sizes, by the path of the full tile. */
  readonly leftovers: ReadonlyMap<string, readonly number[]>;
  /** The tree of all bundles visited so far, without the present one. */
  readonly tree: TreeBuilder;
};

/** A bundle of a batch whose turn it is. */
export type Visit = {
  readonly taken: TakenBatch;
  /** Rows of the batch that are its entries, `to` not included, and the index of the first one in the log. */
  readonly from: number;
  readonly to: number;
  readonly firstEntry: number;
  readonly isLastOfBatch: boolean;
  /** Root of the log that ends with a row of this bundle. */
  readonly rootAfter: (row: number) => Bytes;
};

/**
 * Visits every bundle in order and rebuilds the whole tree on the way (V03). Stops where entries are missing;
 * returns whether all were there.
 */
export async function walkLog(
  walk: Walk,
  feed: BundleFeed,
  visit: (visit: Visit) => Promise<void>,
): Promise<boolean> {
  const { source, findings, tree } = walk;
  for await (const taken of feed.batches()) {
    let from = 0;
    for (let i = 0; i < taken.judged.bundles; i++) {
      const to = from + (taken.shapes[i]?.entries ?? 0);
      await visitBundle(walk, taken, i, from, to, visit);
      from = to;
    }
    if (taken.judged.bundles === taken.shapes.length) continue;
    const broken = taken.firstBundle + taken.judged.bundles;
    findings.fail("V01", "BUNDLE_FORM", { file: source.bundlePath(broken) });
    findings.fail("V03", "ENTRIES_MISSING", { entry: tree.size });
    return false;
  }
  if (feed.isMissing) {
    findings.fail("V03", "ENTRIES_MISSING", { entry: tree.size });
    return false;
  }
  for (const tile of tree.partialTiles()) await compareTile(walk, tile);
  return true;
}

async function visitBundle(
  walk: Walk,
  taken: TakenBatch,
  i: number,
  from: number,
  to: number,
  visit: (visit: Visit) => Promise<void>,
): Promise<void> {
  const { tree, source } = walk;
  const { columns } = taken.judged;
  const leaves = columns.leaves.slice(32 * from, 32 * to);
  source.saw(taken.shapes[i]?.bytes ?? 0, bundleDigest(leaves));
  await visit({
    taken,
    from,
    to,
    firstEntry: tree.size,
    isLastOfBatch: i === taken.judged.bundles - 1,
    rootAfter: (row) => tree.rootWith(leaves.subarray(0, 32 * (row + 1 - from))),
  });
  const root = taken.judged.roots.subarray(32 * i, 32 * i + 32);
  for (const tile of addLeaves(tree, leaves, root)) await compareTile(walk, tile);
  await compareLeftBundles(walk, taken.firstBundle + i, taken.judged.bytes, columns, from, to);
}

function addLeaves(tree: TreeBuilder, leaves: Bytes, root: Bytes): readonly Tile[] {
  if (leaves.length === 32 * FULL_WIDTH) return tree.appendTile(leaves, root);
  const tiles: Tile[] = [];
  for (let at = 0; at < leaves.length; at += 32) tiles.push(...tree.append(leaves.subarray(at, at + 32)));
  return tiles;
}

async function compareTile(walk: Walk, { level, index, hashes }: Tile): Promise<void> {
  const width = Math.min(FULL_WIDTH, hashes.length / 32);
  await compareFile(walk, tilePath({ level, index, width }), hashes);
  for (const left of walk.leftovers.get(tilePath({ level, index, width: FULL_WIDTH })) ?? []) {
    if (left < width)
      await compareFile(walk, tilePath({ level, index, width: left }), hashes.subarray(0, 32 * left));
  }
}

/** Bundles left from smaller sizes hold the first entries of the one that took their place (§09.1). */
async function compareLeftBundles(
  walk: Walk,
  index: number,
  bytes: Bytes,
  { starts, lengths }: EntryColumns,
  from: number,
  to: number,
): Promise<void> {
  const full = tilePath({ level: "entries", index, width: FULL_WIDTH });
  for (const width of walk.leftovers.get(full) ?? []) {
    if (width >= to - from) continue;
    const last = from + width - 1;
    const end = (starts[last] as number) + (lengths[last] as number);
    const expected = bytes.subarray((starts[from] as number) - 2, end);
    await compareFile(walk, tilePath({ level: "entries", index, width }), expected);
  }
}

async function compareFile({ reader, findings }: Walk, path: string, expected: Bytes): Promise<void> {
  findings.examined("V03");
  const bytes = await reader.read(path);
  // A file that V01 refused is not read; what is wrong with it has been said.
  if (bytes !== undefined && !equalBytes(bytes, expected)) {
    findings.fail("V03", "TILE_DIFFERS", { file: path });
  }
}

/** The end of V03: the root of all entries against that of the checkpoint. */
export function checkRoot({ findings, tree }: Walk, root: Bytes | undefined): void {
  findings.made("V03");
  if (root !== undefined && !equalBytes(tree.root(), root)) findings.fail("V03", "ROOT_DIFFERS");
}
