import { assert, type Bytes, concat, err, ok, type Result, readUint, u8, u16 } from "@veche/base";
import type { Manifest } from "../manifest/types.ts";
import {
  BALLOT_HEAD_BYTES,
  BALLOT_VERSION,
  type BallotShape,
  ballotShape,
  TOKEN_SIGNATURE_BYTES,
} from "./shape.ts";

/** A ballot cut at the seams of §05.3.1, its points and scalars not yet decoded. */
export type BallotParts = {
  readonly shape: BallotShape;
  readonly style: number;
  readonly seq: number;
  /** Number of the issuer set whose signatures the token holds. */
  readonly set: number;
  /** X as 32 bytes. */
  readonly credential: Bytes;
  /** The issuers' signatures of 256 bytes, ascending by index. */
  readonly token: readonly Bytes[];
  readonly ciphertextBytes: Bytes;
  readonly commitmentBytes: Bytes;
  readonly responseBytes: Bytes;
};

/** `MALFORMED` is the ledger's outcome (§06.6); the reason is for people. */
export type BallotError = { readonly code: "MALFORMED"; readonly reason: BallotFault };
export type BallotFault = "version" | "style" | "length" | "point" | "scalar" | "identity";

export const malformed = (reason: BallotFault): Result<never, BallotError> =>
  err({ code: "MALFORMED", reason });

/** Cuts any byte string; it never throws. The parts are views of `bytes`. */
export function splitBallot(bytes: Bytes, manifest: Manifest): Result<BallotParts, BallotError> {
  // §05.3.2
  if (bytes.length < BALLOT_HEAD_BYTES) return malformed("length");
  if (readUint(bytes, 0, 1) !== BALLOT_VERSION) return malformed("version");
  const style = readUint(bytes, 1, 2);
  if (style >= manifest.styles.length) return malformed("style");
  const shape = ballotShape(manifest, style);
  if (bytes.length !== shape.length) return malformed("length");
  const take = cutter(bytes.length, (from, to) => bytes.subarray(from, to), BALLOT_HEAD_BYTES);
  const token = Array.from({ length: shape.tokenCount }, () => take(TOKEN_SIGNATURE_BYTES));
  return ok({
    shape,
    style,
    seq: readUint(bytes, 3, 1),
    set: readUint(bytes, 4, 2),
    credential: bytes.subarray(6, BALLOT_HEAD_BYTES),
    token,
    ciphertextBytes: take(64 * shape.ciphertexts),
    commitmentBytes: take(32 * shape.commitments),
    responseBytes: take(32 * shape.scalars),
  });
}

/** §05.3.1. */
export function encodeBallot(parts: BallotParts): Bytes {
  const bytes = concat(
    u8(BALLOT_VERSION),
    u16(parts.style),
    u8(parts.seq),
    u16(parts.set),
    parts.credential,
    ...parts.token,
    parts.ciphertextBytes,
    parts.commitmentBytes,
    parts.responseBytes,
  );
  assert(bytes.length === parts.shape.length, "a ballot has the length of its style");
  return bytes;
}

/** Cuts consecutive pieces off something of a known length, which must hold them all. */
export function cutter<T>(
  length: number,
  piece: (from: number, to: number) => T,
  start = 0,
): (size: number) => T {
  let at = start;
  return (size) => {
    const from = at;
    at += size;
    assert(at <= length, "the pieces fit the whole");
    return piece(from, at);
  };
}

/** The 32-byte elements of a list. */
export function elementsOf(bytes: Bytes): readonly Bytes[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(32 * i, 32 * (i + 1)));
}
