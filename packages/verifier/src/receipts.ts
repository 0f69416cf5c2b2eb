import { type Bytes, equalBytes } from "@veche/base";
import type { Findings } from "./findings.ts";
import type { Manifest } from "./form/manifest.ts";
import { judgeCheckpoint } from "./log/checkpoint.ts";
import type { TreeBuilder } from "./log/merkle.ts";
import { parseReceipt, type Receipt, receiptIncludes } from "./log/receipt.ts";

/** V26: what receipts say about the record, checked as its entries go by. */
export class ReceiptCheck {
  readonly #findings: Findings;
  readonly #receipts: readonly (Receipt | undefined)[];
  /** Receipts by the index of their entry and by the size of their checkpoint. */
  readonly #byIndex: ReadonlyMap<number, readonly number[]>;
  readonly #bySize: ReadonlyMap<number, readonly number[]>;
  readonly #found = new Set<number>();
  readonly #extended = new Set<number>();

  constructor(findings: Findings, given: readonly Bytes[]) {
    this.#findings = findings;
    this.#receipts = given.map(parseReceipt);
    const group = (key: (receipt: Receipt) => number): ReadonlyMap<number, readonly number[]> => {
      const groups = new Map<number, number[]>();
      this.#receipts.forEach((receipt, i) => {
        if (receipt === undefined) return;
        groups.set(key(receipt), [...(groups.get(key(receipt)) ?? []), i]);
      });
      return groups;
    };
    this.#byIndex = group((receipt) => receipt.index);
    this.#bySize = group((receipt) => receipt.checkpoint.size);
  }

  /** After each entry, when the tree ends with it. */
  visit(entry: Bytes, tree: TreeBuilder): void {
    for (const i of this.#byIndex.get(tree.size - 1) ?? []) {
      const receipt = this.#receipts[i];
      if (receipt !== undefined && equalBytes(receipt.entry, entry)) this.#found.add(i);
    }
    for (const i of this.#bySize.get(tree.size) ?? []) {
      const receipt = this.#receipts[i];
      if (receipt !== undefined && equalBytes(receipt.checkpoint.root, tree.root())) this.#extended.add(i);
    }
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
