import { readFileSync, statSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import {
  appendLeaves,
  EMPTY_FRONTIER,
  encodeEntryBundle,
  frontierRoot,
  HASH_BYTES,
  leafHash,
  TILE_WIDTH,
  type TileEdge,
  type TileRef,
  tilePath,
  treeRoot,
} from "@veche/tlog";
import type { ElectionStore } from "../store/election-store.ts";
import { writeWhole } from "../store/files.ts";
import { fullTiles, itemsAt, partialRefs, type TileTail } from "./partial.ts";
import { EMPTY_TAIL, TileWriter } from "./tile-writer.ts";

export type RecoverError = {
  /** The entries do not lead to the root that was committed: the disk has changed them. Nothing is published then. */
  readonly code: "ENTRIES_DAMAGED";
};

export type Recovered = { readonly writer: TileWriter; readonly repaired: number };

/**
 * The tiles of a store after any crash, made right from its entries. A full tile of the right length is complete, as it
 * was durable before it had a name; any other is written again. Should the root differ nevertheless, all are.
 * @param published size of the checkpoint that stands.
 */
export async function recoverTiles(
  store: ElectionStore,
  published: number,
): Promise<Result<Recovered, RecoverError>> {
  const repaired = await completeFullTiles(store);
  const tail = readTail(store);
  const writer = new TileWriter(store.paths, tail);
  if (!equalBytes(rootOf(tail.edge), frontierRoot(store.head.frontier))) return rebuildAll(store);
  await removeLeftovers(store, published);
  await writer.writePartial(published);
  return ok({ writer, repaired });
}

/** Partial tiles that were written after the last checkpoint: of no size that anybody will ask for. */
async function removeLeftovers(store: ElectionStore, published: number): Promise<void> {
  const kept = new Set(partialRefs(published).map(tilePath));
  const levels: TileRef["level"][] = ["entries"];
  for (let level = 0; itemsAt(store.head.size, level) > 0; level++) levels.push(level);
  for (const level of levels) {
    const last = fullTiles(itemsAt(store.head.size, level));
    for (let index = fullTiles(itemsAt(published, level)); index <= last; index++) {
      const full = tilePath({ level, index, width: TILE_WIDTH });
      const widths = await readdir(join(store.paths.published, `${full}.p`)).catch(() => []);
      for (const path of widths.map((width) => `${full}.p/${width}`)) {
        if (!kept.has(path)) await rm(join(store.paths.published, path), { recursive: true, force: true });
      }
    }
  }
}

async function rebuildAll(store: ElectionStore): Promise<Result<Recovered, RecoverError>> {
  await rm(join(store.paths.published, "tile"), { recursive: true, force: true });
  const writer = new TileWriter(store.paths, EMPTY_TAIL);
  let frontier = EMPTY_FRONTIER;
  for (let from = 0; from < store.head.size; from += TILE_WIDTH) {
    const entries = [...store.entries(from, Math.min(from + TILE_WIDTH, store.head.size))];
    const leaves = entries.map(leafHash);
    await writer.append(entries, leaves);
    await writer.dropSuperseded(writer.size);
    frontier = appendLeaves(frontier, leaves);
  }
  return equalBytes(frontierRoot(frontier), frontierRoot(store.head.frontier))
    ? ok({ writer, repaired: writer.size })
    : err({ code: "ENTRIES_DAMAGED" });
}

/** Writes each full tile and bundle that is missing or of a wrong length; returns how many. */
async function completeFullTiles(store: ElectionStore): Promise<number> {
  let repaired = 0;
  const write = async (ref: TileRef, bytes: Bytes): Promise<void> => {
    await writeWhole(pathOf(store, ref), bytes, { temporary: store.paths.temporary, durable: true });
    repaired++;
  };
  let hashes = store.head.size;
  for (let level = 0; hashes >= TILE_WIDTH; level++) {
    for (let index = 0; index < fullTiles(hashes); index++) {
      const tile: TileRef = { level, index, width: TILE_WIDTH };
      const bundle: TileRef = { level: "entries", index, width: TILE_WIDTH };
      if (level === 0 && lengthOf(store, bundle) !== bundleLength(store, index)) {
        await write(bundle, encodeEntryBundle(bundleEntries(store, index)));
      }
      if (lengthOf(store, tile) === TILE_WIDTH * HASH_BYTES) continue;
      await write(tile, Buffer.concat(level === 0 ? leavesOf(store, index) : rowAbove(store, level, index)));
    }
    hashes = fullTiles(hashes);
  }
  return repaired;
}

/** The open end of every level, from the full tiles below it and, at level 0, from the entries. */
function readTail(store: ElectionStore): TileTail {
  const { size } = store.head;
  const entries = [...store.entries(size - (size % TILE_WIDTH), size)];
  const levels: (readonly Bytes[])[] = [];
  let hashes = size;
  for (let level = 0; hashes > 0; level++) {
    const first = fullTiles(hashes) * TILE_WIDTH;
    levels.push(level === 0 ? entries.map(leafHash) : rootsOf(store, level - 1, first, hashes));
    hashes = fullTiles(hashes);
  }
  return { edge: { size, levels }, entries };
}

/** Root of a tree from its open ends: a complete subtree at the right edge never spans two tiles. */
export function rootOf(edge: TileEdge): Bytes {
  const root = treeRoot(edge.size, (level, index) => {
    const height = level % 8;
    const row = edge.levels[(level - height) / 8] ?? [];
    const width = 2 ** height;
    const first = (index * width) % TILE_WIDTH;
    return completeRoot(row.slice(first, first + width));
  });
  return root.ok ? root.value : new Uint8Array(0);
}

const completeRoot = (hashes: readonly Bytes[]): Bytes => frontierRoot(appendLeaves(EMPTY_FRONTIER, hashes));

/** Roots of the full tiles [from, to) of a level: the hashes of the level above. */
function rootsOf(store: ElectionStore, level: number, from: number, to: number): readonly Bytes[] {
  const roots: Bytes[] = [];
  for (let index = from; index < to; index++) {
    const tile = readFileSync(pathOf(store, { level, index, width: TILE_WIDTH }));
    const hashes = Array.from(
      { length: TILE_WIDTH },
      (_, i) => new Uint8Array(tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
    );
    roots.push(completeRoot(hashes));
  }
  return roots;
}

const rowAbove = (store: ElectionStore, level: number, index: number): readonly Bytes[] =>
  rootsOf(store, level - 1, index * TILE_WIDTH, (index + 1) * TILE_WIDTH);

const bundleEntries = (store: ElectionStore, index: number): readonly Bytes[] => [
  ...store.entries(index * TILE_WIDTH, (index + 1) * TILE_WIDTH),
];

const leavesOf = (store: ElectionStore, index: number): readonly Bytes[] =>
  bundleEntries(store, index).map(leafHash);

/** A bundle has u16 lengths where the entry file has u32. */
function bundleLength(store: ElectionStore, index: number): number {
  const bytes = store.offsetOf((index + 1) * TILE_WIDTH) - store.offsetOf(index * TILE_WIDTH);
  return bytes - 2 * TILE_WIDTH;
}

const pathOf = (store: ElectionStore, ref: TileRef): string => join(store.paths.published, tilePath(ref));

function lengthOf(store: ElectionStore, ref: TileRef): number | undefined {
  return statSync(pathOf(store, ref), { throwIfNoEntry: false })?.size;
}
