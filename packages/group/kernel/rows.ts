/**
 * Short sums of products by Straus's method: one chain of doublings for all points of a row (Straus, Addition Chains of
 * Vectors, 1964; "interleaving" in Möller, Algorithms for Multi-Exponentiation, 2001), with the sliding digits of ref10.
 */
import { QUAD_BYTES } from "./field";
import { addPoint, addSigned, addSummand, double, Point, Summand, setIdentity, toSummand } from "./point";

/** Odd digits up to 15: multiples 1, 3, 5 … 15 of each point. */
const MULTIPLES: usize = 8;
const LARGEST = 15;
const DIGITS: usize = 256;

/** Bytes that `sumRow` works in. */
export function rowBytes(width: i32): usize {
  return <usize>width * (MULTIPLES * QUAD_BYTES + DIGITS);
}

/**
 * Digits of a scalar below 2^253, least first: 0 or odd, between −15 and 15, by taking in following bits as far as they
 * fit (ref10's `slide`).
 */
function slide(digits: usize, scalar: usize): void {
  for (let i: usize = 0; i < DIGITS; i++)
    store<i8>(digits + i, (load<u8>(scalar + (i >> 3)) >> (<u8>i & 7)) & 1);
  for (let i: usize = 0; i < DIGITS; i++) {
    if (load<i8>(digits + i) == 0) continue;
    for (let b: usize = 1; b <= 5 && i + b < DIGITS; b++) {
      if (load<i8>(digits + i + b) != 0 && !takeIn(digits, i, b)) break;
    }
  }
}

/** Joins bit i + b to digit i, by adding or, with a carry, by subtracting; false if neither fits. */
function takeIn(digits: usize, i: usize, b: usize): bool {
  const digit: i32 = load<i8>(digits + i);
  const value: i32 = 1 << (<i32>b);
  if (digit + value <= LARGEST) {
    store<i8>(digits + i, <i8>(digit + value));
    store<i8>(digits + i + b, 0);
    return true;
  }
  if (digit - value < -LARGEST) return false;
  store<i8>(digits + i, <i8>(digit - value));
  let at = i + b;
  for (; load<i8>(digits + at) != 0; at++) store<i8>(digits + at, 0);
  store<i8>(digits + at, 1);
  return true;
}

const twice: Point = memory.data(160, 16);
const twiceSummand: Summand = memory.data(160, 16);
const multiple: Point = memory.data(160, 16);

function oddMultiples(r: Summand, p: Summand): void {
  setIdentity(multiple);
  addSummand(multiple, multiple, p);
  double(twice, multiple);
  toSummand(twiceSummand, twice);
  for (let i: usize = 0; i < MULTIPLES; i++) {
    toSummand(r + i * QUAD_BYTES, multiple);
    addSummand(multiple, multiple, twiceSummand);
  }
}

/** r = Σ scalars·points of one row of so many points. */
export function sumRow(
  r: Point,
  table: Summand,
  points: usize,
  scalars: usize,
  width: i32,
  work: usize,
): void {
  const digits = work + <usize>width * MULTIPLES * QUAD_BYTES;
  for (let i: usize = 0; i < <usize>width; i++) {
    oddMultiples(work + i * MULTIPLES * QUAD_BYTES, table + <usize>load<u32>(points + 4 * i) * QUAD_BYTES);
    slide(digits + i * DIGITS, scalars + 32 * i);
  }
  setIdentity(r);
  for (let bit = <i32>DIGITS - 1; bit >= 0; bit--) {
    double(r, r);
    for (let i: usize = 0; i < <usize>width; i++) {
      const digit: i32 = load<i8>(digits + i * DIGITS + bit);
      if (digit == 0) continue;
      addSigned(r, r, work + (i * MULTIPLES + <usize>(abs(digit) >> 1)) * QUAD_BYTES, digit);
    }
  }
}
