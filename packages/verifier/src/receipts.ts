import { type Bytes, equalBytes } from "@veche/base";
import type { Findings } from "./findings.ts";
import type { Manifest } from "./form/manifest.ts";
import { entryAt } from "./log/bundle-feed.ts";
import { judgeCheckpoint } from "./log/checkpoint.ts";
import { parseReceipt, type Receipt, receiptIncludes } from "./log/receipt.ts";
import type { Visit } from "./log/walk.ts";

/** V26: what receipts say about the record, checked as its entries go by. */
export class ReceiptCheck {
  readonly #findings: Findings;
  readonly #receipts: readonly (Receipt | undefined)[];
  readonly #found = new Set<number>();
  readonly #extended = new Set<number>();

  constructor(findings: Findings, given: readonly Bytes[]) {
    this.#findings = findings;
    this.#receipts = given.map(parseReceipt);
  }

  /** For each bundle of the log. */
  visit({ taken, from, to, firstEntry, rootAfter }: Visit): void {
    const end = firstEntry + to - from;
    const isHere = (entry: number): boolean => entry >= firstEntry && entry < end;
    this.#receipts.forEach((receipt, i) => {
      if (receipt === undefined) return;
      const { index, entry, checkpoint } = receipt;
      const row = (at: number): number => from + at - firstEntry;
      if (isHere(index) && equalBytes(entry, entryAt(taken, row(index)))) this.#found.add(i);
      const last = checkpoint.size - 1;
      if (isHere(last) && equalBytes(checkpoint.root, rootAfter(row(last)))) this.#extended.add(i);
    });
  }

  /** At the end of the log: one verdict for each receipt. */
  finish(manifest: Manifest | undefined, size: number): void {
    if (this.#receipts.length === 0) return;
    this.#findings.made("V26");
    this.#findings.examined("V26", this.#receipts.length);
    this.#receipts.forEach((receipt, i) => {
      const fault = this.#faultOf(receipt, i, manifest, size);
      if (fault !== undefined) this.#findings.fail("V26", fault, { receipt: i });
    });
  }

  #faultOf(receipt: Receipt | undefined, i: number, manifest: Manifest | undefined, size: number) {
    if (receipt === undefined) return "RECEIPT_FORM";
    const verdict = manifest && judgeCheckpoint(receipt.checkpoint, manifest, "receipt");
    if (verdict === undefined || verdict.faults.length > 0) return "RECEIPT_CHECKPOINT";
    if (!receiptIncludes(receipt)) return "RECEIPT_PROOF";
    if (receipt.checkpoint.size > size) return "RECEIPT_BEYOND";
    if (!this.#found.has(i)) return "RECEIPT_ENTRY";
    return this.#extended.has(i) ? undefined : "RECEIPT_FORK";
  }
}
