import { type Bytes, concat, sha512, u64, utf8 } from "@veche/base";
import { hashToPoint, type Point, reduceScalar, type Scalar } from "@veche/group";

/**
 * The typed transcript hash (§01.4). A label says which of the protocol's hashes it is, so that no two statements
 * share a preimage; every item carries its length, so that no two item lists do (L3).
 */
export type Label =
  | "age-share"
  | "aggregates"
  | "answer-key"
  | "ballot"
  | "canary"
  | "canary-proof"
  | "chain-tx"
  | "commitments"
  | "decryption"
  | "election-key"
  | "hedge"
  | "issue"
  | "issuer-style"
  | "knowledge"
  | "nonce"
  | "promise"
  | "registrar-issue"
  | "request"
  | "result"
  | "resume-key"
  | "roll"
  | "roll-record"
  | "rsa-key"
  | "tally-head"
  | "token"
  | "tracker"
  | "tx";

/** A byte string, a text (UTF-8) or an integer (u64). A list of fixed-size elements is one item: `list(...)`. */
export type Item = Bytes | string | number;

/** §01.4.4: a list is ONE item, the concatenation of its elements of fixed size. */
export const list = (elements: readonly Bytes[]): Bytes => concat(...elements);

/** §01.4.2 `pre(label, items…)`: the framed preimage itself. */
export function preimage(label: Label, ...items: readonly Item[]): Bytes {
  const head = headOf(label);
  const parts = items.map(bytesOf);
  const out = new Uint8Array(parts.reduce((length, part) => length + 4 + part.length, head.length));
  const view = new DataView(out.buffer);
  out.set(head);
  let at = head.length;
  for (const part of parts) {
    view.setUint32(at, part.length);
    out.set(part, at + 4);
    at += 4 + part.length;
  }
  return out;
}

function bytesOf(item: Item): Bytes {
  if (typeof item === "string") return utf8(item);
  return typeof item === "number" ? u64(item) : item;
}

const heads = new Map<Label, Bytes>();

/** The same few labels stand before millions of preimages. */
function headOf(label: Label): Bytes {
  const head = heads.get(label) ?? utf8(`veche/v1/${label}\0`);
  heads.set(label, head);
  return head;
}

/** §01.4.3 `H`: 64 bytes. */
export const hash = (label: Label, ...items: readonly Item[]): Bytes => sha512(preimage(label, ...items));

/** §01.4.3 `H32`: the first 32 bytes of `H`. */
export const hash32 = (label: Label, ...items: readonly Item[]): Bytes => hash(label, ...items).slice(0, 32);

/** §01.4.3 `Hs`: a scalar, from 512 bits reduced, so that its bias is negligible. */
export const hashToScalar = (label: Label, ...items: readonly Item[]): Scalar =>
  reduceScalar(hash(label, ...items));

/** §01.4.3 `HG`: a point nobody knows the logarithm of (L5). */
export const hashToGroup = (label: Label, ...items: readonly Item[]): Point =>
  hashToPoint(hash(label, ...items));
