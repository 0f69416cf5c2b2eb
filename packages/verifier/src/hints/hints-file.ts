import { type Bytes, concat, equalBytes, readUint, u64, utf8 } from "@veche/base";
import type { RecordReader } from "../reader.ts";

/** §09.6.1. */
export const HINTS_FILE = "hints";
const MAGIC = utf8("veche hints 1\n");
const HINT = 32;

/** Bytes before the hints in the file of a log with so many bundles. */
export const hintsHeadBytes = (bundles: number): number => MAGIC.length + 8 + 8 * (bundles + 1);

/** The head of a file whose bundles have hints of these lengths in bytes. */
export function hintsHead(lengths: readonly number[]): Bytes {
  const offsets: Bytes[] = [u64(0)];
  let offset = 0;
  for (const length of lengths) {
    offset += length;
    offsets.push(u64(offset));
  }
  return concat(MAGIC, u64(lengths.length), ...offsets);
}

/** Hints of some bundles, one after another, and how many bytes each has. */
export type SomeHints = { readonly bytes: Bytes; readonly lengths: readonly number[] };

/** The hints of a record, of which nothing is believed. */
export type HintsFile = {
  /** `undefined` if the file ends before. */
  ofBundles(first: number, count: number): Promise<SomeHints | undefined>;
};

/** Reads the head of a file of `size` bytes; `undefined` if it has not the form of §09.6.1 for this log. */
export async function openHintsFile(
  reader: RecordReader,
  size: number,
  bundles: number,
): Promise<HintsFile | undefined> {
  const headBytes = hintsHeadBytes(bundles);
  if (size < headBytes) return undefined;
  const head = await reader.readRange?.(HINTS_FILE, 0, headBytes);
  if (head?.length !== headBytes || !equalBytes(head.subarray(0, MAGIC.length), MAGIC)) return undefined;
  if (readUint(head, MAGIC.length, 8) !== bundles) return undefined;
  const offsets = Float64Array.from({ length: bundles + 1 }, (_, i) =>
    readUint(head, MAGIC.length + 8 + 8 * i, 8),
  );
  if (!fits(offsets, size - headBytes)) return undefined;
  return {
    ofBundles: async (first, count) => {
      const from = offsets[first] as number;
      const bytes = await reader.readRange?.(
        HINTS_FILE,
        headBytes + from,
        (offsets[first + count] as number) - from,
      );
      if (bytes === undefined || bytes.length !== (offsets[first + count] as number) - from) return undefined;
      const lengths = Array.from(
        { length: count },
        (_, i) => (offsets[first + i + 1] as number) - (offsets[first + i] as number),
      );
      return { bytes, lengths };
    },
  };
}

/** Offsets begin at 0, never fall, step by whole hints, and end with the file. */
function fits(offsets: Float64Array, length: number): boolean {
  if (offsets[0] !== 0 || offsets[offsets.length - 1] !== length) return false;
  return offsets.every((offset, i) => {
    const before = i === 0 ? 0 : (offsets[i - 1] as number);
    return offset >= before && offset % HINT === 0;
  });
}
