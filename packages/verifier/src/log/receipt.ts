import { type Bytes, fromBase64, fromUtf8, utf8 } from "@veche/base";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { leafHash, rootOfInclusion, sameRoot } from "./merkle.ts";

/** A receipt (C2SP `tlog-proof`, §07.5.1). */
export type Receipt = {
  readonly entry: Bytes;
  readonly index: number;
  readonly path: readonly Bytes[];
  readonly checkpoint: Checkpoint;
};

const FIRST_LINE = "c2sp.org/tlog-proof@v1";
const PATH_MAX = 63;
/** Bytes of an entry in a bundle (C2SP `tlog-tiles`, `tlog-proof`). */
const ENTRY_MAX = 65_535;

/** Reads a receipt strictly; `undefined` if a byte of its form is wrong. */
export function parseReceipt(bytes: Bytes): Receipt | undefined {
  const text = fromUtf8(bytes) ?? "";
  // Without an empty line there is no note behind it either.
  const end = text.indexOf("\n\n");
  const [first, extra = "", index = "", ...hashes] = text.slice(0, end).split("\n");
  if (first !== FIRST_LINE) return undefined;
  const entry = extra.startsWith("extra ") ? fromBase64(extra.slice(6)) : undefined;
  const position = Number(/^index (0|[1-9]\d{0,15})$/.exec(index)?.[1]);
  // Below 2^53, as sizes are (§07.3.1).
  if (entry === undefined || !Number.isSafeInteger(position) || hashes.length > PATH_MAX) return undefined;
  if (entry.length === 0 || entry.length > ENTRY_MAX) return undefined;
  const path = hashes.map(fromBase64).filter((hash) => hash?.length === 32) as Bytes[];
  const checkpoint = parseCheckpoint(utf8(text.slice(end + 2)));
  if (path.length !== hashes.length || checkpoint === undefined) return undefined;
  return { entry, index: position, path, checkpoint };
}

/** Whether the inclusion proof leads from the entry to the checkpoint's root. */
export function receiptIncludes(receipt: Receipt): boolean {
  const { entry, index, path, checkpoint } = receipt;
  return sameRoot(rootOfInclusion(leafHash(entry), index, checkpoint.size, path), checkpoint.root);
}
