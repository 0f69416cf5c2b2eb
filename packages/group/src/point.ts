import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { assert, type Bytes } from "@veche/base";
import { type Inner, open, type Point, seal } from "./inner.ts";
import { assertScalar, type Scalar } from "./scalar.ts";

export type { Point } from "./inner.ts";

const Library = ristretto255.Point;

/** The generator B of RFC 9496. Multiples of it come from a table built at first use. */
export const BASE: Point = seal(Library.BASE);
export const IDENTITY: Point = seal(Library.ZERO);

export const POINT_BYTES = 32;
const UNIFORM_BYTES = 64;

export function add(p: Point, q: Point): Point {
  return seal(open(p).add(open(q)));
}

export function subtract(p: Point, q: Point): Point {
  return seal(open(p).subtract(open(q)));
}

export function negate(p: Point): Point {
  return seal(open(p).negate());
}

export function sumPoints(points: readonly Point[]): Point {
  return points.reduce(add, IDENTITY);
}

/** Equality of group elements (RFC 9496 §4.3.3), whatever representatives hold them. */
export function equalPoints(p: Point, q: Point): boolean {
  return open(p).equals(open(q));
}

export function isIdentity(p: Point): boolean {
  return open(p).is0();
}

/**
 * s·P for secret s: the sequence of point operations does not depend on s, except for s = 0, which no
 * secret takes (`randomScalar`).
 */
export function multiply(p: Point, s: Scalar): Point {
  assertScalar(s);
  return s === 0n ? IDENTITY : seal(open(p).multiply(s));
}

/** s·B for secret s. */
export function multiplyBase(s: Scalar): Point {
  return multiply(BASE, s);
}

/** s·P in variable time: for public P and s only. */
export function multiplyPublic(p: Point, s: Scalar): Point {
  assertScalar(s);
  return seal(open(p).multiplyUnsafe(s));
}

const TABLE_WINDOW = 6;
const withTable = new WeakSet<Point>([BASE, IDENTITY]);

/**
 * Builds the table of P now, so that `multiply` and `multiplyPublic` of the returned point take a sixth of
 * the time: worth it from about a dozen multiplications on. The table lives and dies with the point.
 */
export function precompute(p: Point): Point {
  if (!withTable.has(p)) {
    open(p).precompute(TABLE_WINDOW, false);
    withTable.add(p);
  }
  return p;
}

/** The one 32-byte encoding of a point (RFC 9496 §4.3.2). */
export function encodePoint(p: Point): Bytes {
  return open(p).toBytes();
}

/**
 * The point of a canonical encoding; every other string, of any length, is `undefined` (RFC 9496 §4.3.1,
 * §01.2.2). The identity is a point here: who must refuse it asks `isIdentity` (§01.2.4).
 */
export function decodePoint(bytes: Bytes): Point | undefined {
  if (bytes.length !== POINT_BYTES) return undefined;
  try {
    return seal(Library.fromBytes(bytes));
  } catch {
    return undefined;
  }
}

/** The one-way map of 64 uniform bytes to a point of unknown logarithm (RFC 9496 §4.3.4, §01.2.5). */
export function hashToPoint(uniform: Bytes): Point {
  assert(uniform.length === UNIFORM_BYTES, "the one-way map takes 64 bytes");
  return seal(deriveToCurve(uniform));
}

function deriveToCurve(uniform: Bytes): Inner {
  const derive = ristretto255_hasher.deriveToCurve;
  assert(derive !== undefined, "the library has the map of RFC 9496");
  return derive(uniform);
}
