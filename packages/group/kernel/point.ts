/**
 * Points of the twisted Edwards curve −x² + y² = 1 + d·x²·y² in extended coordinates, one point a quad:
 * lanes (X, Y, Z, T), x = X/Z, y = Y/Z, T = XY/Z. Formulas: Hisil, Wong, Carter, Dawson, Twisted Edwards Curves
 * Revisited (2008), sections 3.1 and 3.3 with a = −1, section 4 for their four independent products, twice. They are complete: no
 * pair of points is an exception. All coordinates are reduced.
 */
import { IDENTITY, SUMMAND_FACTORS } from "./constants";
import { copy, isZero, multiply, QUAD_BYTES, Quad, reduce, square } from "./field";

export type Point = Quad;
/** A point prepared as the second operand of an addition: (Y−X, Y+X, 2Z, 2dT). */
export type Summand = Quad;

const left: Quad = memory.data(160, 16);
const right: Quad = memory.data(160, 16);
const product: Quad = memory.data(160, 16);

/*
 * Vectors below are named after their lanes. A shuffle of one vector moves lanes; one of two vectors takes each lane from
 * the first (0 … 3) or the second (4 … 7): processors have one instruction for a choice that moves nothing.
 */

export function setIdentity(r: Point): void {
  copy(r, IDENTITY);
}

/** r = (Y−X, Y+X, Z, T) of a point (X, Y, Z, T). */
function differenceAndSum(r: Quad, p: Point): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const xyzt = v128.load(p + at);
    const y = v128.shuffle<i32>(xyzt, xyzt, 1, 1, 1, 1);
    const x = v128.shuffle<i32>(xyzt, xyzt, 0, 0, 0, 0);
    const both = v128.shuffle<i32>(i32x4.sub(y, x), i32x4.add(y, x), 0, 5, 2, 3);
    v128.store(r + at, v128.shuffle<i32>(both, xyzt, 0, 1, 6, 7));
  }
}

export function toSummand(r: Summand, p: Point): void {
  differenceAndSum(left, p);
  multiply(r, left, SUMMAND_FACTORS);
}

/** r = p + q. r may be p. */
export function addSummand(r: Point, p: Point, q: Summand): void {
  differenceAndSum(left, p);
  multiply(product, left, q);
  // E = B − A, F = D − C, G = D + C, H = B + A
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const abdc = v128.load(product + at);
    const dddb = v128.shuffle<i32>(abdc, abdc, 2, 2, 2, 1);
    const ccca = v128.shuffle<i32>(abdc, abdc, 3, 3, 3, 0);
    const fgfe = v128.shuffle<i32>(i32x4.sub(dddb, ccca), i32x4.add(dddb, ccca), 0, 5, 2, 3);
    v128.store(left + at, fgfe);
    const bbdb = v128.shuffle<i32>(abdc, abdc, 1, 1, 2, 1);
    const aaca = v128.shuffle<i32>(abdc, abdc, 0, 0, 3, 0);
    const ehgh = v128.shuffle<i32>(i32x4.sub(bbdb, aaca), i32x4.add(bbdb, aaca), 0, 5, 6, 7);
    v128.store(right + at, ehgh);
  }
  multiply(r, left, right); // X = FE, Y = GH, Z = FG, T = EH
}

/** r = 2p. r may be p. */
export function double(r: Point, p: Point): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const xyzt = v128.load(p + at);
    const x = v128.shuffle<i32>(xyzt, xyzt, 0, 0, 0, 0);
    const y = v128.shuffle<i32>(xyzt, xyzt, 1, 1, 1, 1);
    v128.store(left + at, v128.shuffle<i32>(xyzt, i32x4.add(x, y), 0, 1, 2, 7));
  }
  square(product, left); // A = X², B = Y², C/2 = Z², K = (X+Y)²
  // H = A + B, E = H − K, G = A − B, F = C + G
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const abck = v128.load(product + at);
    const a = v128.shuffle<i32>(abck, abck, 0, 0, 0, 0);
    const b = v128.shuffle<i32>(abck, abck, 1, 1, 1, 1);
    const halfC = v128.shuffle<i32>(abck, abck, 2, 2, 2, 2);
    const k = v128.shuffle<i32>(abck, abck, 3, 3, 3, 3);
    const h = i32x4.add(a, b);
    const g = i32x4.sub(a, b);
    const e = i32x4.sub(h, k);
    const f = i32x4.add(i32x4.add(halfC, halfC), g);
    const fgff = v128.shuffle<i32>(f, g, 0, 5, 2, 3);
    v128.store(left + at, v128.shuffle<i32>(fgff, e, 0, 1, 2, 7));
    const ehhh = v128.shuffle<i32>(e, h, 0, 5, 6, 7);
    v128.store(right + at, v128.shuffle<i32>(ehhh, g, 0, 1, 6, 3));
  }
  reduce(right, right); // E is the sum of three
  multiply(r, left, right); // X = FE, Y = GH, Z = FG, T = EH
}

/** r = −q: difference and sum change places, T its sign. */
export function negateSummand(r: Summand, q: Summand): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const dszt = v128.load(q + at);
    const sdzt = v128.shuffle<i32>(dszt, dszt, 1, 0, 2, 3);
    v128.store(r + at, v128.shuffle<i32>(sdzt, i32x4.neg(dszt), 0, 1, 2, 7));
  }
}

const negative: Summand = memory.data(160, 16);

/** r = p + q for sign > 0, p − q for sign < 0. */
export function addSigned(r: Point, p: Point, q: Summand, sign: i32): void {
  if (sign < 0) {
    negateSummand(negative, q);
    addSummand(r, p, negative);
  } else {
    addSummand(r, p, q);
  }
}

const converted: Summand = memory.data(160, 16);

/** r = p + q. r may be p. */
export function addPoint(r: Point, p: Point, q: Point): void {
  toSummand(converted, q);
  addSummand(r, p, converted);
}

/** Equality with the identity of ristretto255 (RFC 9496 §4.3.3): x = 0 or y = 0. */
export function isIdentity(p: Point): bool {
  const zeros = i32x4.bitmask(isZero(p));
  return (zeros & 3) != 0;
}
