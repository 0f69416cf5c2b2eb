import { assert, type Bytes, concat, equalBytes, sha256 } from "@veche/base";

/** §07.1.1, RFC 6962 §2.1. */
export const LEAF_PREFIX = 0;
const LEAF = new Uint8Array([LEAF_PREFIX]);
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
  /** For each level its open tile, which lies to the right of everything above. */
  readonly #open: OpenTile[] = [];

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf; returns the tiles that it fills, lowest level first. */
  append(leaf: Bytes): readonly Tile[] {
    this.#size += 1;
    return this.#carry(0, leaf);
  }

  /** Adds the leaves of a full tile, whose root is known, where the log ends with a full tile. */
  appendTile(leaves: Bytes, root: Bytes): readonly Tile[] {
    const open = this.#openAt(0);
    assert(open.count === 0 && leaves.length === HASH_BYTES * TILE_WIDTH, "a tile follows a full tile");
    this.#size += TILE_WIDTH;
    const tile = { level: 0, index: open.index, hashes: leaves };
    open.index += 1;
    return [tile, ...this.#carry(1, root)];
  }

  /** The partial tiles of the present size. */
  partialTiles(): readonly Tile[] {
    return this.#open.flatMap(({ hashes, count, index }, level) =>
      count === 0 ? [] : [{ level, index, hashes: hashes.slice(0, HASH_BYTES * count) }],
    );
  }

  /** Root of the present size. */
  root(): Bytes {
    const [leaves, ...above] = this.#open;
    return rootOfRows(leaves?.hashes.subarray(0, HASH_BYTES * leaves.count) ?? EMPTY, above);
  }

  /** Root that the log would have with these leaves after its last full tile of leaves. */
  rootWith(leaves: Bytes): Bytes {
    return rootOfRows(leaves, this.#open.slice(1));
  }

  #carry(from: number, first: Bytes): readonly Tile[] {
    const full: Tile[] = [];
    let hash = first;
    for (let level = from; ; level++) {
      const open = this.#openAt(level);
      open.hashes.set(hash, HASH_BYTES * open.count);
      open.count += 1;
      if (open.count < TILE_WIDTH) return full;
      full.push({ level, index: open.index, hashes: open.hashes.slice() });
      hash = rootOfTile(open.hashes);
      open.count = 0;
      open.index += 1;
    }
  }

  #openAt(level: number): OpenTile {
    const open = this.#open[level];
    if (open !== undefined) return open;
    const made = { hashes: new Uint8Array(HASH_BYTES * TILE_WIDTH), count: 0, index: 0 };
    this.#open[level] = made;
    return made;
  }
}

/** The hashes of a tile that is being filled, how many there are, and which tile of its level it is. */
type OpenTile = { readonly hashes: Bytes; count: number; index: number };

const EMPTY = new Uint8Array(0);

/** Root of a tree by its open tile of each level, the lowest first: to the right of all others. */
function rootOfRows(leaves: Bytes, above: readonly OpenTile[]): Bytes {
  let root: Bytes | undefined;
  for (const row of [leaves, ...above.map(({ hashes, count }) => hashes.subarray(0, HASH_BYTES * count))]) {
    for (const hash of perfectRoots(row).reverse()) {
      root = root === undefined ? hash : nodeHash(hash, root);
    }
  }
  return root ?? sha256(EMPTY);
}

/** Root over a power of two of equally high subtrees, their hashes one after another. */
export function rootOfTile(hashes: Bytes): Bytes {
  const row = hashes.slice();
  // A node is hashed with its prefix before its two children, which stand side by side.
  const node = new Uint8Array(1 + 2 * HASH_BYTES);
  node.set(NODE);
  for (let count = row.length / HASH_BYTES; count > 1; count /= 2) {
    for (let i = 0; i < count; i += 2) {
      node.set(row.subarray(HASH_BYTES * i, HASH_BYTES * (i + 2)), 1);
      row.set(sha256(node), HASH_BYTES * (i / 2));
    }
  }
  return row.slice(0, HASH_BYTES);
}

/** Roots of the largest perfect subtrees of a row, from the left: one for each bit of its length. */
function perfectRoots(row: Bytes): Bytes[] {
  const roots: Bytes[] = [];
  const count = row.length / HASH_BYTES;
  let start = 0;
  for (let width = TILE_WIDTH; width >= 1; width /= 2) {
    if ((count & width) === 0) continue;
    roots.push(rootOfTile(row.subarray(HASH_BYTES * start, HASH_BYTES * (start + width))));
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
      // It ends at a one: `node` is not 0 here, as neither an odd number nor `last` is.
      while (node % 2 === 0) {
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
