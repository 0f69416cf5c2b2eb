import { type Bytes, concat } from "@veche/base";
import {
  decodePoint,
  decodeScalar,
  encodePoint,
  equalPoints,
  isIdentity,
  multiplyBase,
  multiScalar,
  ORDER,
  type Point,
  sumPoints,
} from "@veche/group";
import { decodeAll } from "./ballot.ts";

/** Commitments of one dealer: C_i0 ‖ … ‖ C_i(k−1), decoded; `undefined` if one is no point. */
export function decodeCommitments(bytes: Bytes): readonly Point[] | undefined {
  return decodeAll(bytes, decodePoint);
}

/** Σ_t j^t·C_t: the public point of what the dealer gives to trustee j. */
function evaluate(commitments: readonly Point[], j: number): Point {
  const powers: bigint[] = [];
  let power = 1n;
  for (let t = 0; t < commitments.length; t++) {
    powers.push(power);
    power = (power * BigInt(j)) % ORDER;
  }
  return multiScalar(commitments, powers);
}

export type ShareClaim = { readonly commitments: Bytes; readonly receiver: number; readonly share: Bytes };

/** §03.2.6: the share is a scalar and lies on the dealer's polynomial. */
export function verifyShare({ commitments, receiver, share }: ShareClaim): boolean {
  const scalar = decodeScalar(share);
  const points = decodeCommitments(commitments);
  if (scalar === undefined || points === undefined) return false;
  return equalPoints(multiplyBase(scalar), evaluate(points, receiver));
}

export type KeysClaim = {
  /** Commitments of the alive dealers; all of one length. */
  readonly dealers: readonly Bytes[];
  /** Indices of the alive trustees. */
  readonly trustees: readonly number[];
};

/** §03.4.1: Y ‖ Y_j of every alive trustee, or nothing if one of them is the identity. */
export function sumKeys(claim: KeysClaim): Bytes | undefined {
  const dealers = claim.dealers.map(decodeCommitments);
  if (dealers.some((dealer) => dealer === undefined)) return undefined;
  const length = dealers[0]?.length ?? 0;
  const sums = Array.from({ length }, (_, t) =>
    sumPoints((dealers as (readonly Point[])[]).map((dealer) => dealer[t] as Point)),
  );
  const keys = [sums[0] as Point, ...claim.trustees.map((j) => evaluate(sums, j))];
  return keys.some(isIdentity) ? undefined : concat(...keys.map(encodePoint));
}
