import type { Findings } from "../findings.ts";
import type { RecordFile } from "../reader.ts";
import { FULL_WIDTH, parseTilePath, type TileName, tilePath } from "./tile-path.ts";

/** No checkpoint is longer: the manifest has at most 150 keys, and a signature line at most 320 bytes. */
export const CHECKPOINT_MAX = 65_536;
/** u16(length) ‖ entry: a bundle can hold no more (§09.4). */
const BUNDLE_MAX = FULL_WIDTH * (2 + 65_535);
const HASH_BYTES = 32;
/** Levels of a log of less than 2^40 entries. */
const LEVELS = 5;

/** Tiles of one level in a log: how many hashes it has there. */
const widthOfLevel = (size: number, level: number): number => Math.floor(size / FULL_WIDTH ** level);

/**
 * V01: only the files of §09.1, with sizes that they can have, and none of them missing. Partial tiles of
 * smaller sizes of this log are allowed. Returns the paths that are as they must be.
 */
export function checkFiles(
  files: readonly RecordFile[],
  size: number,
  findings: Findings,
): ReadonlySet<string> {
  const present = new Set(files.map((file) => file.path));
  const good = new Set<string>();
  for (const file of [...files].sort(byPath)) {
    findings.examined("V01");
    const fault = faultOf(file, size);
    if (fault === undefined) good.add(file.path);
    else findings.fail("V01", fault, { file: file.path });
  }
  const missing = present.has("checkpoint") ? firstMissing(present, size) : "checkpoint";
  if (missing !== undefined) findings.fail("V01", "FILE_MISSING", { file: missing });
  findings.made("V01");
  return good;
}

const byPath = (a: RecordFile, b: RecordFile): number => (a.path < b.path ? -1 : 1);

function faultOf(file: RecordFile, size: number): "FILE_UNKNOWN" | "FILE_SIZE" | undefined {
  if (file.size < 0) return "FILE_UNKNOWN";
  if (file.path === "result.cbor" || file.path === "hints") return undefined;
  if (file.path === "checkpoint") return file.size > CHECKPOINT_MAX ? "FILE_SIZE" : undefined;
  const tile = parseTilePath(file.path);
  if (tile === undefined || !existedOnce(tile, size)) return "FILE_UNKNOWN";
  return rightSize(tile, file.size) ? undefined : "FILE_SIZE";
}

/** Whether the log had this tile at its present size or at a smaller one. */
function existedOnce(tile: TileName, size: number): boolean {
  const level = tile.level === "entries" ? 0 : tile.level;
  return level < LEVELS && FULL_WIDTH * tile.index + tile.width <= widthOfLevel(size, level);
}

function rightSize(tile: TileName, bytes: number): boolean {
  if (tile.level !== "entries") return bytes === HASH_BYTES * tile.width;
  return bytes >= 2 * tile.width && bytes <= BUNDLE_MAX;
}

/** The first tile that the present size needs and that is not there: found after as many steps as files. */
function firstMissing(present: ReadonlySet<string>, size: number): string | undefined {
  for (let level = 0; level < LEVELS; level++) {
    const hashes = widthOfLevel(size, level);
    for (let index = 0; FULL_WIDTH * index < hashes; index++) {
      const width = Math.min(FULL_WIDTH, hashes - FULL_WIDTH * index);
      const needed = [tilePath({ level, index, width })];
      if (level === 0) needed.push(tilePath({ level: "entries", index, width }));
      const missing = needed.find((path) => !present.has(path));
      if (missing !== undefined) return missing;
    }
  }
  return undefined;
}

/** For a record whose checkpoint cannot be read: the size that its entry bundles show. */
export function sizeOfBundles(files: readonly RecordFile[]): number {
  let size = 0;
  for (const file of files) {
    const tile = parseTilePath(file.path);
    if (tile?.level === "entries") size = Math.max(size, FULL_WIDTH * tile.index + tile.width);
  }
  return size < 2 ** 40 ? size : 0;
}
