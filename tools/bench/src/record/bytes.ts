import { access } from "node:fs/promises";
import { join } from "node:path";
import { expectOk } from "@veche/base";
import { decodeEntry, decodeTransaction, isCast } from "@veche/ledger";
import { entriesOf, recordSizes } from "./entries.ts";
import type { BenchRecord } from "./records.ts";

/** Bytes, on average. */
export type RecordBytes = {
  readonly cast: number;
  readonly issue: number;
  /** For each ballot: tiles of hashes, hints, and the whole record with roll, ceremony and all. */
  readonly hashes: number;
  readonly hints: number;
  readonly whole: number;
};

export async function measureBytes(record: BenchRecord): Promise<RecordBytes> {
  const casts = new Mean();
  const issues = new Mean();
  for await (const entry of entriesOf(record.folder)) {
    const { transaction } = expectOk(decodeEntry(entry), "an entry of our own record");
    if (isCast(transaction)) casts.add(entry.length);
    else if (expectOk(decodeTransaction(transaction), "a transaction").type === "issue")
      issues.add(entry.length);
  }
  const { bytes, hashes, hints } = await recordSizes(record.folder);
  const each = (value: number): number => value / record.ballots;
  return {
    cast: casts.value,
    issue: issues.value,
    hashes: each(hashes),
    hints: each(hints),
    whole: each(bytes),
  };
}

/** Whether the record has the optional file of §09.6. */
export const hasHints = ({ folder }: BenchRecord): Promise<boolean> =>
  access(join(folder, "hints")).then(
    () => true,
    () => false,
  );

class Mean {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  get value(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }
}
