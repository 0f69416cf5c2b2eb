/** Inverse square roots of four elements at once. */
import { ONE, SQRT_M1 } from "./constants";
import { absolute, equals, Mask, multiply, negateWhere, Quad, select, square } from "./field";

function squareTimes(r: Quad, a: Quad, times: i32): void {
  square(r, a);
  for (let i = 1; i < times; i++) square(r, r);
}

const x2: Quad = memory.data(160, 16);
const x9: Quad = memory.data(160, 16);
const ones: Quad = memory.data(160, 16);
const more: Quad = memory.data(160, 16);

/** r = a^((p−5)/8) = a^(2^252−3), by ref10's chain: exponents of 5, 10, 20, 40, 50, 100, 200, 250 ones. Size: 1. */
function power(r: Quad, a: Quad): void {
  square(x2, a);
  squareTimes(x9, x2, 2);
  multiply(x9, x9, a);
  multiply(x2, x2, x9); // a^11
  square(x2, x2);
  multiply(ones, x2, x9); // a^31 = a^(2^5 − 1)
  squareTimes(more, ones, 5);
  multiply(ones, more, ones); // 10 ones
  squareTimes(more, ones, 10);
  multiply(x9, more, ones); // 20
  squareTimes(more, x9, 20);
  multiply(more, more, x9); // 40
  squareTimes(more, more, 10);
  multiply(ones, more, ones); // 50
  squareTimes(more, ones, 50);
  multiply(x9, more, ones); // 100
  squareTimes(more, x9, 100);
  multiply(more, more, x9); // 200
  squareTimes(more, more, 50);
  multiply(more, more, ones); // 250
  squareTimes(more, more, 2);
  multiply(r, more, a);
}

const third: Quad = memory.data(160, 16);

/** r = 1/a, 0 for 0: a^(p−2) = (a^(2^252−3))^8·a³. Size: 1; r is not a. */
export function invert(r: Quad, a: Quad): void {
  square(third, a);
  multiply(third, third, a);
  power(r, a);
  squareTimes(r, r, 3);
  multiply(r, r, third);
}

const cube: Quad = memory.data(160, 16);
const check: Quad = memory.data(160, 16);
const minusCheck: Quad = memory.data(160, 16);
const turned: Quad = memory.data(160, 16);
const ALL: Mask = i32x4.splat(-1);

/**
 * SQRT_RATIO_M1(1, w) of RFC 9496 §4.2. The mask says where w was a square and not 0. Sizes: 1; r is not w.
 */
export function inverseRoot(r: Quad, w: Quad): Mask {
  square(cube, w);
  multiply(cube, cube, w);
  square(r, cube);
  multiply(r, r, w);
  power(r, r);
  multiply(r, r, cube); // w³·(w⁷)^((p−5)/8)
  square(check, r);
  multiply(check, check, w);
  negateWhere(minusCheck, check, ALL);
  const correct = equals(check, ONE);
  const flipped = equals(minusCheck, ONE);
  const flippedByRoot = equals(minusCheck, SQRT_M1);
  multiply(turned, r, SQRT_M1);
  select(r, turned, r, v128.or(flipped, flippedByRoot));
  absolute(r, r);
  return v128.or(correct, flipped);
}

/** Whether r is a root as `inverseRoot` finds it, or its negative: w·r² = 1. Sizes: 1. */
export function isInverseRoot(r: Quad, w: Quad): Mask {
  square(check, r);
  multiply(check, check, w);
  return equals(check, ONE);
}
