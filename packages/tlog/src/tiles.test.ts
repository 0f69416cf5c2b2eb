import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, expectOk, utf8 } from "@veche/base";
import fc from "fast-check";
import { entryOf, leafHashesOf, NaiveTree } from "./fixtures.test.ts";
import {
  changedEntryBundles,
  changedHashTiles,
  consistencyTiles,
  decodeEntryBundle,
  EMPTY_TILE_EDGE,
  encodeEntryBundle,
  growTiles,
  inclusionTiles,
  leafHash,
  MAX_ENTRY_BYTES,
  parseTilePath,
  proveConsistency,
  proveInclusion,
  readTileEdge,
  type Tile,
  type TileRef,
  tileHashReader,
  tilePath,
  treeRoot,
  verifyInclusion,
} from "./index.ts";

const PATHS: Record<string, TileRef> = {
  "tile/0/000": { level: 0, index: 0, width: 256 },
  "tile/0/x001/x234/067": { level: 0, index: 1234067, width: 256 },
  "tile/63/x001/000.p/1": { level: 63, index: 1000, width: 1 },
  "tile/1/001.p/17": { level: 1, index: 1, width: 17 },
  "tile/entries/273.p/112": { level: "entries", index: 273, width: 112 },
  "tile/entries/x999/999.p/255": { level: "entries", index: 999_999, width: 255 },
  "tile/2/x009/x007/x199/x254/x740/991": { level: 2, index: Number.MAX_SAFE_INTEGER, width: 256 },
};

test("tile paths are those of C2SP tlog-tiles, both ways", () => {
  for (const [path, ref] of Object.entries(PATHS)) {
    assert.equal(tilePath(ref), path);
    assert.deepEqual(expectOk(parseTilePath(path), path), ref);
  }
});

test("any tile comes back from its path", () => {
  const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant("entries" as const));
  const index = fc.maxSafeNat();
  fc.assert(
    fc.property(level, index, fc.integer({ min: 1, max: 256 }), (level, index, width) => {
      const ref: TileRef = { level, index, width };
      assert.deepEqual(expectOk(parseTilePath(tilePath(ref)), "path"), ref);
    }),
  );
});

const BAD_PATHS = [
  "",
  "tile/0/0",
  "tile/0/0000",
  "tile/0/1000",
  "tile/0/x000/001",
  "tile/0/001/002",
  "tile/0/x001/x002",
  "tile/0/X001/002",
  "tile/00/000",
  "tile/64/000",
  "tile/-1/000",
  "tile/entry/000",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/01",
  "tile/0/000.p/",
  "tile/0/000.p",
  "tile/0/000/",
  "tile/0/000\n",
  "/tile/0/000",
  "tile/8/0/000",
  "tile/0/x009/x007/x199/x254/x740/992",
  "tile/0/x001/x009/x007/x199/x254/x740/991",
  "tile/0/../000",
  "tile/0/٠٠٠",
];

for (const path of BAD_PATHS) {
  test(`refuses the tile path ${JSON.stringify(path)}`, () => {
    assert.deepEqual(parseTilePath(path), { ok: false, error: { code: "TILE_PATH" } });
  });
}

const counted = (tiles: readonly TileRef[]): Record<string, readonly number[]> =>
  Object.fromEntries(
    [...new Set(tiles.map((tile) => tile.level))].map((level) => {
      const widths = tiles.filter((tile) => tile.level === level).map((tile) => tile.width);
      return [
        level,
        [widths.filter((width) => width === 256).length, ...widths.filter((width) => width < 256)],
      ];
    }),
  );

test("a tree of 70,000 leaves has the tiles of the example in C2SP tlog-tiles", () => {
  assert.deepEqual(counted(changedHashTiles(0, 70_000)), { 0: [273, 112], 1: [1, 17], 2: [0, 1] });
  assert.deepEqual(counted(changedEntryBundles(0, 70_000)), { entries: [273, 112] });
});

