import { type Bytes, type CborValue, decodeCbor, encodeCbor, sha256 } from "@veche/base";
import { isTransactionType, readBody, type TransactionType, type TypedBody } from "./bodies.ts";
import { isMap } from "./shape.ts";

export const ENTRY_MAX = 60_000;

export type Signature = { readonly role: number; readonly index: number; readonly signature: Bytes };

/** A transaction (§06.1.1) whose form is right. */
export type Transaction = TypedBody & {
  readonly signatures: readonly Signature[];
  /** The body as it was signed (§06.2.3). */
  readonly bodyBytes: Bytes;
};

export type TransactionOf<T extends TransactionType> = Extract<Transaction, { readonly type: T }>;

export type Entry = {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** §06.1.2: the transaction alone. */
  readonly transactionBytes: Bytes;
  readonly transaction: Transaction;
};

export type EntryFault = "ENTRY_TOO_LARGE" | "ENTRY_ENCODING" | "TYPE_UNKNOWN" | "BODY_FORM";
type Read<T> =
  | { readonly value: T; readonly fault?: never }
  | { readonly fault: EntryFault; readonly value?: never };

/**
 * Reads an entry strictly (§01.3, §06.1.1). The time is given even if only the transaction is wrong, so that
 * blocks can still be checked.
 */
export function decodeEntry(bytes: Bytes): { readonly time?: number } & Read<Entry> {
  if (bytes.length > ENTRY_MAX) return { fault: "ENTRY_TOO_LARGE" };
  const decoded = decodeCbor(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return { fault: "ENTRY_ENCODING" };
  const [time, value, ...rest] = decoded.value as readonly CborValue[];
  if (typeof time !== "number" || value === undefined || rest.length > 0) return { fault: "ENTRY_ENCODING" };
  const transaction = readTransaction(value);
  if (transaction.fault !== undefined) return { time, fault: transaction.fault };
  // The encoding is the one deterministic one: the transaction follows the array's head and the time.
  const transactionBytes = bytes.subarray(1 + encodeCbor(time).length);
  return { time, value: { time, transactionBytes, transaction: transaction.value } };
}

/** Reads the bytes of a whole that came in parts (§06.7). */
export function decodeTransaction(bytes: Bytes): Transaction | undefined {
  const decoded = decodeCbor(bytes);
  return decoded.ok ? readTransaction(decoded.value).value : undefined;
}

export function transactionHash(entry: Entry): Bytes {
  return sha256(entry.transactionBytes);
}

function readTransaction(value: CborValue): Read<Transaction> {
  if (!Array.isArray(value) || value.length !== 3) return { fault: "ENTRY_ENCODING" };
  const [type, bodyValue, signatureValues] = value as unknown as readonly [CborValue, CborValue, CborValue];
  if (typeof type !== "string" || !isMap(bodyValue)) return { fault: "ENTRY_ENCODING" };
  const signatures = readSignatures(signatureValues);
  if (signatures === undefined) return { fault: "ENTRY_ENCODING" };
  if (!isTransactionType(type)) return { fault: "TYPE_UNKNOWN" };
  const typed = readBody(type, bodyValue);
  if (typed === undefined) return { fault: "BODY_FORM" };
  return { value: { ...typed, signatures, bodyBytes: encodeCbor(bodyValue) } };
}

function readSignatures(value: CborValue): readonly Signature[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const out: Signature[] = [];
  for (const triple of value as readonly CborValue[]) {
    if (!Array.isArray(triple) || triple.length !== 3) return undefined;
    const [role, index, signature] = triple as readonly CborValue[];
    if (typeof role !== "number" || typeof index !== "number") return undefined;
    if (!(signature instanceof Uint8Array) || signature.length !== 64) return undefined;
    out.push({ role, index, signature });
  }
  return out;
}
