/**
 * Encodings of the doubles of many points. A double has its square root ready: of a point 2P the encoding needs an inverse,
 * not an inverse square root, and inverses can be shared (Hamburg, Decaf, 2015, section 7, and the batch encoding of
 * curve25519-dalek; RFC 9496 §4.3.2 is what it must agree with). Who halves scalars first gets the encodings wanted.
 *
 * With E = 2XY, F = Z² + dT², G = Y² + X², H = Z² − dT² of P, 2P is (EF, GH, FH, EG) up to a factor: all of the encoding
 * then follows from 1/EFGH.
 */
import { D, INVSQRT_A_MINUS_D, ONE, SQRT_M1, ZERO } from "./constants";
import {
  absolute,
  add,
  ELEMENT_BYTES,
  isNegative,
  isZero,
  LANES,
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
import { Point } from "./point";
import { invert } from "./roots";

/** Groups of four points that share one inverse. */
export const SHARING: usize = 64;

/** What is kept of a group until the inverse is known, one quad after another. */
const E: usize = 0;
const F: usize = QUAD_BYTES;
const G: usize = 2 * QUAD_BYTES;
const H: usize = 3 * QUAD_BYTES;
const EG: usize = 4 * QUAD_BYTES;
const FH: usize = 5 * QUAD_BYTES;
/** EFGH, or 1 where that is 0. */
const DIVISOR: usize = 6 * QUAD_BYTES;
/** The product of the divisors of all groups before. */
const BEFORE: usize = 7 * QUAD_BYTES;
const KEPT: usize = 8 * QUAD_BYTES;

const kept: usize = memory.data(81920, 16);
const coordinates: Quad = memory.data(640, 16);
const t: Quad = memory.data(160, 16);
const product: Quad = memory.data(160, 16);
const inverse: Quad = memory.data(160, 16);
const inverseOfAll: Quad = memory.data(160, 16);
const inverseZ: Quad = memory.data(160, 16);
const inverseT: Quad = memory.data(160, 16);
const magic: Quad = memory.data(160, 16);
const ALL: Mask = i32x4.splat(-1);

/** At most SHARING groups; points lie one after another. */
export function encodeDoubles(encodings: usize, points: Point, groups: usize): void {
  add(product, ONE, ZERO);
  for (let group: usize = 0; group < groups; group++) {
    const state = kept + group * KEPT;
    prepare(state, points + group * LANES * QUAD_BYTES);
    add(state + BEFORE, product, ZERO);
    multiply(product, product, state + DIVISOR);
  }
  invert(inverseOfAll, product);
  for (let group = groups; group > 0; group--) {
    const state = kept + (group - 1) * KEPT;
    multiply(inverse, inverseOfAll, state + BEFORE);
    multiply(inverseOfAll, inverseOfAll, state + DIVISOR);
    encode(encodings + (group - 1) * LANES * ELEMENT_BYTES, state);
  }
}

function prepare(state: usize, points: Point): void {
  transpose(coordinates, points);
  const x = coordinates;
  const y = coordinates + QUAD_BYTES;
  const z = coordinates + 2 * QUAD_BYTES;
  multiply(state + E, x, y);
  add(state + E, state + E, state + E);
  square(x, x);
  square(y, y);
  add(state + G, y, x);
  square(z, z);
  square(t, coordinates + 3 * QUAD_BYTES);
  multiply(t, t, D);
  add(state + F, z, t);
  subtract(state + H, z, t);
  multiply(state + EG, state + E, state + G);
  multiply(state + FH, state + F, state + H);
  multiply(state + DIVISOR, state + EG, state + FH);
  const identity = isZero(state + DIVISOR);
  select(state + DIVISOR, ONE, state + DIVISOR, identity);
  // Of a P of order 4, G is −H: only without FH, and so without 1/T, does the identity come out for it too.
  select(state + FH, ZERO, state + FH, identity);
}

/**
 * The encodings of one group from `inverse`. Where EFGH is 0 the double is the identity: EG and FH are 0 and with them
 * everything that would make another encoding.
 */
function encode(encodings: usize, state: usize): void {
  multiply(inverseZ, inverse, state + EG);
  multiply(inverseT, inverse, state + FH);
  multiply(t, state + EG, inverseZ);
  const rotate = isNegative(t);
  select(magic, SQRT_M1, INVSQRT_A_MINUS_D, rotate);
  multiply(t, state + F, SQRT_M1);
  select(state + H, t, state + H, rotate);
  negateWhere(t, state + E, ALL);
  select(t, t, state + G, rotate); // G, or −E
  select(state + E, state + G, state + E, rotate);
  multiply(state + E, state + H, state + E);
  multiply(state + E, state + E, inverseZ);
  negateWhere(state + G, t, isNegative(state + E));
  multiply(t, state + G, inverseT);
  multiply(t, t, magic);
  subtract(state + H, state + H, state + G);
  multiply(t, state + H, t);
  absolute(t, t);
  storeFour(encodings, t);
}
