import { type Bytes, equalBytes } from "@veche/base";
import type { Findings } from "../findings.ts";
import type { RecordReader } from "../reader.ts";
import type { EntrySource } from "./entry-source.ts";
import { leafHash, type Tile, type TreeBuilder } from "./merkle.ts";
import { FULL_WIDTH, tilePath } from "./tile-path.ts";

export type Walk = {
  readonly reader: RecordReader;
  readonly source: EntrySource;
  readonly findings: Findings;
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
  }
  for (const tile of tree.partialTiles()) await compareTile(walk, tile);
  return true;
}

async function compareTile({ reader, findings }: Walk, tile: Tile): Promise<void> {
  const { level, index, hashes } = tile;
  const path = tilePath({ level, index, width: Math.min(FULL_WIDTH, hashes.length / 32) });
  findings.examined("V03");
  const bytes = await reader.read(path);
  // A missing file and a file of another size are what V01 is for.
  if (bytes === undefined || bytes.length !== hashes.length) return;
  if (!equalBytes(bytes, hashes)) findings.fail("V03", "TILE_DIFFERS", { file: path });
}

/** The end of V03: the root of all entries against that of the checkpoint. */
export function checkRoot({ findings, tree }: Walk, root: Bytes | undefined): void {
  findings.made("V03");
  if (root !== undefined && !equalBytes(tree.root(), root)) findings.fail("V03", "ROOT_DIFFERS");
}
