import { type Bytes, ok, type Result } from "@veche/base";
import type { Ciphertext } from "@veche/crypto";
import { decodePoint, decodeScalar, isIdentity, type Point } from "@veche/group";
import type { Manifest } from "../manifest/types.ts";
import { type BallotError, type BallotParts, elementsOf, malformed, splitBallot } from "./parts.ts";

/** A ballot of the right form: every point and scalar is canonical; nothing proved yet. */
export type Ballot = BallotParts & { readonly X: Point; readonly ciphertexts: readonly Ciphertext[] };

/**
 * The strict, total decoder of §05.3.2 (L8): any byte string is a ballot or `MALFORMED`. Whether the issuer set
 * exists and `seq` is next depends on the ledger, and is the ledger's question.
 */
export function decodeBallot(bytes: Bytes, manifest: Manifest): Result<Ballot, BallotError> {
  const split = splitBallot(bytes.slice(), manifest);
  if (!split.ok) return split;
  const parts = split.value;
  const X = decodePoint(parts.credential);
  if (X === undefined) return malformed("point");
  // §01.2.4
  if (isIdentity(X)) return malformed("identity");
  const ciphertexts = decodeCiphertexts(parts.ciphertextBytes);
  const commitments = decodeAll(parts.commitmentBytes, decodePoint);
  if (ciphertexts === undefined || commitments === undefined) return malformed("point");
  if (decodeAll(parts.responseBytes, decodeScalar) === undefined) return malformed("scalar");
  return ok({ ...parts, X, ciphertexts });
}

/** α ‖ β for each ciphertext; `undefined` if a point is not canonical. The length is a multiple of 64. */
export function decodeCiphertexts(bytes: Bytes): readonly Ciphertext[] | undefined {
  const points = decodeAll(bytes, decodePoint);
  if (points === undefined) return undefined;
  return Array.from({ length: points.length / 2 }, (_, i) => ({
    alpha: points[2 * i] as Point,
    beta: points[2 * i + 1] as Point,
  }));
}

function decodeAll<T>(bytes: Bytes, decode: (element: Bytes) => T | undefined): readonly T[] | undefined {
  const out: T[] = [];
  for (const element of elementsOf(bytes)) {
    const decoded = decode(element);
    if (decoded === undefined) return undefined;
    out.push(decoded);
  }
  return out;
}
