/**
 * Elements of the field mod p = 2^255 − 19, always four together: a quad. It is the address of ten vectors of 128 bits;
 * lane e of vector k is limb k of element e (scripts/field-source.mjs says which limbs). Limbs are signed, and several
 * sets of limbs stand for one element: `freeze` makes them unique.
 *
 * A product is reduced: its limbs are at most a little over 2^25 (even) and 2^24 (odd). Sums grow. Where a function
 * speaks of sizes, it says of how many reduced elements its operands may be sums.
 */
import { multiply, square } from "./generated/product";

export { multiply, square };

export type Quad = usize;
/** For each lane all bits or none. */
export type Mask = v128;

export const QUAD_BYTES: usize = 160;
export const ELEMENT_BYTES: usize = 32;
export const LANES: usize = 4;
const VECTOR_BYTES: usize = 16;
const LANE_BYTES: usize = 4;

export function copy(r: Quad, a: Quad): void {
  memory.copy(r, a, QUAD_BYTES);
}

export function add(r: Quad, a: Quad, b: Quad): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += VECTOR_BYTES) {
    v128.store(r + at, i32x4.add(v128.load(a + at), v128.load(b + at)));
  }
}

export function subtract(r: Quad, a: Quad, b: Quad): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += VECTOR_BYTES) {
    v128.store(r + at, i32x4.sub(v128.load(a + at), v128.load(b + at)));
  }
}

/** r = −a in the lanes of the mask, else a: −x is (x xor −1) + 1. */
export function negateWhere(r: Quad, a: Quad, mask: Mask): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += VECTOR_BYTES) {
    v128.store(r + at, i32x4.sub(v128.xor(v128.load(a + at), mask), mask));
  }
}

/** r = a in the lanes of the mask, else b. */
export function select(r: Quad, a: Quad, b: Quad, mask: Mask): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += VECTOR_BYTES) {
    v128.store(r + at, v128.bitselect(v128.load(a + at), v128.load(b + at), mask));
  }
}

/** One carry of each limb into the next: what was a sum of a few reduced elements is reduced again. r may be a. */
export function reduce(r: Quad, a: Quad): void {
  const top = carryOf(v128.load(a, 144), 9);
  let carry = i32x4.mul(top, i32x4.splat(19));
  for (let limb = 0; limb < 10; limb++) {
    const value = v128.load(a + 16 * limb);
    const next = carryOf(value, limb);
    v128.store(r + 16 * limb, i32x4.add(i32x4.sub(value, i32x4.shl(next, bitsOf(limb))), carry));
    carry = next;
  }
}

/** The nearest multiple of 2^bits, in units of it. */
function carryOf(value: v128, limb: i32): v128 {
  const bits = bitsOf(limb);
  return i32x4.shr_s(i32x4.add(value, i32x4.splat(1 << (bits - 1))), bits);
}

function bitsOf(limb: i32): i32 {
  return 26 - (limb & 1);
}

/**
 * The unique limbs, none negative, of the value in 0 … p−1 (the method of ref10): the quotient by p is that of
 * a + 19·2^-255·a, carried through all limbs. Size: 6.
 */
export function freeze(r: Quad, a: Quad): void {
  const nineteen = i32x4.splat(19);
  const top = i32x4.mul(v128.load(a, 144), nineteen);
  let quotient = i32x4.shr_s(i32x4.add(top, i32x4.splat(1 << 24)), 25);
  for (let limb = 0; limb < 10; limb++) {
    quotient = i32x4.shr_s(i32x4.add(v128.load(a + 16 * limb), quotient), bitsOf(limb));
  }
  let carry = i32x4.mul(quotient, nineteen);
  for (let limb = 0; limb < 10; limb++) {
    const sum = i32x4.add(v128.load(a + 16 * limb), carry);
    carry = i32x4.shr_s(sum, bitsOf(limb));
    v128.store(r + 16 * limb, i32x4.sub(sum, i32x4.shl(carry, bitsOf(limb))));
  }
}

const frozen: Quad = memory.data(160, 16);

/** Size: 6. */
export function isZero(a: Quad): Mask {
  freeze(frozen, a);
  let any = v128.load(frozen);
  for (let at: usize = VECTOR_BYTES; at < QUAD_BYTES; at += VECTOR_BYTES) {
    any = v128.or(any, v128.load(frozen + at));
  }
  return i32x4.eq(any, i32x4.splat(0));
}

/** IS_NEGATIVE of RFC 9496 §3.1: the least number that stands for the element is odd. Size: 6. */
export function isNegative(a: Quad): Mask {
  freeze(frozen, a);
  return i32x4.neg(v128.and(v128.load(frozen), i32x4.splat(1)));
}

const difference: Quad = memory.data(160, 16);

/** Sizes: 3. */
export function equals(a: Quad, b: Quad): Mask {
  subtract(difference, a, b);
  return isZero(difference);
}

