/**
 * The kernel's exports. Memory is the host's business: it says where inputs lie, where results go, and where there is
 * room to work. Everything takes variable time: for public data only.
 */

import { sumOfProducts, workBytes } from "./buckets";
import { encodeDoubles, SHARING } from "./doubles";
import { ELEMENT_BYTES, freeze, LANES, multiply, QUAD_BYTES, Quad, square, storeBytes } from "./field";
import { addFixed, fixedTableBytes, makeFixedTable } from "./fixed";
import { addSummand, isIdentity, Point, Summand, setIdentity } from "./point";
import { decodeFour, encodeFour, keepRoots, misfitsOfLastFour, writeHints } from "./ristretto";
import { rowBytes, sumRow } from "./rows";
import { areScalars, halveScalars } from "./scalar";

// The field, for its own tests.
export {
  areScalars,
  encodeFour,
  fixedTableBytes,
  freeze,
  halveScalars,
  isIdentity,
  makeFixedTable,
  multiply,
  rowBytes,
  square,
  storeBytes,
  sumOfProducts,
  workBytes,
};

/** Where the memory begins that the kernel does not use itself. */
export function firstFreeByte(): usize {
  return __heap_base;
}

const FOUR_ELEMENTS = LANES * ELEMENT_BYTES;
const FOUR_QUADS = LANES * QUAD_BYTES;

/**
 * Decodes `count` encodings in groups of four, with hints unless `hints` is 0. The last group must be filled up, with
 * anything.
 *
 * @param summands room for four summands a group.
 * @param valid room for four bytes a group.
 * @param roots room for a quad a group.
 * @returns the number of hints that did not fit their canonical encodings.
 */
export function decodeGroups(
  summands: Summand,
  valid: usize,
  roots: Quad,
  encodings: usize,
  hints: usize,
  count: i32,
): i32 {
  let misfits = 0;
  for (let group: usize = 0; group * LANES < <usize>count; group++) {
    const lanes = min<i32>(count - <i32>(group * LANES), LANES);
    const hintsOfGroup: usize = hints == 0 ? 0 : hints + group * FOUR_ELEMENTS;
    const right = decodeFour(summands + group * FOUR_QUADS, encodings + group * FOUR_ELEMENTS, hintsOfGroup);
    for (let lane: usize = 0; lane < LANES; lane++)
      store<u8>(valid + group * LANES + lane, (right >> <i32>lane) & 1);
    keepRoots(roots + group * QUAD_BYTES);
    misfits += popcnt(misfitsOfLastFour() & ((1 << lanes) - 1));
  }
  return misfits;
}

export function writeHintsOfGroups(bytes: usize, roots: Quad, groups: i32): void {
  for (let group: usize = 0; group < <usize>groups; group++) {
    writeHints(bytes + group * FOUR_ELEMENTS, roots + group * QUAD_BYTES);
  }
}

/** Encodes the doubles of four points a group. */
export function encodeDoublesOfGroups(encodings: usize, points: Point, groups: i32): void {
  for (let group: usize = 0; group < <usize>groups; group += SHARING) {
    const some = min(SHARING, <usize>groups - group);
    encodeDoubles(encodings + group * FOUR_ELEMENTS, points + group * FOUR_QUADS, some);
  }
}

export function clearPoints(points: Point, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) setIdentity(points + i * QUAD_BYTES);
}

/** r = the sum of points by number. */
export function sumOfPoints(r: Point, table: Summand, points: usize, count: i32): void {
  setIdentity(r);
  for (let i: usize = 0; i < <usize>count; i++) {
    addSummand(r, r, table + <usize>load<u32>(points + 4 * i) * QUAD_BYTES);
  }
}

/** A point for each row of numbers and scalars. */
export function sumRows(
  r: Point,
  table: Summand,
  points: usize,
  scalars: usize,
  rows: i32,
  width: i32,
  work: usize,
): void {
  for (let row: usize = 0; row < <usize>rows; row++) {
    const first = row * <usize>width;
    sumRow(r + row * QUAD_BYTES, table, points + 4 * first, scalars + ELEMENT_BYTES * first, width, work);
  }
}

/** A point for each row of scalars; `tables` holds as many addresses of tables of fixed bases. */
export function sumFixedRows(r: Point, tables: usize, width: i32, scalars: usize, rows: i32): void {
  for (let row: usize = 0; row < <usize>rows; row++) {
    const sum = r + row * QUAD_BYTES;
    setIdentity(sum);
    for (let i: usize = 0; i < <usize>width; i++) {
      addFixed(sum, load<usize>(tables + 4 * i), scalars + ELEMENT_BYTES * (row * <usize>width + i));
    }
  }
}
