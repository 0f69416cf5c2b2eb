import { assert, type Bytes, concat, err, ok, type Result, readUint, u16 } from "@veche/base";
import { MAX_ENTRY_BYTES, TILE_WIDTH } from "./limits.ts";

export type BundleError = { readonly code: "BUNDLE_TRUNCATED" | "BUNDLE_TRAILING_BYTES" };

const isWidth = (width: number): boolean => Number.isSafeInteger(width) && width >= 1 && width <= TILE_WIDTH;

/** 1…256 entries of at most 65,535 bytes, each as u16 length ‖ entry (C2SP tlog-tiles). */
export function encodeEntryBundle(entries: readonly Bytes[]): Bytes {
  assert(isWidth(entries.length), "a bundle has 1 to 256 entries");
  assert(
    entries.every((entry) => entry.length <= MAX_ENTRY_BYTES),
    "an entry has at most 65,535 bytes",
  );
  return concat(...entries.flatMap((entry) => [u16(entry.length), entry]));
}

/** The `width` entries of a bundle, a number that its path says (256 if full); every byte must be used. */
export function decodeEntryBundle(bytes: Bytes, width: number): Result<readonly Bytes[], BundleError> {
  assert(isWidth(width), "a bundle has 1 to 256 entries");
  const entries: Bytes[] = [];
  let at = 0;
  while (entries.length < width) {
    if (at + 2 > bytes.length) return err({ code: "BUNDLE_TRUNCATED" });
    const end = at + 2 + readUint(bytes, at, 2);
    if (end > bytes.length) return err({ code: "BUNDLE_TRUNCATED" });
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return at === bytes.length ? ok(entries) : err({ code: "BUNDLE_TRAILING_BYTES" });
}
