/** Names and contents of tiles and entry bundles (§07.2.1), and the files of a record (§09.1). */
import { type Bytes, concat, sha256, toHex, u16, utf8 } from "@veche/base";
import { entryOf, leafHash, subtree } from "./tree.ts";

type Level = number | "entries";

/** `tile/<L>/<N>[.p/<W>]`. */
function pathOf(level: Level, index: number, width: number): string {
  let groups = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups = `x${String(rest % 1000).padStart(3, "0")}/${groups}`;
  }
  return `tile/${level}/${groups}${width === 256 ? "" : `.p/${width}`}`;
}

const WRONG_PATHS = [
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
  "tile/Entries/000",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/01",
  "tile/0/000.p/",
  "tile/0/000.p",
  "tile/0/000/",
  "tile/0/000\n",
  "/tile/0/000",
  "tile/8/0/000",
  "tile/0/../000",
  "tile/0/x009/x007/x199/x254/x740/992",
];

export function pathVectors() {
  const right: readonly (readonly [Level, number, number])[] = [
    [0, 0, 256],
    [0, 0, 1],
    [0, 999, 255],
    [0, 1000, 256],
    [0, 1_234_067, 256],
    [1, 1, 17],
    [4, 255, 256],
    [63, 1000, 1],
    ["entries", 0, 256],
    ["entries", 273, 112],
    ["entries", 999_999, 255],
    ["entries", 1_000_000, 256],
    [2, 2 ** 53 - 1, 256],
  ];
  return [
    ...right.map(([level, index, width]) => ({
      path: pathOf(level, index, width),
      level,
      index,
      width,
      expect: "RIGHT",
    })),
    ...WRONG_PATHS.map((path) => ({ path, expect: "TILE_PATH" })),
  ];
}

const hashesAt = (level: number, size: number): number => Math.floor(size / 256 ** level);

function contentOf(level: Level, index: number, width: number): Bytes {
  const places = Array.from({ length: width }, (_, i) => 256 * index + i);
  if (level === "entries") {
    return concat(...places.map(entryOf).flatMap((entry) => [u16(entry.length), entry]));
  }
  return concat(...places.map((at) => subtree(at * 256 ** level, (at + 1) * 256 ** level)));
}

type Place = { readonly level: Level; readonly index: number; readonly width: number };

/** All tiles of a log of that size, from its leaves up, bundles last. */
function placesOf(size: number): readonly Place[] {
  const over = (level: Level, hashes: number): readonly Place[] =>
    Array.from({ length: Math.ceil(hashes / 256) }, (_, index) => {
      return { level, index, width: Math.min(256, hashes - 256 * index) };
    });
  return [
    ...[0, 1, 2, 3, 4].flatMap((level) => over(level, hashesAt(level, size))),
    ...over("entries", size),
  ];
}

export function tileVectors() {
  const described = (size: number, places: readonly Place[]) =>
    places.map(({ level, index, width }) => {
      const bytes = contentOf(level, index, width);
      const shown = bytes.length <= 64 ? { bytes: toHex(bytes) } : {};
      const path = pathOf(level, index, width);
      return { size, path, length: bytes.length, sha256: toHex(sha256(bytes)), ...shown };
    });
  const isShown = ({ level, index }: Place): boolean =>
    level === 1 || level === 2 || [0, 1, 255, 272, 273].includes(index);
  return [1, 2, 20, 255, 256, 257, 600]
    .flatMap((size) => described(size, placesOf(size)))
    .concat(described(70_000, placesOf(70_000).filter(isShown)));
}

/** A byte string as a list of pieces, each as often as said. */
type Pieces = readonly (readonly [string, number])[];
const joined = (pieces: Pieces): Bytes => {
  const each = pieces.flatMap(([hex, times]) => Array<string>(times).fill(hex));
  return new Uint8Array(Buffer.from(each.join(""), "hex"));
};

type Bundle = { readonly name: string; readonly width: number; readonly bundle: Pieces };

const LONGEST: Pieces = [
  ["ffff", 1],
  ["61", 65_535],
];

const RIGHT_BUNDLES: readonly (Bundle & { readonly entries: readonly Pieces[] })[] = [
  { name: "one entry", width: 1, bundle: [["00026162", 1]], entries: [[["6162", 1]]] },
  { name: "two entries", width: 2, bundle: [["00026162000163", 1]], entries: [[["6162", 1]], [["63", 1]]] },
  { name: "an entry of 0 bytes, which no ledger enters", width: 1, bundle: [["0000", 1]], entries: [[]] },
  {
    name: "the longest entry of a ledger",
    width: 1,
    bundle: [
      ["ea60", 1],
      ["61", 60_000],
    ],
    entries: [[["61", 60_000]]],
  },
  {
    name: "an entry of 65,535 bytes, which no ledger enters",
    width: 1,
    bundle: LONGEST,
    entries: [[["61", 65_535]]],
  },
  {
    name: "a full bundle",
    width: 256,
    bundle: [["000163", 256]],
    entries: Array<Pieces>(256).fill([["63", 1]]),
  },
];

