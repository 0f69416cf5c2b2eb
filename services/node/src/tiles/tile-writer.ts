import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Bytes } from "@veche/base";
import {
  changedEntryBundles,
  EMPTY_TILE_EDGE,
  encodeEntryBundle,
  growTiles,
  TILE_WIDTH,
  type Tile,
  type TileRef,
  tilePath,
} from "@veche/tlog";
import { writeWhole } from "../store/files.ts";
import { partialRefs, partialTiles, type TileTail } from "./partial.ts";
import type { TileFolder } from "./read-tiles.ts";

export const EMPTY_TAIL: TileTail = { edge: EMPTY_TILE_EDGE, entries: [] };

/**
 * Writes the tiles and entry bundles of a growing log (§07.2). Full tiles are durable before they get their name, so a
 * tile that is there is right; partial ones are made anew at every start. Of each partial tile only the widest stays:
 * narrower ones are its beginning.
 */
export class TileWriter {
  readonly #folder: TileFolder;
  #tail: TileTail;
  #superseded: readonly TileRef[] = [];

  constructor(folder: TileFolder, tail: TileTail) {
    this.#folder = folder;
    this.#tail = tail;
  }

  get size(): number {
    return this.#tail.edge.size;
  }

  /** Appends entries with their leaf hashes and writes every tile that they change. */
  async append(entries: readonly Bytes[], leaves: readonly Bytes[]): Promise<void> {
    const { edge, tiles } = growTiles(this.#tail.edge, leaves);
    for (const tile of [...this.#bundles(entries), ...tiles]) await this.#write(tile);
    const kept = new Set(partialRefs(edge.size).map(tilePath));
    const replaced = partialRefs(this.size).filter((ref) => !kept.has(tilePath(ref)));
    this.#superseded = [...this.#superseded, ...replaced];
    const open = edge.size % TILE_WIDTH;
    this.#tail = { edge, entries: lastOf([...this.#tail.entries, ...entries], open) };
  }

  /** Writes the partial tiles of the present size, after a start; those of the checkpoint that stands stay as well. */
  async writePartial(published: number): Promise<void> {
    for (const tile of partialTiles(this.#tail)) await this.#write(tile);
    const kept = new Set(partialRefs(this.size).map(tilePath));
    this.#superseded = partialRefs(published).filter((ref) => !kept.has(tilePath(ref)));
  }

  /** Removes the partial tiles that the checkpoint of `published` leaves, which now stands, has no use for. */
  async dropSuperseded(published: number): Promise<void> {
    const needed = new Set(partialRefs(published).map(tilePath));
    const superseded = this.#superseded.filter((ref) => !needed.has(tilePath(ref)));
    this.#superseded = this.#superseded.filter((ref) => needed.has(tilePath(ref)));
    for (const ref of superseded) await rm(this.#pathOf(ref), { force: true });
  }

  #bundles(entries: readonly Bytes[]): readonly Tile[] {
    const all = [...this.#tail.entries, ...entries];
    const first = this.size - this.#tail.entries.length;
    return changedEntryBundles(this.size, this.size + entries.length).map((ref) => {
      const from = ref.index * TILE_WIDTH - first;
      return { ...ref, bytes: encodeEntryBundle(all.slice(from, from + ref.width)) };
    });
  }

  async #write(tile: Tile): Promise<void> {
    const durable = tile.width === TILE_WIDTH;
    await writeWhole(this.#pathOf(tile), tile.bytes, { temporary: this.#folder.temporary, durable });
  }

  #pathOf(ref: TileRef): string {
    return join(this.#folder.published, tilePath(ref));
  }
}

const lastOf = <T>(items: readonly T[], count: number): readonly T[] => items.slice(items.length - count);
