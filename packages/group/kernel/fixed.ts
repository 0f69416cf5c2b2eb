/**
 * Multiples of points that are used often, from tables (Brickell, Gordon, McCurley, Wilson: Fast exponentiation with
 * precomputation, 1992): with d·2^(8w)·P for each window w and digit d, a product is one addition a window.
 */
import { QUAD_BYTES } from "./field";
import { addSigned, addSummand, double, Point, Summand, setIdentity, toSummand } from "./point";
import { digitOf, LONG_BITS, RECODED_BYTES, recode, windowsFor, writeOffset } from "./scalar";

const WIDTH = 8;
/** |d| from 1 to 128. */
const DIGITS: usize = 128;

export function fixedTableBytes(): usize {
  return <usize>windowsFor(LONG_BITS, WIDTH) * DIGITS * QUAD_BYTES;
}

const power: Point = memory.data(160, 16);
const powerSummand: Summand = memory.data(160, 16);
const multiple: Point = memory.data(160, 16);

export function makeFixedTable(r: Summand, p: Summand): void {
  setIdentity(power);
  addSummand(power, power, p);
  for (let w = 0; w < windowsFor(LONG_BITS, WIDTH); w++) {
    toSummand(powerSummand, power);
    setIdentity(multiple);
    for (let d: usize = 0; d < DIGITS; d++) {
      addSummand(multiple, multiple, powerSummand);
      toSummand(r + (<usize>w * DIGITS + d) * QUAD_BYTES, multiple);
    }
    double(power, multiple); // 2·128·2^(8w)·P
  }
}

const offset: usize = memory.data(48);
const recoded: usize = memory.data(48);

/** r += scalar·P by the table of P. */
export function addFixed(r: Point, table: Summand, scalar: usize): void {
  const windows = windowsFor(LONG_BITS, WIDTH);
  writeOffset(offset, windows, WIDTH);
  recode(recoded, scalar, 32, offset);
  for (let w = 0; w < windows; w++) {
    const digit = digitOf(recoded, w, WIDTH);
    if (digit == 0) continue;
    addSigned(r, r, table + (<usize>w * DIGITS + <usize>(abs(digit) - 1)) * QUAD_BYTES, digit);
  }
}
