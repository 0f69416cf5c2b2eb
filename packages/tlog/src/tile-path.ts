import { assert, err, ok, type Result } from "@veche/base";
import { MAX_TILE_LEVEL, MAX_TREE_SIZE, TILE_WIDTH } from "./limits.ts";

/**
 * One static resource of a log (§07.2.1, C2SP tlog-tiles): a tile of hashes at a level, or a bundle of entries.
 * `width` is how many hashes or entries it holds: 256 when full, 1…255 when partial.
 */
export type TileRef = {
  readonly level: number | "entries";
  readonly index: number;
  readonly width: number;
};

export type TilePathError = { readonly code: "TILE_PATH" };

const isIntegerIn = (value: number, low: number, high: number): boolean =>
  Number.isSafeInteger(value) && value >= low && value <= high;

/** `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`, below the log's URL prefix. */
export function tilePath(ref: TileRef): string {
  const { level, index, width } = ref;
  assert(level === "entries" || isIntegerIn(level, 0, MAX_TILE_LEVEL), "tile level");
  assert(isIntegerIn(index, 0, MAX_TREE_SIZE), "tile index");
  assert(isIntegerIn(width, 1, TILE_WIDTH), "tile width");
  return `tile/${level}/${groupedIndex(index)}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** 1234067 → `x001/x234/067`. */
function groupedIndex(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/[0-9]{3}/g) as RegExpMatchArray;
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
}

const TILE_PATH =
  /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** Strict inverse of `tilePath`: no leading zeros, no superfluous group, level ≤ 63, width 1…255 or absent. */
export function parseTilePath(path: string): Result<TileRef, TilePathError> {
  const match = TILE_PATH.exec(path);
  if (match === null) return err({ code: "TILE_PATH" });
  const level = match[1] === "entries" ? "entries" : Number(match[1]);
  const index = Number((match[2] as string).replaceAll(/[x/]/g, ""));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  const fits =
    (level === "entries" || level <= MAX_TILE_LEVEL) &&
    index <= MAX_TREE_SIZE &&
    (match[3] === undefined || width < TILE_WIDTH);
  if (!fits) return err({ code: "TILE_PATH" });
  const ref: TileRef = { level, index, width };
  return tilePath(ref) === path ? ok(ref) : err({ code: "TILE_PATH" });
}
