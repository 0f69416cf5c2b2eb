import { type Bytes, concat, readUint, toHex, u8, u16, u32, u64 } from "@veche/base";

/** What a device keeps of a begun ballot (§12.4.1). Choices and seeds are not among it (§12.4.2). */
export type BallotRecord = PendingRecord | ReadyRecord | CastRecord | DoneRecord | AlarmRecord;

type Named = {
  readonly style: number;
  /** §12.2.2: the name of the request, under which it is found. */
  readonly request: Bytes;
};

/** `resumed`: from a resume code, and the portal has not named it yet (§12.5.3). */
export type PendingRecord = Named & {
  readonly stage: "prepared" | "asked" | "resumed";
  readonly pending: Bytes;
};
export type ReadyRecord = Named & { readonly stage: "ready"; readonly credential: Bytes };
export type CastRecord = Named & {
  readonly stage: "cast";
  /** What is sent, the very bytes again and again. */
  readonly transaction: Bytes;
  readonly hash: Bytes;
  readonly trackerHash: Bytes;
  readonly seq: number;
  readonly credential: Bytes;
  /** §07.6.1; empty: none was given. */
  readonly promise: Bytes;
};
export type DoneRecord = Named & {
  readonly stage: "done";
  readonly trackerHash: Bytes;
  readonly index: number;
  readonly time: number;
  readonly receipt: Bytes;
  readonly seq: number;
  /** ⚔ Empty where no other ballot can follow: x and token are erased. */
  readonly credential: Bytes;
};
export type AlarmRecord = Named & {
  readonly stage: "alarm";
  readonly code: AlarmCode;
  readonly evidence: Bytes;
};
export type AlarmCode = (typeof ALARMS)[number];

const VERSION = 1;
const STAGES = ["prepared", "asked", "resumed", "ready", "cast", "done", "alarm"] as const;
const ALARMS = ["ALARM_LOG", "ALARM_ISSUER_KEY", "ALARM_ISSUE", "ALARM_PROMISE", "ALARM_RECEIPT"] as const;
const HEAD_BYTES = 36;

/** Version, stage, style and request, then for each field its length and bytes: the device's own form, never sent. */
export function encodeRecord(record: BallotRecord): Bytes {
  const parts = fieldsOf(record).flatMap((field) => [u32(field.length), field]);
  return concat(u8(VERSION), u8(STAGES.indexOf(record.stage)), u16(record.style), record.request, ...parts);
}

function fieldsOf(record: BallotRecord): readonly Bytes[] {
  switch (record.stage) {
    case "ready":
      return [record.credential];
    case "cast":
      return [
        record.transaction,
        record.hash,
        record.trackerHash,
        u8(record.seq),
        record.credential,
        record.promise,
      ];
    case "done":
      return [
        record.trackerHash,
        u64(record.index),
        u64(record.time),
        record.receipt,
        u8(record.seq),
        record.credential,
      ];
    case "alarm":
      return [u8(ALARMS.indexOf(record.code)), record.evidence];
    default:
      return [record.pending];
  }
}

/** `undefined`: damaged, or of another version. */
export function decodeRecord(bytes: Bytes): BallotRecord | undefined {
  const stage = STAGES[bytes[1] ?? STAGES.length];
  const fields = bytes[0] === VERSION ? splitFields(bytes) : undefined;
  if (stage === undefined || fields === undefined) return undefined;
  const named = { style: readUint(bytes, 2, 2), request: bytes.slice(4, HEAD_BYTES) };
  const [first, second, third, fourth, fifth, sixth, seventh] = fields;
  if (first === undefined || seventh !== undefined) return undefined;
  if (stage === "prepared" || stage === "asked" || stage === "resumed")
    return second === undefined ? { ...named, stage, pending: first } : undefined;
  if (stage === "ready") return second === undefined ? { ...named, stage, credential: first } : undefined;
  if (stage === "alarm") {
    const code = first.length === 1 ? ALARMS[first[0] as number] : undefined;
    return code && second && third === undefined ? { ...named, stage, code, evidence: second } : undefined;
  }
  if (!second || !third || !fourth || !fifth || !sixth) return undefined;
  if (stage === "cast") {
    if (fourth.length !== 1) return undefined;
    const seq = fourth[0] as number;
    const sent = { transaction: first, hash: second, trackerHash: third };
    return { ...named, stage, ...sent, seq, credential: fifth, promise: sixth };
  }
  if (second.length !== 8 || third.length !== 8 || fifth.length !== 1) return undefined;
  const place = { index: readUint(second, 0, 8), time: readUint(third, 0, 8), receipt: fourth };
  return { ...named, stage, trackerHash: first, ...place, seq: fifth[0] as number, credential: sixth };
}

function splitFields(bytes: Bytes): readonly Bytes[] | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const fields: Bytes[] = [];
  let at = HEAD_BYTES;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + readUint(bytes, at, 4);
    if (end > bytes.length) return undefined;
    fields.push(bytes.slice(at + 4, end));
    at = end;
  }
  return fields;
}

export const nameOf = ({ request }: Named): string => toHex(request);
