import { type Bytes, sha512, u64 } from "@veche/base";

const SEED = 32;
const BLOCK = 64;

/** Independent coefficients of 128 bits each, from a seed that was drawn after the batch was fixed (§05.2.7). */
export function drawCoefficients(seed: Bytes, count: number): Bytes {
  const blocks = Math.ceil((16 * count) / BLOCK);
  const out = new Uint8Array(BLOCK * blocks);
  const input = new Uint8Array(SEED + 8);
  input.set(seed);
  for (let block = 0; block < blocks; block++) {
    input.set(u64(block), SEED);
    out.set(sha512(input), BLOCK * block);
  }
  return out.subarray(0, 16 * count);
}
