import { type Bytes, concat, equalBytes, sha256 } from "@veche/base";

/** §07.1.1, RFC 6962 §2.1. */
const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

export const leafHash = (entry: Bytes): Bytes => sha256(concat(LEAF, entry));
export const nodeHash = (left: Bytes, right: Bytes): Bytes => sha256(concat(NODE, left, right));

/** Hashes of one tile: the roots of `width` perfect subtrees of 256^level leaves each. */
export type Tile = { readonly level: number; readonly index: number; readonly hashes: Bytes };

const TILE_WIDTH = 256;
const HASH_BYTES = 32;

/**
 * Builds a log's tree leaf by leaf and gives back every tile as it becomes full. Memory: one open tile for
 * each level, whatever the size of the log.
 */
export class TreeBuilder {
  #size = 0;
  /** For each level the hashes of its open tile, which lie to the right of everything above. */
  readonly #open: Bytes[][] = [];
  readonly #filled: number[] = [];

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf; returns the tiles that it fills, lowest level first. */
  append(leaf: Bytes): readonly Tile[] {
    this.#size += 1;
    const full: Tile[] = [];
    let hash = leaf;
    for (let level = 0; ; level++) {
      const open = this.#openAt(level);
      open.push(hash);
      if (open.length < TILE_WIDTH) return full;
      const index = this.#filled[level] ?? 0;
      full.push({ level, index, hashes: concat(...open) });
      this.#filled[level] = index + 1;
      this.#open[level] = [];
      hash = rootOf(open);
    }
  }

  /** The partial tiles of the present size. */
  partialTiles(): readonly Tile[] {
    return this.#open.flatMap((open, level) =>
      open.length === 0 ? [] : [{ level, index: this.#filled[level] ?? 0, hashes: concat(...open) }],
    );
  }

  /** Root of the present size. */
  root(): Bytes {
    let root: Bytes | undefined;
    for (const open of this.#open) {
      for (const hash of perfectRoots(open).reverse()) {
        root = root === undefined ? hash : nodeHash(hash, root);
      }
    }
    return root ?? sha256(new Uint8Array(0));
  }

  #openAt(level: number): Bytes[] {
    const open = this.#open[level];
    if (open !== undefined) return open;
    const made: Bytes[] = [];
    this.#open[level] = made;
    return made;
  }
}

/** Root over a power of two of equally high subtrees. */
function rootOf(hashes: readonly Bytes[]): Bytes {
  let row = hashes;
  while (row.length > 1) {
    const next: Bytes[] = [];
    for (let i = 0; i < row.length; i += 2) next.push(nodeHash(row[i] as Bytes, row[i + 1] as Bytes));
    row = next;
  }
  return row[0] as Bytes;
}

/** Roots of the largest perfect subtrees of a row, from the left: one for each bit of its length. */
function perfectRoots(row: readonly Bytes[]): Bytes[] {
  const roots: Bytes[] = [];
  let start = 0;
  for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
    if ((row.length & width) === 0) continue;
    roots.push(rootOf(row.slice(start, start + width)));
    start += width;
  }
  return roots;
}

/** Root that an inclusion proof leads to (RFC 9162 §2.1.3.2); `undefined` if its length is wrong. */
export function rootOfInclusion(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Bytes | undefined {
  if (index >= size || leaf.length !== HASH_BYTES) return undefined;
  let node = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0 || sibling.length !== HASH_BYTES) return undefined;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      root = nodeHash(root, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : undefined;
}

export function sameRoot(a: Bytes | undefined, b: Bytes): boolean {
  return a !== undefined && equalBytes(a, b);
}
