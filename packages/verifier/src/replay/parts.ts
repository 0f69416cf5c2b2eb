import { type Bytes, concat, sha256, toHex } from "@veche/base";
import { decodeEntry, decodeTransaction, type Transaction, type TransactionOf } from "../form/entry.ts";
import type { EntrySource } from "../log/entry-source.ts";

/** A transaction that comes in parts (§06.7), of which only the places are remembered. */
export type PartialWhole = {
  readonly whole: string;
  readonly of: number;
  length: number;
  readonly entries: number[];
};

/** A transaction that is not larger stands in an entry of its own. */
const WHOLE_MIN = 59_000;
const WHOLE_TYPES: readonly Transaction["type"][] = ["define", "trustee-shares", "decryption"];

/** What is remembered of the parts of a log. */
export type Parts = {
  /** The unfinished whole of each signer. */
  readonly open: Map<string, PartialWhole>;
  /** Signer, whole and index of the parts that entered: none enters twice (§06.7.3). */
  readonly entered: Set<string>;
};

export const noParts = (): Parts => ({ open: new Map(), entered: new Set() });

/** Takes one part after the rules of order (§06.7.3); gives the whole when this part was its last. */
export function takePart(
  { open, entered }: Parts,
  tx: TransactionOf<"part">,
  entry: number,
): "already" | "out-of-order" | "waiting" | PartialWhole {
  const { bytes, index, of, whole } = tx.body;
  const signer = `${tx.signatures[0]?.role}/${tx.signatures[0]?.index}`;
  const name = toHex(whole);
  const identity = `${signer} ${name} ${index}`;
  if (entered.has(identity)) return "already";
  if (index >= of) return "out-of-order";
  const known = index === 0 ? { whole: name, of, length: 0, entries: [] } : open.get(signer);
  if (known?.entries.length !== index || known.whole !== name || known.of !== of) return "out-of-order";
  entered.add(identity);
  known.length += bytes.length;
  known.entries.push(entry);
  open.set(signer, known);
  if (known.entries.length < of) return "waiting";
  open.delete(signer);
  return known;
}

/** The transaction of a whole, or `undefined` if none may come in parts like this (§06.7.4). */
export async function readWhole(source: EntrySource, whole: PartialWhole): Promise<Transaction | undefined> {
  if (whole.length <= WHOLE_MIN) return undefined;
  const parts: Bytes[] = [];
  for (const index of whole.entries) {
    const entry = await source.entry(index);
    const decoded = entry === undefined ? undefined : decodeEntry(entry);
    const tx = decoded !== undefined && "value" in decoded ? decoded.value.transaction : undefined;
    if (tx?.type !== "part") return undefined;
    parts.push(tx.body.bytes);
  }
  const bytes = concat(...parts);
  const name = toHex(sha256(bytes));
  const tx = name === whole.whole ? decodeTransaction(bytes) : undefined;
  return tx !== undefined && WHOLE_TYPES.includes(tx.type) ? tx : undefined;
}
