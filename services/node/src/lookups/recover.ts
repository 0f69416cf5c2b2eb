import type { Election } from "@veche/election";
import { decodeEntry } from "@veche/ledger";
import type { ElectionStore } from "../store/election-store.ts";
import { type LookupRow, lookupRows } from "./rows.ts";

/** Entries whose rows go into one transaction of the index. */
const PIECE = 4_096;

/** Rows of the entries [from, to). Blamed ones are of types that leave none. */
export function* rowsOfEntries(
  store: ElectionStore,
  election: Election | undefined,
  from: number,
  to: number,
): Generator<LookupRow> {
  let index = from;
  for (const entry of store.entries(from, to)) {
    const decoded = decodeEntry(entry);
    if (decoded.ok) yield* lookupRows(election, index, decoded.value.transaction);
    index++;
  }
}

/**
 * Makes the lookups anew if they are not those of the whole log: of a home that an older version wrote, or after `fsck` found them
 * wrong. Returns how many entries were read.
 */
export function recoverLookups(store: ElectionStore, election: Election | undefined): number {
  const { size } = store.head;
  if (store.lookups.lookupSize() === size) return 0;
  store.lookups.forgetLookups();
  for (let from = 0; from < size; from += PIECE) {
    const to = Math.min(size, from + PIECE);
    store.lookups.addLookups([...rowsOfEntries(store, election, from, to)], to);
  }
  return size;
}
