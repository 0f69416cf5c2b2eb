import type { Bytes } from "@veche/base";
import { encodeScalar, type Point, SCALAR_BYTES, type Scalar } from "@veche/group";
import { type Equation, ownPoints, type Statement } from "./equations.ts";

/** Short sums as the kernel takes them (`rows`): `width` terms each, one row after the other. */
export type Rows = { readonly points: Uint32Array; readonly scalars: Bytes; readonly width: number };

/**
 * The first equation of each statement, a row each. Rows shorter than the longest are filled up with zero times the
 * kernel's point 0.
 *
 * @param first number of each statement's first own point.
 * @param numberOf the number of a shared point.
 */
export function firstRows(
  statements: readonly Statement[],
  first: readonly number[],
  numberOf: (point: Point) => number,
): Rows {
  const rows = statements.map((statement, s) => firstTerms(statement, first[s] as number, numberOf));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const points = new Uint32Array(rows.length * width);
  const scalars = new Uint8Array(rows.length * width * SCALAR_BYTES);
  rows.forEach((row, r) => {
    row.forEach(({ point, scalar }, t) => {
      points[r * width + t] = point;
      scalars.set(encodeScalar(scalar), (r * width + t) * SCALAR_BYTES);
    });
  });
  return { points, scalars, width };
}

type Term = { readonly point: number; readonly scalar: Scalar };

/** A sum of own points, which is none in the kernel, stands as its parts. */
function firstTerms(
  statement: Statement,
  first: number,
  numberOf: (point: Point) => number,
): readonly Term[] {
  const { points, scalars } = statement.equations[0] as Equation;
  const count = ownPoints(statement);
  return points.flatMap((name, i) => {
    const scalar = scalars[i] as Scalar;
    if (typeof name !== "number") return [{ point: numberOf(name), scalar }];
    const parts = name < count ? [name] : (statement.sums[name - count] as readonly number[]);
    return parts.map((part) => ({ point: first + part, scalar }));
  });
}
