import { type Bytes, concat, u8, u16, u64, utf8 } from "@veche/base";
import { type Election, splitBallot, trackerOf } from "@veche/election";
import { decodeTransaction } from "@veche/ledger";

/** What pages look up besides hashes of transactions (§12.7.2), and where the answers of §12.3.1 and §12.7.3 are put together from. */
export type LookupRow = readonly [key: Bytes, value: Bytes];

/** Keys: a byte that names the question, what is asked for, and for ballots the index (8 bytes) that answers it. */
export const lookupKey = {
  /** The twenty characters without hyphens. Rows: index → X. */
  tracker: (characters: string): Bytes => concat(u8(0x01), utf8(characters)),
  /** X. Rows: index → nothing. */
  credential: (credential: Bytes): Bytes => concat(u8(0x02), credential),
  /** → index. */
  open: (): Bytes => u8(0x03),
  /** → index. */
  issuerKeys: (style: number, issuer: number): Bytes => concat(u8(0x04), u16(style), u8(issuer)),
  /** → index. */
  certify: (): Bytes => u8(0x05),
} as const;

/** Types of transactions that leave rows, so that no other one need be decoded a second time. */
const LOOKED_UP = ["cast", "open", "issuer-keys", "certify"].map((type) => utf8(type));

/** The rows of an accepted transaction at `index`; those of entries that nobody looks up are none. */
export function lookupRows(
  election: Election | undefined,
  index: number,
  transaction: Bytes,
): readonly LookupRow[] {
  if (election === undefined || !LOOKED_UP.some((type) => begins(transaction, type))) return [];
  const decoded = decodeTransaction(transaction);
  if (!decoded.ok) return [];
  const { type, body } = decoded.value;
  const { style, issuer, ballot } = body;
  if (type === "open") return [[lookupKey.open(), u64(index)]];
  if (type === "certify") return [[lookupKey.certify(), u64(index)]];
  if (type === "issuer-keys" && typeof style === "number" && typeof issuer === "number") {
    return [[lookupKey.issuerKeys(style, issuer), u64(index)]];
  }
  const parts = ballot instanceof Uint8Array ? splitBallot(ballot, election.manifest) : undefined;
  if (!parts?.ok) return [];
  const { credential } = parts.value;
  const characters = trackerOf(election.electionId, parts.value).replaceAll("-", "");
  return [
    [concat(lookupKey.tracker(characters), u64(index)), credential],
    [concat(lookupKey.credential(credential), u64(index)), new Uint8Array(0)],
  ];
}

/** A transaction is an array of three that begins with its type, a text of less than 24 bytes (§06.1.1). */
function begins(transaction: Bytes, type: Bytes): boolean {
  return (
    transaction[0] === 0x83 &&
    transaction[1] === 0x60 + type.length &&
    type.every((byte, at) => transaction[2 + at] === byte)
  );
}
