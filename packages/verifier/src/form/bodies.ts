import type { CborValue } from "@veche/base";
import { bilingual, origin } from "./manifest.ts";
import { bytes, isMap, list, map, type Shape, text, uint } from "./shape.ts";

const hash = bytes(32);
const proof = bytes(64);
const attempt = uint();
const trustee = uint();

/** `{code: uint}` of at most 100 codes (§06.5, `registration-totals`). */
const refusals: Shape<ReadonlyMap<string, number>> = (value) => {
  if (!isMap(value)) return undefined;
  const entries = Object.entries(value);
  const right = entries.every(([code, count]) => /^[A-Z0-9_]{1,40}$/.test(code) && typeof count === "number");
  return right && entries.length <= 100 ? new Map(entries as [string, number][]) : undefined;
};

const entries: Shape<Uint8Array> = (value) => {
  const read = bytes({ min: 32, max: 32 * 1800 })(value);
  return read !== undefined && read.length % 32 === 0 ? read : undefined;
};

/** Bodies of all transactions (§06.5) as far as their form does not depend on the election. */
const BODIES = {
  define: map({ manifest: bytes() }),
  part: map({
    bytes: bytes({ min: 1, max: 59_000 }),
    index: uint(),
    of: uint({ min: 2, max: 2000 }),
    origin,
    whole: hash,
  }),
  "trustee-hash": map({ attempt, hash, trustee }),
  "trustee-commit": map({ attempt, commitments: bytes(), proof, trustee }),
  "trustee-shares": map({ attempt, shares: list(bytes({ min: 0, max: 1000 })), trustee }),
  "trustee-confirm": map({ attempt, trustee }),
  "trustee-complaint": map({ against: list(uint()), attempt, trustee }),
  "trustee-answer": map({ attempt, complainer: uint(), share: hash, trustee }),
  deadline: map({ attempt, step: text() }),
  "ceremony-restart": map({ excluded: list(uint()) }),
  canary: map({ attempt, point: hash, proof, stage: text(), trustee }),
  "issuer-keys": map({ issuer: uint(), modulus: bytes(256), roots: bytes(9 * 256), style: uint() }),
  "issuer-set": map({ in: uint(), out: uint() }),
  roll: map({ entries, first: uint(), style: uint() }),
  "registration-totals": map({
    accepted: uint(),
    applied: uint(),
    date: text({ min: 10, max: 10 }, /^\d{4}-\d{2}-\d{2}$/),
    recalled: uint(),
    refused: refusals,
  }),
  open: map({ key: hash, styles: list(hash) }),
  suspend: map({ reason: bilingual }),
  resume: map({ reason: bilingual }),
  extend: map({ by: uint(), reason: bilingual, styles: list(uint()) }),
  issue: map({ entry: hash, hash, set: uint(), style: uint() }),
  cast: map({ ballot: bytes() }),
  close: map({}),
  participants: map({ hash }),
  "tally-head": map({ aggregates: hash, root: hash, size: uint(), trustee }),
  decryption: map({ points: bytes(), proof, trustee }),
  certify: map({ result: hash }),
} as const satisfies { readonly [type: string]: Shape<unknown> };

export type TransactionType = keyof typeof BODIES;
export type Body<T extends TransactionType> = (typeof BODIES)[T] extends Shape<infer B> ? B : never;

export type TypedBody = {
  [T in TransactionType]: { readonly type: T; readonly body: Body<T> };
}[TransactionType];

export function isTransactionType(type: string): type is TransactionType {
  return Object.hasOwn(BODIES, type);
}

export function readBody(type: TransactionType, value: CborValue): TypedBody | undefined {
  const body = BODIES[type](value);
  return body === undefined ? undefined : ({ type, body } as TypedBody);
}
