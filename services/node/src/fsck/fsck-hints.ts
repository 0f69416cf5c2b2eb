import { type FileHandle, open, stat } from "node:fs/promises";
import { type Bytes, equalBytes, readUint } from "@veche/base";
import { TILE_WIDTH } from "@veche/tlog";
import { readHintFrames } from "../hints/hint-file.ts";
import { HINTS_MAGIC } from "../record/write-hints.ts";
import { isMissing } from "../store/files.ts";

/**
 * What is to be said of hints. Nothing depends on them: whatever stands in their file, or none, a record or a home is as good as
 * without it, and they can be made anew from the entries.
 */
export type HintsReport = {
  readonly state: "absent" | "whole" | "damaged";
  /** Bytes of hints that can be used. */
  readonly bytes: number;
  readonly detail?: string;
};

const ABSENT: HintsReport = { state: "absent", bytes: 0 };

/** §09.6.1 for a record of `size` entries: the form of the file and its offsets; hints themselves are not looked at. */
export async function fsckRecordHints(path: string, size: number): Promise<HintsReport> {
  return withFile(path, async (handle) => {
    const { size: length } = await handle.stat();
    const bundles = Math.ceil(size / TILE_WIDTH);
    const headLength = HINTS_MAGIC.length + 8 + 8 * (bundles + 1);
    const head = new Uint8Array(headLength);
    const { bytesRead } = await handle.read(head, 0, headLength, 0);
    const bytes = length - headLength;
    const detail = bytesRead < headLength ? "too short" : faultOf(head, bundles, bytes);
    return detail === undefined ? { state: "whole", bytes } : { state: "damaged", bytes: 0, detail };
  });
}

function faultOf(head: Bytes, bundles: number, length: number): string | undefined {
  const at = HINTS_MAGIC.length;
  if (!equalBytes(head.subarray(0, at), HINTS_MAGIC)) return "another first line";
  if (readUint(head, at, 8) !== bundles) return "another number of bundles";
  let last = 0;
  for (let i = 0; i <= bundles; i++) {
    const offset = readUint(head, at + 8 + 8 * i, 8);
    if (i === 0 && offset !== 0) return "the first offset is not 0";
    if (offset < last || offset % 32 !== 0) return `offset ${i}`;
    last = offset;
  }
  return last === length ? undefined : "another length than the last offset";
}

/** The file beside a node's entries: as far as its frames are whole. */
export async function fsckKeptHints(path: string): Promise<HintsReport> {
  return withFile(path, async (handle) => {
    let [bytes, good] = [0, 0];
    for await (const { hints, length } of readHintFrames(handle)) {
      bytes += hints.reduce((sum, one) => sum + (one?.length ?? 0), 0);
      good = length;
    }
    const { size } = await stat(path);
    return good === size
      ? { state: "whole", bytes }
      : { state: "damaged", bytes, detail: `from byte ${good} on` };
  });
}

async function withFile(
  path: string,
  examine: (handle: FileHandle) => Promise<HintsReport>,
): Promise<HintsReport> {
  try {
    const handle = await open(path, "r");
    try {
      return await examine(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return ABSENT;
    throw error;
  }
}