test("a tree of 256 leaves has one full tile and one hash above it; an empty one has none", () => {
  assert.deepEqual(changedHashTiles(0, 256).map(tilePath), ["tile/0/000", "tile/1/000.p/1"]);
  assert.deepEqual(changedHashTiles(0, 0), []);
  assert.deepEqual(changedEntryBundles(256, 256), []);
});

test("growth changes the tiles it touches and no others", () => {
  assert.deepEqual(changedHashTiles(255, 256).map(tilePath), ["tile/0/000", "tile/1/000.p/1"]);
  assert.deepEqual(changedHashTiles(256, 257).map(tilePath), ["tile/0/001.p/1"]);
  assert.deepEqual(changedHashTiles(300, 600).map(tilePath), [
    "tile/0/001",
    "tile/0/002.p/88",
    "tile/1/000.p/2",
  ]);
  assert.deepEqual(changedEntryBundles(300, 600).map(tilePath), [
    "tile/entries/001",
    "tile/entries/002.p/88",
  ]);
  assert.deepEqual(changedHashTiles(300, 300), []);
  assert.throws(() => changedHashTiles(2, 1), { name: "BugError" });
});

const SIZE = 70_000;
const LEAVES = leafHashesOf(SIZE);
const TREE = new NaiveTree(LEAVES);

/** The tiles of a log that published at each of the sizes. */
function publishAt(sizes: readonly number[]): Map<string, Bytes> {
  const stored = new Map<string, Bytes>();
  let edge = EMPTY_TILE_EDGE;
  for (const size of sizes) {
    const grown = growTiles(edge, LEAVES.slice(edge.size, size));
    assert.deepEqual(grown.tiles.map(tilePath), changedHashTiles(edge.size, size).map(tilePath));
    for (const tile of grown.tiles) store(stored, tile);
    edge = grown.edge;
    assert.equal(edge.size, size);
  }
  return stored;
}

function store(stored: Map<string, Bytes>, tile: Tile): void {
  const path = tilePath(tile);
  const present = stored.get(path);
  assert(present === undefined || Buffer.from(present).equals(tile.bytes), `${path} is immutable`);
  stored.set(path, tile.bytes);
}

test("the tiles of 70,000 leaves give the root and the proofs of the naive tree", () => {
  const stored = publishAt([1, 255, 256, 257, 5_000, 65_535, 65_536, 65_537, SIZE]);
  for (const size of [1, 256, 5_000, 65_536, SIZE]) {
    const read = tileHashReader(size, (path) => stored.get(path));
    const root = expectOk(treeRoot(size, read), "root");
    assert.deepEqual(root, TREE.root(0, size));
    for (const index of [0, 255, 256, 4_999, 65_535, SIZE - 1].filter((index) => index < size)) {
      const proof = expectOk(proveInclusion(index, size, read), "proof");
      assert.deepEqual(proof, TREE.path(index, 0, size));
      assert(verifyInclusion({ index, size, root, leafHash: leafHash(entryOf(index)) }, proof).ok);
    }
  }
  const read = tileHashReader(SIZE, (path) => stored.get(path));
  for (const old of [1, 256, 300, 65_536, SIZE - 1]) {
    assert.deepEqual(expectOk(proveConsistency(old, SIZE, read), "proof"), TREE.consistency(old, SIZE));
  }
});

test("the tiles named beforehand are all that a proof reads", () => {
  const stored = publishAt([66_000]);
  fc.assert(
    fc.property(fc.nat({ max: 65_999 }), (index) => {
      for (const [tiles, prove] of [
        [inclusionTiles(index, 66_000), proveInclusion],
        [consistencyTiles(index, 66_000), proveConsistency],
      ] as const) {
        const fetched = new Set(tiles.map(tilePath));
        assert.equal(fetched.size, tiles.length);
        const asked = new Set<string>();
        const read = tileHashReader(66_000, (path) => {
          asked.add(path);
          return fetched.has(path) ? stored.get(path) : undefined;
        });
        assert(prove(index, 66_000, read).ok);
        assert.deepEqual(asked, fetched);
      }
    }),
    { numRuns: 50 },
  );
});

