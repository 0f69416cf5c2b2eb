import { assert } from "@veche/base";
import { isIdentity, multiScalar, type Point, type Scalar, sumPoints } from "@veche/group";

/**
 * What a proof claims once its challenge is known: Σ scalars[i]·points[i] is the identity, for every equation.
 * A commitment stands with the scalar 1, so that a batch's short coefficients stay short.
 */
export type Equation = { readonly points: readonly Point[]; readonly scalars: readonly Scalar[] };

/**
 * All equations of one proof. A point that the verifier added up itself stands in `sums`: a batch then charges
 * its parts, which it knows anyhow, instead of multiplying one point more.
 */
export type Statement = { readonly equations: readonly Equation[]; readonly sums: readonly PointSum[] };

export type PointSum = { readonly sum: Point; readonly parts: readonly Point[] };

export const pointSum = (parts: readonly Point[]): PointSum => ({ sum: sumPoints(parts), parts });

/** Single verification: each equation by itself, without chance. What a batch must agree with. */
export function verifyStatement(statement: Statement): boolean {
  assert(statement.equations.length > 0, "a statement claims something");
  return statement.equations.every(({ points, scalars }) => isIdentity(multiScalar(points, scalars)));
}
