import { assert, type Bytes, concat, err, ok, type Result, u32 } from "@veche/base";
import { evaluateInExponent, hash32, list } from "@veche/crypto";
import { encodePoint, isIdentity, type Point, sumPoints } from "@veche/group";
import type { Attempt } from "./attempt.ts";

/** Y and, for every alive trustee j, Y_j = x_j·B (§03.4.1). */
export type ElectionKeys = { readonly key: Point; readonly shares: ReadonlyMap<number, Point> };

export type KeysError = { readonly code: "KEY_IDENTITY" };

/** Commitments C_i0 … C_i(k−1) by dealer i, for all alive dealers of an attempt. */
export type Commitments = ReadonlyMap<number, readonly Point[]>;

/**
 * The keys that follow from the commitments of all alive dealers (§03.4.1). A key that would be the identity
 * makes the last dealer's commit wrong (§03.2.2): it encrypts nothing.
 */
export function electionKeys(commitments: Commitments): Result<ElectionKeys, KeysError> {
  const sums = sumOfDealers([...commitments.values()]);
  const shares = new Map(ascending(commitments.keys()).map((j) => [j, evaluateInExponent(sums, j)] as const));
  const key = sums[0] as Point;
  if ([key, ...shares.values()].some(isIdentity)) return err({ code: "KEY_IDENTITY" });
  return ok({ key, shares });
}

/** Σ_i C_it for each t: the commitments of the sum of all polynomials, which nobody knows. */
function sumOfDealers(dealers: readonly (readonly Point[])[]): readonly Point[] {
  const first = dealers[0];
  assert(first !== undefined && first.length > 0, "an election key has dealers");
  assert(
    dealers.every((points) => points.length === first.length),
    "all polynomials have k coefficients",
  );
  return first.map((_, t) => sumPoints(dealers.map((points) => points[t] as Point)));
}

/**
 * §06.5.1: what `open` says about the keys, 32 bytes.
 *
 * @param issuerSet indices of the current issuer set, ascending.
 */
export function electionKeyHash(attempt: Attempt, keys: ElectionKeys, issuerSet: readonly number[]): Bytes {
  return hash32(
    "election-key",
    attempt.electionId,
    attempt.attempt,
    encodePoint(keys.key),
    list(ascending(keys.shares.keys()).map((j) => concat(u32(j), encodePoint(keys.shares.get(j) as Point)))),
    list(issuerSet.map(u32)),
  );
}

const ascending = (indices: Iterable<number>): readonly number[] => [...indices].sort((a, b) => a - b);
