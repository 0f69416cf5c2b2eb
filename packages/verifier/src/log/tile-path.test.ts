import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseTilePath, type TileName, tilePath } from "./tile-path.ts";

/** C2SP tlog-tiles: groups of three digits, all but the last with an x. */
const EXAMPLES: readonly (readonly [string, TileName])[] = [
  ["tile/0/000", { level: 0, index: 0, width: 256 }],
  ["tile/3/999.p/1", { level: 3, index: 999, width: 1 }],
  ["tile/0/x001/000", { level: 0, index: 1000, width: 256 }],
  ["tile/entries/x123/x456/789.p/255", { level: "entries", index: 123_456_789, width: 255 }],
];

test("tiles have the names of the format", () => {
  for (const [path, name] of EXAMPLES) {
    assert.equal(tilePath(name), path);
    assert.deepEqual(parseTilePath(path), name);
  }
});

test("every name is read back as what was written", () => {
  const level = fc.oneof(fc.constant("entries" as const), fc.nat(4));
  const index = fc.oneof(fc.maxSafeNat(), fc.nat(3_000_000));
  fc.assert(
    fc.property(level, index, fc.integer({ min: 1, max: 256 }), (...[at, number, width]) => {
      const name = { level: at, index: number, width };
      assert.deepEqual(parseTilePath(tilePath(name)), name);
    }),
  );
});

test("every other spelling names no tile", () => {
  const others = [
    "tile/0/x000/001",
    "tile/00/000",
    "tile/0/001/000",
    "tile/0/000.p/0",
    "tile/0/000.p/01",
    "tile/0/000.p/256",
    "tile/0/000.p/257",
    "tile/0/000.p/999",
    // 2^53: not every number of this size can be told from its neighbours.
    "tile/0/x009/x007/x199/x254/x740/992",
    "tile/leaves/000",
    "/tile/0/000",
    "tile/0/000/",
  ];
  for (const path of others) assert.equal(parseTilePath(path), undefined, path);
});
