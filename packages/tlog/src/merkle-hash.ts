import { assert, type Bytes, sha256 } from "@veche/base";
import { HASH_BYTES } from "./limits.ts";

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** SHA-256(0x00 ‖ entry): the hash of one leaf (§07.1.1, RFC 6962 §2.1). */
export function leafHash(entry: Bytes): Bytes {
  const input = new Uint8Array(1 + entry.length);
  input[0] = LEAF_PREFIX;
  input.set(entry, 1);
  return sha256(input);
}

/** SHA-256(0x01 ‖ left ‖ right): the hash of an inner node (§07.1.1, RFC 6962 §2.1). Both are 32 bytes. */
export function nodeHash(left: Bytes, right: Bytes): Bytes {
  assert(left.length === HASH_BYTES && right.length === HASH_BYTES, "a node has two hashes of 32 bytes");
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = NODE_PREFIX;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return sha256(input);
}

/** Root of the tree without leaves: SHA-256 of the empty string (RFC 6962 §2.1). */
export const emptyRoot = (): Bytes => sha256(new Uint8Array(0));

/** True for a possible tree size: an exact integer from 0 to 2^53 − 1. */
export const isTreeSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Whole half of a non-negative safe integer; bit operators would cut it to 32 bits. */
export const half = (value: number): number => (value - (value % 2)) / 2;
