/**
 * Σ scalars·points by Pippenger's method (Bernstein, Doumen, Lange, Oosterwijk: Faster batch forgery identification,
 * 2012, section 4) with signed digits, which halve the buckets because −P costs nothing. Long scalars, below ℓ, and short
 * ones of 128 bits share doublings and buckets; above the windows of the short ones only the long ones are added.
 */
import { QUAD_BYTES } from "./field";
import { addPoint, addSigned, addSummand, double, Point, Summand, setIdentity, toSummand } from "./point";
import { digitOf, LONG_BITS, RECODED_BYTES, recode, SHORT_BITS, windowsFor, writeOffset } from "./scalar";

const WIDTH_MIN = 2;
const WIDTH_MAX = 15;
/** What a bucket costs, in additions to buckets: its emptying, two sums, two conversions. */
const BUCKET_COST = 3;

/** The width of windows with the least work for so many terms. */
export function widthFor(longCount: i32, shortCount: i32): i32 {
  let best = WIDTH_MIN;
  let least = i64.MAX_VALUE;
  for (let width = WIDTH_MIN; width <= WIDTH_MAX; width++) {
    const windows: i64 = windowsFor(longCount > 0 ? LONG_BITS : SHORT_BITS, width);
    const perWindow: i64 = longCount + BUCKET_COST * (1 << (width - 1));
    const cost = windows * perWindow + <i64>windowsFor(SHORT_BITS, width) * <i64>shortCount;
    if (cost < least) {
      least = cost;
      best = width;
    }
  }
  return best;
}

/** Bytes that `sumOfProducts` works in. */
export function workBytes(longCount: i32, shortCount: i32): usize {
  const buckets: usize = 1 << (widthFor(longCount, shortCount) - 1);
  return buckets * QUAD_BYTES + <usize>(longCount + shortCount) * RECODED_BYTES;
}

const offset: usize = memory.data(48);

function recodeAll(recoded: usize, scalars: usize, bytes: usize, count: i32, windows: i32, width: i32): void {
  writeOffset(offset, windows, width);
  for (let i: usize = 0; i < <usize>count; i++)
    recode(recoded + i * RECODED_BYTES, scalars + i * bytes, bytes, offset);
}

/** Adds to its bucket, for digit d the one at |d| − 1, each point of one window. */
function fillBuckets(
  buckets: Point,
  table: Summand,
  points: usize,
  recoded: usize,
  count: i32,
  window: i32,
  width: i32,
): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const digit = digitOf(recoded + i * RECODED_BYTES, window, width);
    if (digit == 0) continue;
    const bucket = buckets + <usize>(abs(digit) - 1) * QUAD_BYTES;
    addSigned(bucket, bucket, table + <usize>load<u32>(points + 4 * i) * QUAD_BYTES, digit);
  }
}

const running: Point = memory.data(160, 16);
const summand: Summand = memory.data(160, 16);
const windowSum: Point = memory.data(160, 16);

/** r += Σ d·bucket_d by two running sums from the top. */
function addBuckets(r: Point, buckets: Point, count: usize): void {
  setIdentity(running);
  setIdentity(windowSum);
  for (let d = count; d > 0; d--) {
    addPoint(running, running, buckets + (d - 1) * QUAD_BYTES);
    toSummand(summand, running);
    addSummand(windowSum, windowSum, summand);
  }
  addPoint(r, r, windowSum);
}

/** Points are numbers of 32 bits, of summands in the table; long scalars have 32 bytes, short ones 16. */
export function sumOfProducts(
  r: Point,
  table: Summand,
  longPoints: usize,
  longScalars: usize,
  longCount: i32,
  shortPoints: usize,
  shortScalars: usize,
  shortCount: i32,
  work: usize,
): void {
  const width = widthFor(longCount, shortCount);
  const longWindows = longCount > 0 ? windowsFor(LONG_BITS, width) : 0;
  const shortWindows = shortCount > 0 ? windowsFor(SHORT_BITS, width) : 0;
  const bucketCount: usize = 1 << (width - 1);
  const longRecoded = work + bucketCount * QUAD_BYTES;
  const shortRecoded = longRecoded + <usize>longCount * RECODED_BYTES;
  recodeAll(longRecoded, longScalars, 32, longCount, longWindows, width);
  recodeAll(shortRecoded, shortScalars, 16, shortCount, shortWindows, width);
  setIdentity(r);
  for (let window = max(longWindows, shortWindows) - 1; window >= 0; window--) {
    for (let i = 0; i < width; i++) double(r, r);
    for (let d: usize = 0; d < bucketCount; d++) setIdentity(work + d * QUAD_BYTES);
    fillBuckets(work, table, longPoints, longRecoded, longCount, window, width);
    if (window < shortWindows) fillBuckets(work, table, shortPoints, shortRecoded, shortCount, window, width);
    addBuckets(r, work, bucketCount);
  }
}
