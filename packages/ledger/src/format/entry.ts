import {
  type Bytes,
  type CborMap,
  type CborValue,
  compareBytes,
  concat,
  decodeCbor,
  encodeCbor,
  err,
  ok,
  type Result,
  sha256,
  utf8,
} from "@veche/base";

/** A signature of §06.1.1: who signed, by role and index, and 64 bytes. */
export type Signature = { readonly role: number; readonly index: number; readonly bytes: Bytes };

/** `[type, body, signatures]` of §06.1.1, decoded but not yet judged. */
export type Transaction = {
  readonly type: string;
  readonly body: CborMap;
  readonly signatures: readonly Signature[];
};

/** A transaction that came in bytes. `bodyBytes`: those of its body, a view of them. */
export type ReadTransaction = Transaction & { readonly bodyBytes: Bytes };

export type Entry = { readonly time: number; readonly transaction: Bytes };

export type FormatError = { readonly code: "MALFORMED"; readonly reason: string };

/** §06.1.1: the longest entry, in bytes. */
export const ENTRY_BYTES_MAX = 60_000;

export function encodeTransaction({ type, body, signatures }: Transaction): Bytes {
  return encodeCbor([type, body, signatures.map(({ role, index, bytes }) => [role, index, bytes])]);
}

/** The envelope only: type and body are judged by the tables. */
export function decodeTransaction(bytes: Bytes): Result<ReadTransaction, FormatError> {
  const value = decodeCbor(bytes);
  if (!value.ok) return malformed(value.error.reason);
  const [type, body, signatures, more] = isArray(value.value) ? value.value : [];
  if (typeof type !== "string" || more !== undefined) return malformed("not [type, body, signatures]");
  if (body === undefined || !isMap(body)) return malformed("the body is not a map");
  if (signatures === undefined || !isArray(signatures)) return malformed("no array of signatures");
  const read = signatures.map(readSignature);
  if (read.includes(undefined)) return malformed("a signature is not [role, index, 64 bytes]");
  const transaction = { type, body, signatures: read as readonly Signature[] };
  return ok({ ...transaction, bodyBytes: bodyIn(bytes, transaction) });
}

/** As a transaction has one encoding only, the lengths before and behind the body are known. */
function bodyIn(bytes: Bytes, { type, signatures }: Transaction): Bytes {
  const typeLength = utf8(type).length;
  const start = 1 + uintLength(typeLength) + typeLength;
  const lengths = signatures.map(({ role, index }) => 1 + uintLength(role) + uintLength(index) + 2 + 64);
  const behind = lengths.reduce((sum, length) => sum + length, uintLength(signatures.length));
  return bytes.subarray(start, bytes.length - behind);
}

/** Bytes of an unsigned integer, and of the head of a text or an array of so many elements (RFC 8949 §3). */
function uintLength(value: number): number {
  if (value < 24) return 1;
  if (value < 2 ** 8) return 2;
  if (value < 2 ** 16) return 3;
  return value < 2 ** 32 ? 5 : 9;
}

function readSignature(value: CborValue): Signature | undefined {
  const [role, index, bytes, more] = isArray(value) ? value : [];
  if (typeof role !== "number" || typeof index !== "number" || more !== undefined) return undefined;
  return bytes instanceof Uint8Array && bytes.length === 64 ? { role, index, bytes } : undefined;
}

/** `[time, transaction]`; the transaction's own bytes stand in it unchanged (§06.1.2). */
export function encodeEntry({ time, transaction }: Entry): Bytes {
  return concat(entryHead(time), transaction);
}

/** What stands before the transaction in all entries of one block time. */
export const entryHead = (time: number): Bytes => concat(ARRAY_OF_TWO, encodeCbor(time));

/** Time and transaction bytes. What the transaction holds is for `decodeTransaction`. */
export function decodeEntry(bytes: Bytes): Result<Entry, FormatError> {
  const head = bytes[1];
  if (bytes[0] !== ARRAY_OF_TWO[0] || head === undefined) return malformed("not [time, transaction]");
  const length = head < 24 ? 1 : head <= 27 ? 1 + 2 ** (head - 24) : 0;
  const time = decodeCbor(bytes.subarray(1, 1 + length));
  if (length === 0 || !time.ok || typeof time.value !== "number") return malformed("the time is no integer");
  return ok({ time: time.value, transaction: bytes.slice(1 + length) });
}

export function entryLength(time: number, transactionLength: number): number {
  return ARRAY_OF_TWO.length + uintLength(time) + transactionLength;
}

const ARRAY_OF_TWO = new Uint8Array([0x82]);
/** The only encoding of `["cast", …, …]` begins so. */
const CAST_PREFIX = new Uint8Array([0x83, 0x64, 0x63, 0x61, 0x73, 0x74]);

/** Whether a transaction counts as a cast for the order of a block (§06.3.2), told from its bytes alone. */
export function isCast(transaction: Bytes): boolean {
  return CAST_PREFIX.every((byte, at) => transaction[at] === byte);
}

/** §06.3.2: casts last, strictly ascending by hash; a cast that stands twice is dropped. */
export function orderBlock(transactions: readonly Bytes[]): readonly Bytes[] {
  const casts = transactions
    .filter(isCast)
    .map((bytes) => ({ bytes, hash: sha256(bytes) }))
    .sort((a, b) => compareBytes(a.hash, b.hash));
  const distinct = casts.filter(
    ({ hash }, at) => at === 0 || compareBytes((casts[at - 1] as { hash: Bytes }).hash, hash) !== 0,
  );
  return [...transactions.filter((bytes) => !isCast(bytes)), ...distinct.map(({ bytes }) => bytes)];
}

/** The index of the first transaction that breaks §06.3.2; `undefined` if the order is right. */
export function firstOutOfOrder(transactions: readonly Bytes[]): number | undefined {
  let last: Bytes | undefined;
  for (const [at, transaction] of transactions.entries()) {
    if (!isCast(transaction)) {
      if (last !== undefined) return at;
      continue;
    }
    const hash = sha256(transaction);
    if (last !== undefined && compareBytes(last, hash) >= 0) return at;
    last = hash;
  }
  return undefined;
}

function isArray(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value);
}

function isMap(value: CborValue): value is CborMap {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
}

const malformed = (reason: string): Result<never, FormatError> => err({ code: "MALFORMED", reason });
