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

/**
 * Reads the head of a file of `size` bytes; `undefined` if it has not the form of §09.6.1 for this log.
 *
 * @param bundleBytes the sizes of the log's bundles: none has more hints than bytes, so that nobody makes the verifier take
 *   more memory than the log asks for.
 */
export async function openHintsFile(
  reader: RecordReader,
  size: number,
  bundleBytes: readonly number[],
): Promise<HintsFile | undefined> {
  const bundles = bundleBytes.length;
  const headBytes = hintsHeadBytes(bundles);
  if (size < headBytes) return undefined;
  const head = await reader.readRange?.(HINTS_FILE, 0, headBytes);
  if (head?.length !== headBytes || !equalBytes(head.subarray(0, MAGIC.length), MAGIC)) return undefined;
  if (readUint(head, MAGIC.length, 8) !== bundles) return undefined;
  const offsets = Float64Array.from({ length: bundles + 1 }, (_, i) =>
    readUint(head, MAGIC.length + 8 + 8 * i, 8),
  );
  if (!fits(offsets, size - headBytes, bundleBytes)) return undefined;
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

/** Offsets begin at 0, step by whole hints, by no more than the bundle has bytes, and end with the file. */
function fits(offsets: Float64Array, length: number, bundleBytes: readonly number[]): boolean {
  if (offsets[0] !== 0 || offsets[bundleBytes.length] !== length) return false;
  return bundleBytes.every((bytes, i) => {
    const step = (offsets[i + 1] as number) - (offsets[i] as number);
    return step >= 0 && step <= bytes && step % HINT === 0;
  });
}
