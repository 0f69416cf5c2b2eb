import { type Bytes, equalBytes, err, expectOk, ok, type Result } from "@veche/base";
import {
  appendLeaves,
  EMPTY_FRONTIER,
  type Frontier,
  formatTlogProof,
  type HashReader,
  leafHash,
  proveInclusion,
} from "@veche/tlog";
import { downloadEntries } from "./download.ts";
import type { LinkError, NodeLink } from "./node-link.ts";
import type { ViewStorage } from "./storage.ts";

/** The frontier after more entries; nothing is kept of them. */
export async function frontierOver(
  entries: AsyncIterable<readonly Bytes[]>,
  start: Frontier = EMPTY_FRONTIER,
): Promise<Frontier> {
  let frontier = start;
  for await (const batch of entries) frontier = appendLeaves(frontier, batch.map(leafHash));
  return frontier;
}

/** Downloads the entries that a log of `size` has beyond `start` into the storage: uncommitted, unchecked. */
export async function copyEntries(
  link: NodeLink,
  storage: ViewStorage,
  start: Frontier,
  size: number,
): Promise<Result<Frontier, LinkError>> {
  let frontier = start;
  for await (const entries of downloadEntries(link, start.size, size)) {
    if (!entries.ok) return entries;
    await storage.append(entries.value);
    frontier = appendLeaves(frontier, entries.value.map(leafHash));
  }
  return ok(frontier);
}

/** Another log laid beside the stored one. */
export type Comparison = {
  /** Leaf hashes of the whole other log. */
  readonly leaves: readonly Bytes[];
  /** The first entry that differs from the stored one. */
  readonly parting: { readonly index: number; readonly offered: Bytes } | undefined;
};

/** Downloads a log from its beginning and lays it beside the stored entries [0, ownSize): only when something is wrong. */
export async function compareLogs(
  link: NodeLink,
  storage: ViewStorage,
  ownSize: number,
  size: number,
): Promise<Result<Comparison, LinkError>> {
  const leaves: Bytes[] = [];
  let parting: Comparison["parting"];
  for await (const entries of downloadEntries(link, 0, size)) {
    if (!entries.ok) return entries;
    const first = leaves.length;
    parting ??= await firstDifference(
      storage,
      first,
      Math.min(ownSize, first + entries.value.length),
      entries.value,
    );
    leaves.push(...entries.value.map(leafHash));
  }
  return ok({ leaves, parting });
}

async function firstDifference(
  storage: ViewStorage,
  from: number,
  to: number,
  offered: readonly Bytes[],
): Promise<Comparison["parting"]> {
  if (from >= to) return undefined;
  let index = from;
  for await (const batch of storage.read(from, to)) {
    for (const accepted of batch) {
      const other = offered[index - from] as Bytes;
      if (!equalBytes(accepted, other)) return { index, offered: other };
      index++;
    }
  }
  return undefined;
}

/** The `tlog-proof` of a stored entry under a checkpoint note of `size`, from the stored entries alone; linear in `size`. */
export async function proofFromStorage(
  storage: ViewStorage,
  note: Bytes,
  size: number,
  index: number,
): Promise<Result<{ readonly entry: Bytes; readonly proof: Bytes }, { readonly code: "NO_SUCH_ENTRY" }>> {
  const leaves: Bytes[] = [];
  let entry: Bytes | undefined;
  for await (const batch of storage.read(0, size)) {
    for (const bytes of batch) {
      if (leaves.length === index) entry = bytes;
      leaves.push(leafHash(bytes));
    }
  }
  return entry === undefined
    ? err({ code: "NO_SUCH_ENTRY" })
    : ok({ entry, proof: proofOf(leaves, note, index, entry) });
}

/** The `tlog-proof` (§07.5.1) of an entry in the tree of these leaf hashes. */
export function proofOf(leaves: readonly Bytes[], note: Bytes, index: number, entry: Bytes): Bytes {
  const hashes = expectOk(proveInclusion(index, leaves.length, readerOver(leaves)), "all leaves are at hand");
  return formatTlogProof({ index, hashes, checkpoint: note, extra: entry });
}

function readerOver(leaves: readonly Bytes[]): HashReader {
  return (level, index) => {
    const width = 2 ** level;
    const part = leaves.slice(index * width, (index + 1) * width);
    return part.length === width ? appendLeaves(EMPTY_FRONTIER, part).roots[0] : undefined;
  };
}
