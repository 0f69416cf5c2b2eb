/**
 * Points of the twisted Edwards curve −x² + y² = 1 + d·x²·y² in extended coordinates, one point a quad:
 * lanes (X, Y, Z, T), x = X/Z, y = Y/Z, T = XY/Z. Formulas: Hisil, Wong, Carter, Dawson, Twisted Edwards Curves
 * Revisited (2008), sections 3.1 and 3.3 with a = −1, section 4 for their four independent products, twice. They are complete: no
 * pair of points is an exception. All coordinates are reduced.
 */
import { IDENTITY, SUMMAND_FACTORS } from "./constants";
import { copy, isZero, Mask, multiply, QUAD_BYTES, Quad, reduce, square } from "./field";

export type Point = Quad;
/** A point prepared as the second operand of an addition: (Y−X, Y+X, 2Z, 2dT). */
export type Summand = Quad;

const left: Quad = memory.data(160, 16);
const right: Quad = memory.data(160, 16);
const product: Quad = memory.data(160, 16);

/** −x in the lanes of the mask, else x. */
function negated(x: v128, mask: Mask): v128 {
  return i32x4.sub(v128.xor(x, mask), mask);
}

export function setIdentity(r: Point): void {
  copy(r, IDENTITY);
}

/** r = (Y−X, Y+X, Z, T) of a point (X, Y, Z, T). */
function differenceAndSum(r: Quad, p: Point): void {
  const none = i32x4.splat(0);
  const first = i32x4(-1, 0, 0, 0);
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const c = v128.load(p + at);
    const yyzt = v128.shuffle<i32>(c, c, 1, 1, 2, 3);
    const xx = v128.shuffle<i32>(c, none, 0, 0, 4, 4);
    v128.store(r + at, i32x4.add(yyzt, negated(xx, first)));
  }
}

export function toSummand(r: Summand, p: Point): void {
  differenceAndSum(left, p);
  multiply(r, left, SUMMAND_FACTORS);
}

/** r = p + q. r may be p. */
export function addSummand(r: Point, p: Point, q: Summand): void {
  differenceAndSum(left, p);
  multiply(product, left, q); // A, B, D, C
  const feOfLeft = i32x4(-1, 0, -1, -1);
  const ehOfRight = i32x4(-1, 0, 0, 0);
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const abdc = v128.load(product + at);
    // F = D − C, G = D + C, E = B − A, H = B + A
    const dddb = v128.shuffle<i32>(abdc, abdc, 2, 2, 2, 1);
    const ccca = v128.shuffle<i32>(abdc, abdc, 3, 3, 3, 0);
    const bbdb = v128.shuffle<i32>(abdc, abdc, 1, 1, 2, 1);
    const aaca = v128.shuffle<i32>(abdc, abdc, 0, 0, 3, 0);
    v128.store(left + at, i32x4.add(dddb, negated(ccca, feOfLeft))); // F, G, F, E
    v128.store(right + at, i32x4.add(bbdb, negated(aaca, ehOfRight))); // E, H, G, H
  }
  multiply(r, left, right); // X = EF, Y = GH, Z = FG, T = EH
}

/** r = 2p. r may be p. */
export function double(r: Point, p: Point): void {
  const none = i32x4.splat(0);
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const c = v128.load(p + at);
    const xyzy = v128.shuffle<i32>(c, c, 0, 1, 2, 1);
    const x = v128.shuffle<i32>(c, none, 4, 4, 4, 0);
    v128.store(left + at, i32x4.add(xyzy, x)); // X, Y, Z, X+Y
  }
  square(product, left); // A, B, C/2, (X+Y)²
  const fgfOfLeft = i32x4(-1, -1, -1, 0);
  const gOfRight = i32x4(0, 0, -1, 0);
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const s = v128.load(product + at);
    // H = A + B, E = H − (X+Y)², G = A − B, F = C + G
    const a = v128.shuffle<i32>(s, s, 0, 0, 0, 0);
    const b = v128.shuffle<i32>(s, s, 1, 1, 1, 1);
    const c = v128.shuffle<i32>(s, none, 2, 4, 2, 4);
    const lastE = v128.shuffle<i32>(s, none, 4, 4, 4, 3);
    const firstE = v128.shuffle<i32>(s, none, 3, 4, 4, 4);
    const fgfe = i32x4.sub(i32x4.add(a, negated(b, fgfOfLeft)), lastE);
    v128.store(left + at, i32x4.add(fgfe, i32x4.add(c, c))); // F, G, F, E
    v128.store(right + at, i32x4.sub(i32x4.add(a, negated(b, gOfRight)), firstE)); // E, H, G, H
  }
  reduce(right, right); // E is the sum of three
  multiply(r, left, right);
}

/** r = −q, for a summand: the sum and the difference change places. */
export function negateSummand(r: Summand, q: Summand): void {
  const last = i32x4(0, 0, 0, -1);
  for (let at: usize = 0; at < QUAD_BYTES; at += 16) {
    const c = v128.load(q + at);
    v128.store(r + at, negated(v128.shuffle<i32>(c, c, 1, 0, 2, 3), last));
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
