import { type Bytes, toHex } from "@veche/base";
import { decodeTransaction, isCast } from "@veche/ledger";
import { typeOf } from "./judging.ts";

/**
 * What one party may have waiting for a block, casts and issues aside. ⚔ Parties send one thing after the other; whoever has a key of an election and means
 * harm could send thousands of which each would enter, and leave no place for others. Together they are less than a proposal holds.
 */
const PER_SENDER_MAX = 64;

/** Names who sends a transaction, by its first signature; nothing for casts and issues, of which each entry of the roll has its own. */
export function senderOf(electionId: Bytes, transaction: Bytes): string | undefined {
  if (isCast(transaction) || typeOf(transaction) === "issue") return undefined;
  const decoded = decodeTransaction(transaction);
  const [first] = decoded.ok ? decoded.value.signatures : [];
  return `${toHex(electionId)} ${first?.role ?? 0} ${first?.index ?? 0}`;
}

/** Counts what each sender has waiting. */
export class SenderCounts {
  readonly #counts = new Map<string, number>();

  isFull(sender: string | undefined): boolean {
    return sender !== undefined && (this.#counts.get(sender) ?? 0) >= PER_SENDER_MAX;
  }

  add(sender: string | undefined, by: 1 | -1): void {
    if (sender === undefined) return;
    const count = (this.#counts.get(sender) ?? 0) + by;
    if (count > 0) this.#counts.set(sender, count);
    else this.#counts.delete(sender);
  }
}
