import { type Bytes, concat, equalBytes, u16 } from "@veche/base";
import type { Findings } from "../findings.ts";
import type { RecordReader } from "../reader.ts";
import type { EntrySource } from "./entry-source.ts";
import { leafHash, type Tile, type TreeBuilder } from "./merkle.ts";
import { FULL_WIDTH, tilePath } from "./tile-path.ts";

export type Walk = {
  readonly reader: RecordReader;
  readonly source: EntrySource;
  readonly findings: Findings;
  /** Widths of the partial tiles that are left from smaller sizes, by the path of the full tile. */
  readonly leftovers: ReadonlyMap<string, readonly number[]>;
  /** The tree as it grows: of all entries visited so far, the present one included. */
  readonly tree: TreeBuilder;
};

/**
 * Visits every entry in order and rebuilds the whole tree on the way (V03). Nothing but one bundle is held in
 * memory. Stops where entries are missing; returns whether all were there.
 */
export async function walkLog(
  walk: Walk,
  visit: (entry: Bytes, index: number) => Promise<void>,
): Promise<boolean> {
  const { source, findings, tree } = walk;
  for (let bundle = 0; bundle < source.bundles; bundle++) {
    const entries = await source.bundle(bundle);
    if (typeof entries === "string") {
      if (entries === "BUNDLE_FORM") findings.fail("V01", entries, { file: source.bundlePath(bundle) });
      findings.fail("V03", "ENTRIES_MISSING", { entry: tree.size });
      return false;
    }
    for (const entry of entries) {
      const full = tree.append(leafHash(entry));
      await visit(entry, tree.size - 1);
      for (const tile of full) await compareTile(walk, tile);
    }
    await compareLeftBundles(walk, bundle, entries);
  }
  for (const tile of tree.partialTiles()) await compareTile(walk, tile);
  return true;
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
async function compareLeftBundles(walk: Walk, index: number, entries: readonly Bytes[]): Promise<void> {
  const full = tilePath({ level: "entries", index, width: FULL_WIDTH });
  for (const width of walk.leftovers.get(full) ?? []) {
    if (width >= entries.length) continue;
    const bytes = concat(...entries.slice(0, width).flatMap((entry) => [u16(entry.length), entry]));
    await compareFile(walk, tilePath({ level: "entries", index, width }), bytes);
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
