import { mulAddUnsafe } from "@noble/curves/abstract/curve.js";
import { ristretto255 } from "@noble/curves/ed25519.js";
import { assert, BugError } from "@veche/base";
import { type Inner, open, type Point, seal } from "./inner.ts";
import { assertScalar, encodeScalar, type Scalar } from "./scalar.ts";

const Library = ristretto255.Point;

/** Up to here a shared chain of doublings (Straus) needs fewer and nearer additions than buckets do. */
const STRAUS_MAX = 48;

/**
 * Σ s_i·P_i in variable time: for public data only. Zero terms, zero scalars and the identity are allowed,
 * and a scalar costs in proportion to its length: 128-bit coefficients half of full ones.
 */
export function multiScalar(points: readonly Point[], scalars: readonly Scalar[]): Point {
  assert(points.length === scalars.length, "as many scalars as points");
  for (const scalar of scalars) assertScalar(scalar);
  const inner = points.map(open);
  return seal(
    inner.length <= STRAUS_MAX ? mulAddUnsafe(Library, inner, [...scalars]) : sumByBuckets(inner, scalars),
  );
}

/**
 * Pippenger's method with signed digits, which halve the buckets because −P is free. The library's own adds
 * the zero digits too and walks 253 bits whatever the scalars, so short coefficients would gain nothing.
 */
function sumByBuckets(points: readonly Inner[], scalars: readonly Scalar[]): Inner {
  const bits = bitLength(scalars);
  const width = windowFor(points.length, bits);
  const windows = windowsFor(bits, width);
  const digits = new Int32Array(points.length * windows);
  scalars.forEach((scalar, i) => {
    signedDigits(scalar, width, digits.subarray(i * windows, (i + 1) * windows));
  });
  let sum = Library.ZERO;
  for (let window = windows - 1; window >= 0; window--) {
    for (let k = 0; k < width; k++) sum = sum.double();
    const buckets = fillBuckets(points, digits, window, windows, 2 ** (width - 1));
    sum = sum.add(weighBuckets(buckets));
  }
  return sum;
}

/** One window: bucket d holds the sum of the points whose digit is d or, negated, −d. */
function fillBuckets(
  points: readonly Inner[],
  digits: Int32Array,
  window: number,
  windows: number,
  largest: number,
): readonly (Inner | undefined)[] {
  const buckets = new Array<Inner | undefined>(largest + 1).fill(undefined);
  points.forEach((point, i) => {
    const digit = digits[i * windows + window] as number;
    if (digit === 0) return;
    const term = digit < 0 ? point.negate() : point;
    const bucket = buckets[Math.abs(digit)];
    buckets[Math.abs(digit)] = bucket === undefined ? term : bucket.add(term);
  });
  return buckets;
}

/** Σ d·bucket_d by two running sums from the top. */
function weighBuckets(buckets: readonly (Inner | undefined)[]): Inner {
  let running: Inner | undefined;
  let total = Library.ZERO;
  for (let d = buckets.length - 1; d > 0; d--) {
    const bucket = buckets[d];
    if (bucket !== undefined) running = running === undefined ? bucket : running.add(bucket);
    if (running !== undefined) total = total.add(running);
  }
  return total;
}

/** Digits to the base 2^width, lowest first, from −2^(width−1)+1 to 2^(width−1). Width is at most 16. */
export function signedDigits(scalar: Scalar, width: number, out: Int32Array): void {
  const bytes = encodeScalar(scalar);
  const half = 2 ** (width - 1);
  let carry = 0;
  for (let k = 0; k < out.length; k++) {
    const at = (k * width) >> 3;
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    const digit = ((word >> ((k * width) & 7)) & (2 ** width - 1)) + carry;
    carry = digit > half ? 1 : 0;
    out[k] = digit - carry * 2 * half;
  }
  if (carry !== 0) throw new BugError("a window is missing");
}

/** One bit more than the scalar has, because the last digit may carry. */
export function windowsFor(bits: number, width: number): number {
  return Math.ceil((bits + 1) / width);
}

/** The width with the fewest additions: each window adds every point once and walks its buckets twice. */
function windowFor(count: number, bits: number): number {
  const cost = (width: number): number => windowsFor(bits, width) * (count + 2 ** width);
  let best = 4;
  for (let width = best + 1; width <= 16; width++) if (cost(width) < cost(best)) best = width;
  return best;
}

function bitLength(scalars: readonly Scalar[]): number {
  return scalars.reduce((all, scalar) => all | scalar, 1n).toString(2).length;
}
