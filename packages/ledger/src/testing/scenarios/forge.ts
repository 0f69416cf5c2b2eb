import { assert, type Bytes, type CborMap, expectOk } from "@veche/base";
import { decodeTransaction, encodeTransaction, type Signature } from "../../format/entry.ts";

/** A transaction with its signatures replaced, whatever comes of it. */
export function withSignatures(
  transaction: Bytes,
  change: (signatures: readonly [Signature, Signature]) => readonly Signature[],
): Bytes {
  const { type, body, signatures } = expectOk(decodeTransaction(transaction), "own transaction");
  const [first, second] = signatures;
  assert(first !== undefined && second !== undefined, "two signatures to play with");
  return encodeTransaction({ type, body, signatures: change([first, second]) });
}

/** A transaction with its body replaced after signing. */
export function withBody(transaction: Bytes, change: (body: CborMap) => CborMap): Bytes {
  const { type, body, signatures } = expectOk(decodeTransaction(transaction), "own transaction");
  return encodeTransaction({ type, body: change(body), signatures });
}

/** The bytes with one bit of the byte at `at` changed; negative places count from the end. */
export function flipped(bytes: Bytes, at: number): Bytes {
  const out = new Uint8Array(bytes);
  const place = at < 0 ? out.length + at : at;
  out[place] = (out[place] ?? 0) ^ 1;
  return out;
}
