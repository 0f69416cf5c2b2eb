/** Names of tiles after C2SP `tlog-tiles` (§07.2.1). */
export type TileName = {
  /** Level of a hash tile, or the entry bundles beside level 0. */
  readonly level: number | "entries";
  readonly index: number;
  /** Hashes or entries: 1 … 255 in a partial tile, 256 in a full one. */
  readonly width: number;
};

export const FULL_WIDTH = 256;

export function tilePath(name: TileName): string {
  const partial = name.width === FULL_WIDTH ? "" : `.p/${name.width}`;
  return `tile/${name.level}/${indexPath(name.index)}${partial}`;
}

function indexPath(index: number): string {
  const last = String(index % 1000).padStart(3, "0");
  const rest = Math.floor(index / 1000);
  return rest === 0 ? last : `${indexPath(rest).replace(/(\d{3})$/, "x$1")}/${last}`;
}

const PATH = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The inverse of `tilePath`; every other spelling is `undefined`. */
export function parseTilePath(path: string): TileName | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, level, groups, width] = match;
  const name: TileName = {
    level: level === "entries" ? "entries" : Number(level),
    index: Number((groups as string).replace(/[x/]/g, "")),
    width: width === undefined ? FULL_WIDTH : Number(width),
  };
  const written = Number.isSafeInteger(name.index) && tilePath(name) === path;
  return written && name.width <= FULL_WIDTH ? name : undefined;
}