test("however the leaves are cut into batches, the last tiles are the same", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(cuts, (cuts) => {
      const sizes = [...new Set(cuts)].sort((a, b) => a - b);
      const last = sizes.at(-1) as number;
      const inSteps = publishAt(sizes);
      for (const [path, bytes] of publishAt([last])) assert.deepEqual(inSteps.get(path), bytes);
    }),
    { numRuns: 20 },
  );
});

test("a full tile serves where the partial one was deleted; damaged tiles count as missing", () => {
  const stored = publishAt([300, 512]);
  const partial = "tile/0/001.p/44";
  const read = tileHashReader(300, (path) => stored.get(path));
  const proof = expectOk(proveInclusion(299, 300, read), "proof");
  assert(stored.delete(partial));
  assert.deepEqual(expectOk(proveInclusion(299, 300, read), "proof"), proof);
  stored.set("tile/0/001", (stored.get("tile/0/001") as Bytes).slice(1));
  assert.equal(proveInclusion(299, 300, read).ok, false);
  assert.equal(read(0, 300), undefined);
  assert.equal(read(53, 0), undefined);
});

test("a writer goes on from stored tiles as if it had never stopped", () => {
  for (const size of [0, 1, 255, 256, 257, 1_000, 65_536, 65_537]) {
    const stored = publishAt([size]);
    const edge = expectOk(
      readTileEdge(size, (path) => stored.get(path)),
      "edge",
    );
    const unbroken = growTiles(EMPTY_TILE_EDGE, LEAVES.slice(0, size)).edge;
    assert.deepEqual(edge, unbroken);
    assert.deepEqual(
      growTiles(edge, LEAVES.slice(size, size + 300)),
      growTiles(unbroken, LEAVES.slice(size, size + 300)),
    );
  }
  assert.deepEqual(
    readTileEdge(257, () => undefined),
    {
      ok: false,
      error: { code: "TILE_MISSING", path: "tile/0/001.p/1" },
    },
  );
});

const entries = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 256 });

test("entries come back from their bundle, of their width only", () => {
  fc.assert(
    fc.property(entries, (entries) => {
      const bundle = encodeEntryBundle(entries);
      assert.deepEqual(expectOk(decodeEntryBundle(bundle, entries.length), "bundle"), entries);
      if (entries.length > 1) assert(!decodeEntryBundle(bundle, entries.length - 1).ok);
      if (entries.length < 256) assert(!decodeEntryBundle(bundle, entries.length + 1).ok);
      assert(!decodeEntryBundle(bundle.slice(0, -1), entries.length).ok);
    }),
  );
});

test("a bundle is u16 length and entry; the longest entry has 65,535 bytes", () => {
  const bundle = encodeEntryBundle([utf8("ab"), new Uint8Array(0)]);
  assert.deepEqual(bundle, Uint8Array.of(0, 2, 0x61, 0x62, 0, 0));
  const longest = new Uint8Array(MAX_ENTRY_BYTES);
  assert.deepEqual(expectOk(decodeEntryBundle(encodeEntryBundle([longest]), 1), "bundle"), [longest]);
  assert.throws(() => encodeEntryBundle([new Uint8Array(MAX_ENTRY_BYTES + 1)]), { name: "BugError" });
  assert.throws(() => encodeEntryBundle([]), { name: "BugError" });
  assert.throws(() => encodeEntryBundle(Array.from({ length: 257 }, () => longest)), { name: "BugError" });
});

test("a bundle with missing or trailing bytes is refused by its code", () => {
  const bundle = encodeEntryBundle([utf8("ab"), utf8("c")]);
  const codeOf = (bytes: Bytes) => {
    const result = decodeEntryBundle(bytes, 2);
    return result.ok ? undefined : result.error.code;
  };
  assert.equal(codeOf(concat(bundle, new Uint8Array(1))), "BUNDLE_TRAILING_BYTES");
  assert.equal(codeOf(bundle.slice(0, 5)), "BUNDLE_TRUNCATED");
  assert.equal(codeOf(new Uint8Array(0)), "BUNDLE_TRUNCATED");
});
