/** Encodings of ristretto255 (RFC 9496 §4.3), four at a time: here a quad holds the same thing of four points. */
import { D, INVSQRT_A_MINUS_D, ONE, SQRT_M1, TWO, TWO_D, ZERO } from "./constants";
import {
  absolute,
  add,
  copy,
  ELEMENT_BYTES,
  isCanonical,
  isNegative,
  isZero,
  LANES,
  loadBytes,
  Mask,
  multiply,
  negateWhere,
  QUAD_BYTES,
  Quad,
  select,
  square,
  storeFour,
  subtract,
  transpose,
} from "./field";
import { Point, Summand } from "./point";
import { inverseRoot, isInverseRoot } from "./roots";

const s: Quad = memory.data(160, 16);
const u1: Quad = memory.data(160, 16);
const u2: Quad = memory.data(160, 16);
const u2Squared: Quad = memory.data(160, 16);
const v: Quad = memory.data(160, 16);
const w: Quad = memory.data(160, 16);
const root: Quad = memory.data(160, 16);
const hint: Quad = memory.data(160, 16);
const x: Quad = memory.data(160, 16);
const y: Quad = memory.data(160, 16);
const t: Quad = memory.data(160, 16);
const ALL: Mask = i32x4.splat(-1);

/** Four quads one after another: X, Y, Z and T, or the parts of summands, of four points. */
const coordinates: Quad = memory.data(640, 16);

/** Hints of the last four that did not fit. */
let misfits: i32 = 0;

function maskOf(lane: usize, bytes: bool): i32 {
  return bytes ? 1 << (<i32>lane) : 0;
}

/** Lanes as bits to lanes as masks. */
function spread(bits: i32): Mask {
  const place = i32x4(1, 2, 4, 8);
  return i32x4.eq(v128.and(i32x4.splat(bits), place), place);
}

/** Reads four encodings into s. The mask says which are canonical and not negative (RFC 9496 §4.3.1, step 1). */
function readEncodings(encodings: usize): Mask {
  let good = 0;
  for (let lane: usize = 0; lane < LANES; lane++) {
    const bytes = encodings + lane * ELEMENT_BYTES;
    good |= maskOf(lane, isCanonical(bytes) && (load<u8>(bytes) & 1) == 0);
    loadBytes(s, lane, bytes);
  }
  return spread(good);
}

/** Reads four hints; the mask says which fit: w·hint² = 1. */
function readHints(hints: usize): Mask {
  let good = 0;
  for (let lane: usize = 0; lane < LANES; lane++) {
    const bytes = hints + lane * ELEMENT_BYTES;
    good |= maskOf(lane, isCanonical(bytes));
    loadBytes(hint, lane, bytes);
  }
  return v128.and(spread(good), isInverseRoot(hint, w));
}

/** 1/√w into `root`, from hints where they fit. The mask says where there is one. */
function findRoots(hints: usize): Mask {
  misfits = 0;
  let fits: Mask = i32x4.splat(0);
  if (hints != 0) {
    fits = readHints(hints);
    if (i32x4.all_true(fits)) {
      copy(root, hint);
      return ALL;
    }
  }
  const square = inverseRoot(root, w);
  if (hints != 0) misfits = i32x4.bitmask(v128.not(fits));
  return square;
}

/**
 * Decodes four encodings; the order of steps is that of RFC 9496 §4.3.1. What is wrong becomes the identity.
 *
 * @returns bits of the lanes that are right.
 */
export function decodeFour(summands: Summand, encodings: usize, hints: usize): i32 {
  const canonical = readEncodings(encodings);
  square(w, s);
  subtract(u1, ONE, w);
  add(u2, ONE, w);
  square(u2Squared, u2);
  square(v, u1);
  multiply(v, v, D);
  add(v, v, u2Squared);
  negateWhere(v, v, ALL); // −(d·u1²) − u2²
  multiply(w, v, u2Squared);
  const isSquare = findRoots(hints);
  multiply(x, u2, root); // den_x
  multiply(y, root, x);
  multiply(y, v, y); // den_y
  add(t, s, s);
  multiply(x, t, x);
  absolute(x, x);
  multiply(y, u1, y);
  multiply(t, x, y);
  const refused = v128.or(isNegative(t), isZero(y));
  const right = v128.andnot(v128.and(canonical, isSquare), refused);
  select(x, x, ZERO, right);
  select(y, y, ONE, right);
  select(t, t, ZERO, right);
  select(root, root, ZERO, right);
  writeSummands(summands);
  misfits &= i32x4.bitmask(right);
  return i32x4.bitmask(right);
}

/** Four summands (y−x, y+x, 2, 2d·xy) from the quads x, y and t = xy. */
function writeSummands(summands: Summand): void {
  subtract(coordinates, y, x);
  add(coordinates + QUAD_BYTES, y, x);
  copy(coordinates + 2 * QUAD_BYTES, TWO);
  multiply(coordinates + 3 * QUAD_BYTES, t, TWO_D);
  transpose(summands, coordinates);
}

/** Hints of the last four that did not fit their canonical encodings, as bits of the lanes. */
export function misfitsOfLastFour(): i32 {
  return misfits;
}

/** Keeps the roots of the last four as they are; `writeHints` makes bytes of them. */
export function keepRoots(r: Quad): void {
  copy(r, root);
}

/** The 32 bytes of each of four kept roots, the one of both signs that is not negative. */
export function writeHints(bytes: usize, roots: Quad): void {
  absolute(t, roots);
  storeFour(bytes, t);
}

const den1: Quad = memory.data(160, 16);
const den2: Quad = memory.data(160, 16);
const inverseZ: Quad = memory.data(160, 16);
const ix: Quad = memory.data(160, 16);
const iy: Quad = memory.data(160, 16);

/** Encodes four points that lie one after another: 128 bytes. The order of steps is that of RFC 9496 §4.3.2. */
export function encodeFour(encodings: usize, points: Point): void {
  transpose(coordinates, points);
  const x0 = coordinates;
  const y0 = coordinates + QUAD_BYTES;
  const z0 = coordinates + 2 * QUAD_BYTES;
  const t0 = coordinates + 3 * QUAD_BYTES;
  add(u1, z0, y0);
  subtract(t, z0, y0);
  multiply(u1, u1, t);
  multiply(u2, x0, y0);
  square(w, u2);
  multiply(w, u1, w);
  inverseRoot(root, w);
  multiply(den1, root, u1);
  multiply(den2, root, u2);
  multiply(inverseZ, den1, den2);
  multiply(inverseZ, inverseZ, t0);
  multiply(t, t0, inverseZ);
  const rotate = isNegative(t);
  multiply(ix, x0, SQRT_M1);
  multiply(iy, y0, SQRT_M1);
  multiply(den1, den1, INVSQRT_A_MINUS_D); // enchanted_denominator
  select(x, iy, x0, rotate);
  select(y, ix, y0, rotate);
  select(den2, den1, den2, rotate); // den_inv
  multiply(t, x, inverseZ);
  negateWhere(y, y, isNegative(t));
  subtract(t, z0, y);
  multiply(s, t, den2);
  absolute(s, s);
  storeFour(encodings, s);
}
