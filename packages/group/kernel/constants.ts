/** Constants of RFC 9496 §4.1 and of the curve, the same element in all four lanes. */
import { LANES, loadBytes, Quad } from "./field";

function inAllLanes(r: Quad, bytes: usize): Quad {
  for (let lane: usize = 0; lane < LANES; lane++) loadBytes(r, lane, bytes);
  return r;
}

/** Elements as four words of 64 bits, least first. */
const ZERO_WORDS = memory.data<u64>([0, 0, 0, 0]);
const ONE_WORDS = memory.data<u64>([1, 0, 0, 0]);
const TWO_WORDS = memory.data<u64>([2, 0, 0, 0]);
const D_WORDS = memory.data<u64>([
  0x75eb4dca135978a3, 0x00700a4d4141d8ab, 0x8cc740797779e898, 0x52036cee2b6ffe73,
]);
const TWO_D_WORDS = memory.data<u64>([
  0xebd69b9426b2f159, 0x00e0149a8283b156, 0x198e80f2eef3d130, 0x2406d9dc56dffce7,
]);
const SQRT_M1_WORDS = memory.data<u64>([
  0xc4ee1b274a0ea0b0, 0x2f431806ad2fe478, 0x2b4d00993dfbd7a7, 0x2b8324804fc1df0b,
]);
const INVSQRT_A_MINUS_D_WORDS = memory.data<u64>([
  0x99c8fdaa805d40ea, 0x9d2f16175a4172be, 0x16c27b91fe01d840, 0x786c8905cfaffca2,
]);

export const ZERO: Quad = inAllLanes(memory.data(160, 16), ZERO_WORDS);
export const ONE: Quad = inAllLanes(memory.data(160, 16), ONE_WORDS);
export const TWO: Quad = inAllLanes(memory.data(160, 16), TWO_WORDS);
/** d = −121665/121666. */
export const D: Quad = inAllLanes(memory.data(160, 16), D_WORDS);
export const TWO_D: Quad = inAllLanes(memory.data(160, 16), TWO_D_WORDS);
/** √−1, the one that is not negative. */
export const SQRT_M1: Quad = inAllLanes(memory.data(160, 16), SQRT_M1_WORDS);
/** 1/√(a − d) with a = −1. */
export const INVSQRT_A_MINUS_D: Quad = inAllLanes(memory.data(160, 16), INVSQRT_A_MINUS_D_WORDS);

/** (0, 1, 1, 0): the point (X, Y, Z, T) that is the identity. */
export const IDENTITY: Quad = lanes(memory.data(160, 16), ZERO_WORDS, ONE_WORDS, ONE_WORDS, ZERO_WORDS);
/** (1, 1, 2, 2d): what makes a summand of the sums and differences of a point. */
export const SUMMAND_FACTORS: Quad = lanes(
  memory.data(160, 16),
  ONE_WORDS,
  ONE_WORDS,
  TWO_WORDS,
  TWO_D_WORDS,
);

function lanes(r: Quad, e0: usize, e1: usize, e2: usize, e3: usize): Quad {
  loadBytes(r, 0, e0);
  loadBytes(r, 1, e1);
  loadBytes(r, 2, e2);
  loadBytes(r, 3, e3);
  return r;
}