/** CT_ABS of RFC 9496 §3.1. Size: 6. */
export function absolute(r: Quad, a: Quad): void {
  negateWhere(r, a, isNegative(a));
}

/** Whether 32 bytes, little-endian, are a number below p. */
export function isCanonical(bytes: usize): bool {
  const w3 = load<u64>(bytes, 24);
  if (w3 >> 63 != 0) return false;
  const highest =
    w3 == 0x7fffffffffffffff && load<u64>(bytes, 16) == u64.MAX_VALUE && load<u64>(bytes, 8) == u64.MAX_VALUE;
  return !highest || load<u64>(bytes) < 0xffffffffffffffed;
}

function setLimb(r: Quad, lane: usize, limb: usize, value: u64): void {
  store<i32>(r + limb * VECTOR_BYTES + lane * LANE_BYTES, <i32>value);
}

function limbAt(a: Quad, lane: usize, limb: usize): u64 {
  return <u64>load<u32>(a + limb * VECTOR_BYTES + lane * LANE_BYTES);
}

/** Puts 32 bytes, little-endian and without the highest bit, into a lane. The limbs begin at ⌈25.5·k⌉. */
export function loadBytes(r: Quad, lane: usize, bytes: usize): void {
  const even: u64 = 0x3ffffff;
  const odd: u64 = 0x1ffffff;
  const w0 = load<u64>(bytes);
  const w1 = load<u64>(bytes, 8);
  const w2 = load<u64>(bytes, 16);
  const w3 = load<u64>(bytes, 24);
  setLimb(r, lane, 0, w0 & even);
  setLimb(r, lane, 1, (w0 >> 26) & odd);
  setLimb(r, lane, 2, ((w0 >> 51) | (w1 << 13)) & even);
  setLimb(r, lane, 3, (w1 >> 13) & odd);
  setLimb(r, lane, 4, w1 >> 38);
  setLimb(r, lane, 5, w2 & odd);
  setLimb(r, lane, 6, (w2 >> 25) & even);
  setLimb(r, lane, 7, ((w2 >> 51) | (w3 << 13)) & odd);
  setLimb(r, lane, 8, (w3 >> 12) & even);
  setLimb(r, lane, 9, (w3 >> 38) & odd);
}

/** The 32 bytes of a lane of a frozen quad. */
export function storeBytes(bytes: usize, a: Quad, lane: usize): void {
  const l2 = limbAt(a, lane, 2);
  const l7 = limbAt(a, lane, 7);
  store<u64>(bytes, limbAt(a, lane, 0) | (limbAt(a, lane, 1) << 26) | (l2 << 51));
  store<u64>(bytes, (l2 >> 13) | (limbAt(a, lane, 3) << 13) | (limbAt(a, lane, 4) << 38), 8);
  store<u64>(bytes, limbAt(a, lane, 5) | (limbAt(a, lane, 6) << 25) | (l7 << 51), 16);
  store<u64>(bytes, (l7 >> 13) | (limbAt(a, lane, 8) << 12) | (limbAt(a, lane, 9) << 38), 24);
}

/** The 32 bytes of each of four elements, of the least number that stands for it. Size: 6. */
export function storeFour(bytes: usize, a: Quad): void {
  freeze(frozen, a);
  for (let lane: usize = 0; lane < LANES; lane++) storeBytes(bytes + lane * ELEMENT_BYTES, frozen, lane);
}

/** Turns a four by four table: element i of quad j becomes element j of quad i. Quads lie one after another. */
export function transpose(r: Quad, a: Quad): void {
  for (let at: usize = 0; at < QUAD_BYTES; at += VECTOR_BYTES) {
    const a0 = v128.load(a + at);
    const a1 = v128.load(a + at + QUAD_BYTES);
    const a2 = v128.load(a + at + 2 * QUAD_BYTES);
    const a3 = v128.load(a + at + 3 * QUAD_BYTES);
    const low01 = v128.shuffle<i32>(a0, a1, 0, 4, 1, 5);
    const high01 = v128.shuffle<i32>(a0, a1, 2, 6, 3, 7);
    const low23 = v128.shuffle<i32>(a2, a3, 0, 4, 1, 5);
    const high23 = v128.shuffle<i32>(a2, a3, 2, 6, 3, 7);
    v128.store(r + at, v128.shuffle<i32>(low01, low23, 0, 1, 4, 5));
    v128.store(r + at + QUAD_BYTES, v128.shuffle<i32>(low01, low23, 2, 3, 6, 7));
    v128.store(r + at + 2 * QUAD_BYTES, v128.shuffle<i32>(high01, high23, 0, 1, 4, 5));
    v128.store(r + at + 3 * QUAD_BYTES, v128.shuffle<i32>(high01, high23, 2, 3, 6, 7));
  }
}
