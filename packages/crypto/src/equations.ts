import { assert, type Bytes } from "@veche/base";
import {
  decodePoint,
  isIdentity,
  multiScalar,
  POINT_BYTES,
  type Point,
  type Scalar,
  sumPoints,
} from "@veche/group";

/** A point of an equation: the number of one of the statement's own, or a point that many statements share. */
export type PointName = number | Point;

/**
 * What a proof claims once its challenge is known: Σ scalars[i]·points[i] is the identity. A commitment stands
 * with the scalar 1, so that a batch's short coefficients stay short.
 */
export type Equation = { readonly points: readonly PointName[]; readonly scalars: readonly Scalar[] };

/** All equations of one proof, its points as the bytes they came in. */
export type Statement = {
  /** Encodings of its own points, 32 bytes each: number 0, 1, … */
  readonly points: Bytes;
  /**
   * Sums of own points, which have the numbers after these: the verifier adds them up itself (L2). A batch charges
   * the parts, which it knows anyhow, instead of multiplying one point more.
   */
  readonly sums: readonly (readonly number[])[];
  /**
   * At least one. ⚔ The first is the statement's gate: the one that only the holder of a secret can satisfy, so that what
   * is claimed in somebody else's name fails there. A batch that fails looks at the gates first, exactly and cheaply.
   */
  readonly equations: readonly Equation[];
};

export function ownPoints({ points }: Statement): number {
  assert(points.length % POINT_BYTES === 0, "points have 32 bytes each");
  return points.length / POINT_BYTES;
}

/**
 * Single verification: each equation by itself, without chance, by the reference arithmetic. What a batch must agree
 * with. False as well if a point is not canonical.
 */
export function verifyStatement({ points, sums, equations }: Statement): boolean {
  assert(equations.length > 0, "a statement claims something");
  const known: Point[] = [];
  for (let at = 0; at < points.length; at += POINT_BYTES) {
    const point = decodePoint(points.subarray(at, at + POINT_BYTES));
    if (point === undefined) return false;
    known.push(point);
  }
  for (const parts of sums) known.push(sumPoints(parts.map((part) => known[part] as Point)));
  const pointOf = (name: PointName): Point => (typeof name === "number" ? (known[name] as Point) : name);
  return equations.every((one) => isIdentity(multiScalar(one.points.map(pointOf), one.scalars)));
}
