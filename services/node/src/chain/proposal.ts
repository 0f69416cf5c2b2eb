import { type Bytes, compareBytes, concat, err, ok, type Result, sha256, toHex } from "@veche/base";
import { isCast, type ValidatorsChange } from "@veche/ledger";
import type { Hashed } from "../engine/prepared.ts";
import { latin1 } from "../names.ts";
import { decodeChainTransaction } from "./transaction.ts";

/** §06.9.6: bytes of chain transactions in one proposal, 32 of each being its election's. */
export type ProposalLimits = { readonly others: number; readonly casts: number };

export const PROPOSAL_LIMITS: ProposalLimits = { others: 4_194_304, casts: 12_582_912 };

/** A chain transaction, read. `hash`: SHA-256 of the transaction bytes alone. */
export type Item = { readonly bytes: Bytes } & (
  | (Hashed & { readonly kind: "election"; readonly electionId: Bytes; readonly isCast: boolean })
  | { readonly kind: "validators"; readonly hash: Bytes; readonly change: ValidatorsChange }
);

export type ElectionItem = Extract<Item, { readonly kind: "election" }>;

/** The transactions of one election in a proposal: its block. */
export type ElectionPart = { readonly electionId: Bytes; readonly transactions: readonly Hashed[] };

export type Proposal = {
  readonly items: readonly Item[];
  /** In the order in which they first appear. */
  readonly parts: readonly ElectionPart[];
  readonly change: ValidatorsChange | undefined;
};

/** Why no honest validator agrees to a proposal, told from its bytes alone. `at`: the first transaction that breaks a rule. */
export type ProposalFault = {
  readonly code: "MALFORMED" | "ORDER" | "REPEATED" | "TOO_LARGE" | "CHANGES";
  readonly at: number;
};

/** A chain transaction; nothing for bytes that are none. */
export function itemOf(bytes: Bytes): Item | undefined {
  const read = decodeChainTransaction(bytes);
  if (!read.ok) return undefined;
  const content = read.value;
  if (content.kind === "validators") {
    const { body, bodyBytes, signatures } = content;
    return { kind: "validators", bytes, hash: sha256(bytes), change: { body, bodyBytes, signatures } };
  }
  const { electionId, transaction } = content;
  const hash = sha256(transaction);
  return { kind: "election", bytes, electionId, transaction, hash, isCast: isCast(transaction) };
}

/** Names a chain transaction by all of its content. */
export const itemKey = (item: Item): string =>
  item.kind === "election" ? electionItemKey(item.hash, item.electionId) : latin1(item.hash);

/** @param hash SHA-256 of the transaction bytes. */
export const electionItemKey = (hash: Bytes, electionId: Bytes): string => latin1(concat(hash, electionId));

export const isCastItem = (item: Item): item is ElectionItem => item.kind === "election" && item.isCast;

/** §06.9.6: SHA-256 of the transaction bytes, then the election, by which casts ascend. */
export const compareCasts = (a: ElectionItem, b: ElectionItem): number =>
  compareBytes(a.hash, b.hash) || compareBytes(a.electionId, b.electionId);

/** Reads a proposal and checks what its bytes alone decide (§06.9.6): form, order, repeats, limits. */
export function readProposal(
  transactions: readonly Bytes[],
  limits: ProposalLimits = PROPOSAL_LIMITS,
): Result<Proposal, ProposalFault> {
  const items: Item[] = [];
  const seen = new Set<string>();
  const room = { ...limits };
  let last: ElectionItem | undefined;
  let changes = 0;
  for (const [at, bytes] of transactions.entries()) {
    const item = itemOf(bytes);
    if (item === undefined) return err({ code: "MALFORMED", at });
    if (isCastItem(item)) {
      if (last !== undefined && compareCasts(last, item) > 0) return err({ code: "ORDER", at });
      last = item;
    } else if (last !== undefined) {
      return err({ code: "ORDER", at });
    }
    const key = itemKey(item);
    if (seen.has(key)) return err({ code: "REPEATED", at });
    seen.add(key);
    room[isCastItem(item) ? "casts" : "others"] -= bytes.length;
    if (room.casts < 0 || room.others < 0) return err({ code: "TOO_LARGE", at });
    // §06.9.8
    if (item.kind === "validators" && ++changes > 1) return err({ code: "CHANGES", at });
    items.push(item);
  }
  return ok(proposalOf(items));
}

/** A proposal of items that stand in the right order. */
export function proposalOf(items: readonly Item[]): Proposal {
  const parts = new Map<string, { readonly electionId: Bytes; readonly transactions: Hashed[] }>();
  let change: ValidatorsChange | undefined;
  for (const item of items) {
    if (item.kind === "validators") {
      change = item.change;
      continue;
    }
    const { electionId } = item;
    const name = toHex(electionId);
    const part = parts.get(name) ?? { electionId, transactions: [] };
    parts.set(name, part);
    part.transactions.push(item);
  }
  return { items, parts: [...parts.values()], change };
}

/** Brings candidates, in the order in which they came, into the order of §06.9.6, as many as the limits allow, each once. */
export function arrange(
  candidates: readonly Item[],
  limits: ProposalLimits = PROPOSAL_LIMITS,
): readonly Item[] {
  const distinct = [...new Map(candidates.map((item) => [itemKey(item), item])).values()];
  const firstChange = distinct.find(({ kind }) => kind === "validators");
  const others = distinct.filter(
    (item) => !isCastItem(item) && (item.kind !== "validators" || item === firstChange),
  );
  const casts = distinct.filter(isCastItem);
  return [...fitting(others, limits.others), ...fitting(casts, limits.casts).toSorted(compareCasts)];
}

/** The first of them, up to the limit. */
function fitting<T extends Item>(items: readonly T[], limit: number): readonly T[] {
  let bytes = 0;
  const end = items.findIndex((item) => {
    bytes += item.bytes.length;
    return bytes > limit;
  });
  return end < 0 ? items : items.slice(0, end);
}
