import { type Bytes, ok, type Result } from "@veche/base";
import type { BranchCommitment, Ciphertext, DisjunctiveProof } from "@veche/crypto";
import { decodePoint, decodeScalar, isIdentity, type Point, type Scalar } from "@veche/group";
import type { Manifest } from "../manifest/types.ts";
import { type BallotError, type BallotParts, cutter, elementsOf, malformed, splitBallot } from "./parts.ts";
import type { ProofShape } from "./shape.ts";

/** A ballot of the right form: every point and scalar decoded, nothing proved yet. */
export type Ballot = BallotParts & {
  readonly X: Point;
  readonly ciphertexts: readonly Ciphertext[];
  /** One for each of `shape.proofs`. */
  readonly proofs: readonly DisjunctiveProof[];
  /** R and z of §05.2.4. */
  readonly knowledge: { readonly commitment: Point; readonly response: Scalar };
};

/**
 * The strict, total decoder of §05.3.2 (L8): any byte string is a ballot or `MALFORMED`. Whether the issuer set
 * exists and `seq` is next depends on the ledger, and is the ledger's question.
 */
export function decodeBallot(bytes: Bytes, manifest: Manifest): Result<Ballot, BallotError> {
  const parts = splitBallot(bytes.slice(), manifest);
  return parts.ok ? openBallot(parts.value) : parts;
}

/** Decodes points and scalars, in the order of the bytes. */
export function openBallot(parts: BallotParts): Result<Ballot, BallotError> {
  const X = decodePoint(parts.credential);
  if (X === undefined) return malformed("point");
  // §01.2.4
  if (isIdentity(X)) return malformed("identity");
  const ciphertexts = decodeCiphertexts(parts.ciphertextBytes);
  const commitments = decodeAll(parts.commitmentBytes, decodePoint);
  if (ciphertexts === undefined || commitments === undefined) return malformed("point");
  const responses = decodeAll(parts.responseBytes, decodeScalar);
  if (responses === undefined) return malformed("scalar");
  return ok({
    ...parts,
    X,
    ciphertexts,
    proofs: cutProofs(parts.shape.proofs, commitments, responses),
    knowledge: {
      commitment: commitments[commitments.length - 1] as Point,
      response: responses[responses.length - 1] as Scalar,
    },
  });
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

/** §05.2.6: commitments a_u b_u for each branch; challenges of all branches but the last, then responses. */
function cutProofs(
  shapes: readonly ProofShape[],
  points: readonly Point[],
  scalars: readonly Scalar[],
): readonly DisjunctiveProof[] {
  const nextPoints = cutter(points.length, (from, to) => points.slice(from, to));
  const nextScalars = cutter(scalars.length, (from, to) => scalars.slice(from, to));
  return shapes.map(({ values }) => {
    const commitments = values.map((): BranchCommitment => {
      const [a, b] = nextPoints(2) as [Point, Point];
      return { a, b };
    });
    return { commitments, challenges: nextScalars(values.length - 1), responses: nextScalars(values.length) };
  });
}
