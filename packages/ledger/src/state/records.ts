import { assert, type Bytes, concat, readUint, u16, u64 } from "@veche/base";

/**
 * Records of the node's own index: other bytes than those that were written here are a bug or a damaged disk, and crash.
 */

/** What changes about a ballot style. Times in ms; times of 0 and empty bytes: not yet. */
export type StyleRecord = {
  /** Entries in the roll, and the last of them. */
  readonly roll: number;
  /** 32 bytes, or none. */
  readonly lastRollEntry: Bytes;
  readonly issued: number;
  /** §08.1.2: distinct credentials with an accepted ballot. */
  readonly ballots: number;
  /** By how much the ends were moved (§06.5.2). */
  readonly extendedBy: number;
  /** Block time of the last accepted cast, for the tick (§06.5.5). */
  readonly lastCast: number;
};

export const EMPTY_STYLE: StyleRecord = {
  roll: 0,
  lastRollEntry: new Uint8Array(0),
  issued: 0,
  ballots: 0,
  extendedBy: 0,
  lastCast: 0,
};

export function encodeStyle(style: StyleRecord): Bytes {
  const { roll, issued, ballots, extendedBy, lastCast, lastRollEntry } = style;
  const out = new Uint8Array(40 + lastRollEntry.length);
  const view = new DataView(out.buffer);
  for (const [at, number] of [roll, issued, ballots, extendedBy, lastCast].entries()) {
    view.setBigUint64(8 * at, BigInt(number));
  }
  out.set(lastRollEntry, 40);
  return out;
}

export function decodeStyle(bytes: Bytes): StyleRecord {
  assert(bytes.length === 40 || bytes.length === 72, "a style record has five integers, then a roll entry");
  const [roll, issued, ballots, extendedBy, lastCast] = [0, 8, 16, 24, 32].map((at) => readU64(bytes, at));
  return { roll, issued, ballots, extendedBy, lastCast, lastRollEntry: bytes.slice(40) } as StyleRecord;
}

/** An entry of the roll: its style, and from `issue` on the index of that log entry and its issueHash. */
export type RollRecordState = {
  readonly style: number;
  readonly issued?: { readonly at: number; readonly hash: Bytes };
};

export function encodeRollEntry({ style, issued }: RollRecordState): Bytes {
  return issued === undefined ? u16(style) : concat(u16(style), u64(issued.at), issued.hash);
}

export function decodeRollEntry(bytes: Bytes): RollRecordState {
  assert(bytes.length === 2 || bytes.length === 42, "a roll entry's record has a style, then an issue");
  const style = readUint(bytes, 0, 2);
  if (bytes.length === 2) return { style };
  return { style, issued: { at: readU64(bytes, 2), hash: bytes.slice(10) } };
}

/**
 * A credential with an accepted ballot: style, time and log index of the last one, and the hashes of all, by seq, so that the
 * same bytes are known when they come again (§06.6.2).
 */
export type CredentialRecord = {
  readonly style: number;
  readonly time: number;
  readonly at: number;
  readonly ballotHashes: readonly Bytes[];
};

export function encodeCredentialRecord({ style, time, at, ballotHashes }: CredentialRecord): Bytes {
  const out = new Uint8Array(19 + 32 * ballotHashes.length);
  const view = new DataView(out.buffer);
  view.setUint16(0, style);
  view.setBigUint64(2, BigInt(time));
  view.setBigUint64(10, BigInt(at));
  view.setUint8(18, ballotHashes.length);
  ballotHashes.forEach((hash, seq) => {
    out.set(hash, 19 + 32 * seq);
  });
  return out;
}

export function decodeCredentialRecord(bytes: Bytes): CredentialRecord {
  const count = readUint(bytes, 18, 1);
  assert(bytes.length === 19 + 32 * count, "a credential record has as many hashes as it says");
  return {
    style: readUint(bytes, 0, 2),
    time: readU64(bytes, 2),
    at: readU64(bytes, 10),
    ballotHashes: Array.from({ length: count }, (_, seq) => bytes.slice(19 + 32 * seq, 51 + 32 * seq)),
  };
}

/** How far a signer got with a whole (§06.7.3), so that no part enters twice. */
export const encodeWhole = (count: number): Bytes => u16(count);

export function decodeWhole(bytes: Bytes): number {
  assert(bytes.length === 2, "a whole's record is a count");
  return readUint(bytes, 0, 2);
}

function readU64(bytes: Bytes, at: number): number {
  const value = readUint(bytes, at, 8);
  assert(Number.isSafeInteger(value), "a record's integers are below 2^53");
  return value;
}
