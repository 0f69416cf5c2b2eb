import { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor } from "@veche/base";
import { isTransactionType, type TransactionType } from "../../form/bodies.ts";
import { isControl } from "../../replay/authority.ts";
import type { Evidence } from "../control.ts";
import type { RecordMaker } from "../maker.ts";
import type { Signer } from "../parties.ts";
import { publish } from "../publish.ts";

/** A body, whose keys are those of 06.5 and whatever a mutant puts in. */
export type DraftBody = CborMap & {
  readonly [key in
    | "aggregates"
    | "attempt"
    | "ballot"
    | "bytes"
    | "commitments"
    | "date"
    | "entries"
    | "first"
    | "hash"
    | "issuer"
    | "point"
    | "points"
    | "reason"
    | "set"
    | "stage"
    | "style"
    | "trustee"]?: CborValue;
};

/** An entry taken apart, as those who signed it would write it. */
export type Draft = {
  readonly time: number;
  readonly type: string;
  readonly body: DraftBody;
  readonly signers: readonly Signer[];
  /** Number of control transactions before it (§06.2.3). */
  readonly sequence: number;
};

export function decodeEntryValue(entry: Bytes): readonly [number, readonly [string, CborMap, CborValue]] {
  const decoded = decodeCbor(entry);
  if (!decoded.ok) throw new RangeError("the maker's entries are CBOR");
  return decoded.value as unknown as readonly [number, readonly [string, CborMap, CborValue]];
}

export function typeOf(entry: Bytes): string {
  return decodeEntryValue(entry)[1][0];
}

export function draftOf(maker: RecordMaker, index: number): Draft {
  const [time, [type, body, signatures]] = decodeEntryValue(entryAt(maker, index));
  const signers = (signatures as readonly (readonly [number, number, Bytes])[]).map(
    ([role, party]): Signer => [role, party],
  );
  return { time, type, body, signers, sequence: sequenceAt(maker, index) };
}

export function entryAt(maker: RecordMaker, index: number): Bytes {
  const entry = maker.entries[index];
  if (entry === undefined) throw new RangeError(`no entry ${index}`);
  return entry;
}

const sequenceAt = (maker: RecordMaker, index: number): number =>
  maker.entries.slice(0, index).filter((entry) => {
    const type = typeOf(entry);
    return isTransactionType(type) && isControl(type);
  }).length;

/** The entry of a draft, signed by all its signers, whoever they are. */
export function sealed(maker: RecordMaker, draft: Draft): Bytes {
  return new Uint8Array(encodeCbor(sealedValue(maker, draft)));
}

/** The same before it is encoded: [time, [type, body, signatures]]. */
export function sealedValue(maker: RecordMaker, draft: Draft): CborValue {
  const { time, type, body, signers, sequence } = draft;
  // A type that does not exist is signed like any other that is no control transaction.
  const signatures = signers.map((signer) => [
    ...signer,
    maker.sign(signer, type as TransactionType, body, sequence),
  ]);
  return [time, [type, body, signatures]];
}

/** First entry of a type from an index on. */
export function find(
  maker: RecordMaker,
  type: string,
  from = 0,
  holds = (_: Draft): boolean => true,
): number {
  for (let index = from; index < maker.entries.length; index++) {
    if (typeOf(entryAt(maker, index)) === type && holds(draftOf(maker, index))) return index;
  }
  throw new RangeError(`no ${type} from ${from} on`);
}

export type Changes = ReadonlyMap<number, Bytes>;

/**
 * The record with entries exchanged, its tree made anew and its checkpoint signed again. `last`: the record
 * ends with this entry, because every beginning of a log is a record (§10.5).
 */
export function changedRecord(
  maker: RecordMaker,
  changes: Changes,
  last = maker.entries.length - 1,
): Evidence {
  const entries = maker.entries.slice(0, last + 1).map((entry, i) => changes.get(i) ?? entry);
  const files = publish(entries, maker.manifest.origin, maker.signers);
  const whole = last === maker.entries.length - 1;
  if (whole && maker.resultBytes !== undefined) files.set("result.cbor", maker.resultBytes);
  return { files, electionId: maker.electionId };
}
