import { assert, type Bytes } from "@veche/base";
import { signCheckpoint } from "@veche/client/testing";
import { resultBytes } from "@veche/ledger";
import type { TestElection, TestLedger } from "@veche/ledger/testing";
import {
  appendLeaves,
  changedEntryBundles,
  EMPTY_FRONTIER,
  EMPTY_TILE_EDGE,
  encodeEntryBundle,
  formatTlogProof,
  frontierRoot,
  growTiles,
  type HashReader,
  leafHash,
  proveInclusion,
  TILE_WIDTH,
  tileHashReader,
  tilePath,
} from "@veche/tlog";

export type Files = ReadonlyMap<string, Bytes>;

/** The files of a record (chapter 09) of everything that the ledger has taken, signed by all who sign checkpoints. */
export function recordOf(ledger: TestLedger): Files {
  const files = new Map(filesOf(ledger.test, ledger.entries));
  const result = resultBytes(ledger.view);
  if (result !== undefined) files.set("result.cbor", result);
  return files;
}

/** Tiles, bundles and checkpoint of these entries, whatever they are. */
export function filesOf(test: TestElection, entries: readonly Bytes[]): Map<string, Bytes> {
  const files = new Map<string, Bytes>();
  const { tiles } = growTiles(EMPTY_TILE_EDGE, entries.map(leafHash));
  for (const tile of tiles) files.set(tilePath(tile), tile.bytes);
  for (const ref of changedEntryBundles(0, entries.length)) {
    const first = TILE_WIDTH * ref.index;
    files.set(tilePath(ref), encodeEntryBundle(entries.slice(first, first + ref.width)));
  }
  const root = frontierRoot(appendLeaves(EMPTY_FRONTIER, entries.map(leafHash)));
  files.set("checkpoint", signCheckpoint(test, { size: entries.length, root }));
  return files;
}

const hashesOf = (files: Files, size: number): HashReader => tileHashReader(size, (path) => files.get(path));

/** The receipt (§07.5) of an entry of a record. */
export function receiptOf(files: Files, entries: readonly Bytes[], index: number): Bytes {
  const hashes = proveInclusion(index, entries.length, hashesOf(files, entries.length));
  const [checkpoint, extra] = [files.get("checkpoint"), entries[index]];
  assert(hashes.ok && checkpoint !== undefined && extra !== undefined, "the entry stands in the record");
  return formatTlogProof({ index, hashes: hashes.value, checkpoint, extra });
}
