/**
 * Scalars as digits. All digits come from one addition: with h = 2^(width−1) and the offset Σ h·2^(width·w), the digit of
 * window w is that of scalar + offset, less h. It lies in −h … h−1, and no carry runs from window to window.
 */
const MASK_32: u64 = 0xffffffff;

/** A recoded scalar and some bytes to spare for the reader of its last digit. */
export const RECODED_BYTES: usize = 48;

/**
 * Bits that all windows together have at least. Scalar plus offset must stay below 2^(width·windows), of which the offset
 * takes up to two thirds (at width 2): ℓ < 2^254 / 3 and 2^128 < 2^130 / 3.
 */
export const LONG_BITS = 254;
export const SHORT_BITS = 130;

export function windowsFor(bits: i32, width: i32): i32 {
  return (bits + width - 1) / width;
}

/** The offset of so many windows, as 48 bytes. */
export function writeOffset(offset: usize, windows: i32, width: i32): void {
  memory.fill(offset, 0, RECODED_BYTES);
  for (let w = 0; w < windows; w++) {
    const bit = w * width + width - 1;
    const at = offset + (bit >> 3);
    store<u8>(at, <u8>(<i32>load<u8>(at) | (1 << (bit & 7))));
  }
}

/** r = scalar + offset, for a scalar of 32 or 16 bytes. */
export function recode(r: usize, scalar: usize, bytes: usize, offset: usize): void {
  let carry: u64 = 0;
  for (let at: usize = 0; at < RECODED_BYTES; at += 4) {
    const word: u64 = at < bytes ? <u64>load<u32>(scalar + at) : 0;
    carry += word + <u64>load<u32>(offset + at);
    store<u32>(r + at, <u32>(carry & MASK_32));
    carry >>= 32;
  }
}

/** The digit of window w. Width is at most 16. */
export function digitOf(recoded: usize, w: i32, width: i32): i32 {
  const bit = w * width;
  const word = load<u32>(recoded + (bit >> 3)) >> (bit & 7);
  return (<i32>word & ((1 << width) - 1)) - (1 << (width - 1));
}

const ORDER = memory.data<u64>([0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000]);

/** Whether 32 bytes, little-endian, are a number below ℓ. */
export function isScalar(scalar: usize): bool {
  for (let at = 24; at >= 0; at -= 8) {
    const word = load<u64>(scalar + at);
    const limit = load<u64>(ORDER + at);
    if (word != limit) return word < limit;
  }
  return false;
}

export function areScalars(scalars: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (!isScalar(scalars + 32 * i)) return false;
  return true;
}

/** scalar := scalar/2 mod ℓ: half of it, or of scalar + ℓ if it is odd. */
function halve(scalar: usize): void {
  const odd: u64 = load<u64>(scalar) & 1;
  let carry: u64 = 0;
  for (let at: usize = 0; at < 32; at += 4) {
    carry += <u64>load<u32>(scalar + at) + odd * <u64>load<u32>(ORDER + at);
    store<u32>(scalar + at, <u32>(carry & MASK_32));
    carry >>= 32;
  }
  for (let at: usize = 0; at < 32; at += 8) {
    const above: u64 = at < 24 ? load<u64>(scalar + at + 8) : 0;
    store<u64>(scalar + at, (load<u64>(scalar + at) >> 1) | (above << 63));
  }
}

export function halveScalars(scalars: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) halve(scalars + 32 * i);
}
