import type { Bytes, CborValue } from "@veche/base";
import {
  anyBytes,
  arrayOf,
  bytes32,
  bytes64,
  bytesOf,
  dictionaryOf,
  mapOf,
  oneOf,
  type Reader,
  readOrigin,
  readText,
  textMatching,
  uint,
  uintOf,
} from "@veche/election";

/** §04.1.4 */
export const ROLL_CHUNK_ENTRIES_MAX = 1_800;
/** §06.7.1 */
export const PART_BYTES_MAX = 59_000;
export const PARTS_MAX = 2_000;
const ROLL_ENTRY_BYTES = 32;

/** Steps of the ceremony that a `deadline` can name (§03.1.2). */
export const CEREMONY_STEPS = ["hash", "commit", "shares", "confirm", "answer", "reconfirm"] as const;

/**
 * The bodies of §06.5 and of the chapters it names: keys, types and what can be seen without the state. A body that
 * does not fit is `MALFORMED`.
 */
export const BODIES = {
  define: mapOf({ manifest: anyBytes }),
  // §06.7.1
  part: mapOf({
    bytes: bytesOf(1, PART_BYTES_MAX),
    index: uintOf(0, PARTS_MAX - 1),
    of: uintOf(2, PARTS_MAX),
    origin: readOrigin,
    whole: bytes32,
  }),
  // §03.2
  "trustee-hash": mapOf({ attempt: uint, hash: bytes32, trustee: uint }),
  "trustee-commit": mapOf({ attempt: uint, commitments: anyBytes, proof: bytes64, trustee: uint }),
  // §03.2.3
  "trustee-shares": mapOf({ attempt: uint, shares: arrayOf(bytesOf(0, 1_000)), trustee: uint }),
  "trustee-confirm": mapOf({ attempt: uint, trustee: uint }),
  // §03.2.4
  "trustee-complaint": mapOf({ against: ascending(arrayOf(uint, 1)), attempt: uint, trustee: uint }),
  "trustee-answer": mapOf({ attempt: uint, complainer: uint, share: bytes32, trustee: uint }),
  deadline: mapOf({ attempt: uint, step: oneOf(...CEREMONY_STEPS) }),
  "ceremony-restart": mapOf({ excluded: ascending(arrayOf(uint)) }),
  // §03.5.2
  canary: mapOf({
    attempt: uint,
    point: bytes32,
    proof: bytes64,
    stage: oneOf("ceremony", "open", "close"),
    trustee: uint,
  }),
  // §04.2.1
  "issuer-keys": mapOf({ issuer: uint, modulus: bytesOf(256), roots: bytesOf(9 * 256), style: uint }),
  // §04.3.1
  "issuer-set": mapOf({ in: uint, out: uint }),
  // §04.1.4
  roll: mapOf({ entries: rollEntries, first: uint, style: uint }),
  "registration-totals": mapOf({
    accepted: uint,
    applied: uint,
    date: textMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "YYYY-MM-DD"),
    recalled: uint,
    refused: dictionaryOf(/^[A-Z0-9_]{1,40}$/, uint, 100),
  }),
  // §06.5.1
  open: mapOf({ key: bytes32, styles: arrayOf(bytes32) }),
  suspend: mapOf({ reason: readText }),
  resume: mapOf({ reason: readText }),
  // §06.5.2
  extend: mapOf({ by: uint, reason: readText, styles: arrayOf(uint) }),
  // §04.5.3
  issue: mapOf({ entry: bytes32, hash: bytes32, set: uint, style: uint }),
  // §05.4.1
  cast: mapOf({ ballot: anyBytes }),
  close: mapOf({}),
  participants: mapOf({ hash: bytes32 }),
  "tally-head": mapOf({ aggregates: bytes32, root: bytes32, size: uint, trustee: uint }),
  // §08.4.1: the length of `points` is judged after the signature.
  decryption: mapOf({ points: anyBytes, proof: bytes64, trustee: uint }),
  certify: mapOf({ result: bytes32 }),
} as const;

export type TransactionType = keyof typeof BODIES;
export type Body<T extends TransactionType> = (typeof BODIES)[T] extends Reader<infer B> ? B : never;

export function isTransactionType(type: string): type is TransactionType {
  return Object.hasOwn(BODIES, type);
}

/** The array, if it strictly ascends. */
function ascending(reader: Reader<readonly number[]>): Reader<readonly number[]> {
  return (value, path) => {
    const read = reader(value, path);
    if (!read.ok || read.value.every((n, at) => at === 0 || (read.value[at - 1] as number) < n)) return read;
    return { ok: false, error: { code: "SHAPE", path, expected: "strictly ascending" } };
  };
}

/** §04.1.4: a whole number of entries. */
function rollEntries(value: CborValue, path: string): ReturnType<Reader<Bytes>> {
  const read = bytesOf(ROLL_ENTRY_BYTES, ROLL_ENTRY_BYTES * ROLL_CHUNK_ENTRIES_MAX)(value, path);
  if (!read.ok || read.value.length % ROLL_ENTRY_BYTES === 0) return read;
  return { ok: false, error: { code: "SHAPE", path, expected: "a whole number of 32-byte entries" } };
}