const WRONG_BUNDLES: readonly (Bundle & { readonly expect: string })[] = [
  { name: "no bytes", width: 1, bundle: [], expect: "BUNDLE_TRUNCATED" },
  { name: "half a length", width: 1, bundle: [["00", 1]], expect: "BUNDLE_TRUNCATED" },
  { name: "a length alone", width: 1, bundle: [["0002", 1]], expect: "BUNDLE_TRUNCATED" },
  { name: "an entry cut", width: 1, bundle: [["000261", 1]], expect: "BUNDLE_TRUNCATED" },
  { name: "the second entry missing", width: 2, bundle: [["00026162", 1]], expect: "BUNDLE_TRUNCATED" },
  {
    name: "the second entry cut",
    width: 2,
    bundle: [
      ["000261620002", 1],
      ["63", 1],
    ],
    expect: "BUNDLE_TRUNCATED",
  },
  { name: "255 entries in a full bundle", width: 256, bundle: [["000163", 255]], expect: "BUNDLE_TRUNCATED" },
  {
    name: "65,535 bytes announced, one missing",
    width: 1,
    bundle: [
      ["ffff", 1],
      ["61", 65_534],
    ],
    expect: "BUNDLE_TRUNCATED",
  },
  { name: "lengths in little-endian order", width: 1, bundle: [["02006162", 1]], expect: "BUNDLE_TRUNCATED" },
  {
    name: "one byte after the entries",
    width: 1,
    bundle: [["0002616200", 1]],
    expect: "BUNDLE_TRAILING_BYTES",
  },
  {
    name: "an entry more than the name says",
    width: 1,
    bundle: [["00026162000163", 1]],
    expect: "BUNDLE_TRAILING_BYTES",
  },
  {
    name: "257 entries in a full bundle",
    width: 256,
    bundle: [["000163", 257]],
    expect: "BUNDLE_TRAILING_BYTES",
  },
  {
    name: "an entry of 65,536 bytes, its length cut to two bytes",
    width: 1,
    bundle: [
      ["0000", 1],
      ["61", 65_536],
    ],
    expect: "BUNDLE_TRAILING_BYTES",
  },
  { name: "a length of three bytes", width: 1, bundle: [["0000026162", 1]], expect: "BUNDLE_TRAILING_BYTES" },
];

export function bundleVectors() {
  return [
    ...RIGHT_BUNDLES.map(({ name, width, bundle, entries }) => ({
      name,
      width,
      bundle,
      leafHashes: entries.map((entry) => toHex(leafHash(joined(entry)))),
      expect: "RIGHT",
    })),
    ...WRONG_BUNDLES,
  ];
}

export function recordVectors() {
  const needed = (size: number): readonly string[] =>
    ["checkpoint", ...placesOf(size).map(({ level, index, width }) => pathOf(level, index, width))].sort();
  const judged: readonly (readonly [number, string, string])[] = [
    [600, "checkpoint", "NEEDED"],
    [600, "tile/0/002.p/88", "NEEDED"],
    [600, "tile/1/000.p/2", "NEEDED"],
    [600, "hints", "ALLOWED"],
    [600, "tile/0/000.p/1", "ALLOWED"],
    [600, "tile/0/001.p/255", "ALLOWED"],
    [600, "tile/0/002.p/87", "ALLOWED"],
    [600, "tile/1/000.p/1", "ALLOWED"],
    [600, "tile/entries/002.p/1", "ALLOWED"],
    [600, "tile/0/002.p/89", "FILE_UNKNOWN"],
    [600, "tile/0/002", "FILE_UNKNOWN"],
    [600, "tile/0/003.p/1", "FILE_UNKNOWN"],
    [600, "tile/1/000.p/3", "FILE_UNKNOWN"],
    [600, "tile/1/000", "FILE_UNKNOWN"],
    [600, "tile/2/000.p/1", "FILE_UNKNOWN"],
    [600, "tile/entries/002.p/89", "FILE_UNKNOWN"],
    [600, "tile/0/000.p/256", "FILE_UNKNOWN"],
    [600, "tile/00/000", "FILE_UNKNOWN"],
    [600, "tile/0/x000/001", "FILE_UNKNOWN"],
    [600, "Checkpoint", "FILE_UNKNOWN"],
    [600, "checkpoint.bak", "FILE_UNKNOWN"],
    [600, "hints/1", "FILE_UNKNOWN"],
    [600, "manifest.cbor", "FILE_UNKNOWN"],
    [0, "checkpoint", "NEEDED"],
    [0, "tile/0/000.p/1", "FILE_UNKNOWN"],
    [0, "tile/entries/000.p/1", "FILE_UNKNOWN"],
    [255, "tile/1/000.p/1", "FILE_UNKNOWN"],
    [256, "tile/1/000.p/1", "NEEDED"],
    [256, "tile/0/001.p/1", "FILE_UNKNOWN"],
    [70_000, "tile/2/000.p/1", "NEEDED"],
    [70_000, "tile/3/000.p/1", "FILE_UNKNOWN"],
  ];
  const many = needed(70_000);
  return {
    recordFiles: [0, 1, 255, 256, 257, 600].map((size) => ({ size, needed: needed(size) })),
    recordDigest: {
      size: 70_000,
      count: many.length,
      sha256: toHex(sha256(utf8(many.map((path) => `${path}\n`).join("")))),
    },
    recordPaths: judged.map(([size, path, expect]) => ({ size, path, expect })),
  };
}
