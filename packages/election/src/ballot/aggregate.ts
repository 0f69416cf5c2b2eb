import { assert, type Bytes, concat } from "@veche/base";
import {
  type Ciphertext,
  type CiphertextList,
  encodeCiphertext,
  sumCiphertextBytes,
  ZERO_CIPHERTEXT,
} from "@veche/crypto";
import type { Kernel } from "@veche/group/kernel";
import type { BallotParts } from "./parts.ts";
import type { BallotShape } from "./shape.ts";

/** Sums over the ballots of a style, one for each encrypted option in the order of §05.1.3 (§08.1.1). */
export type Aggregates = readonly Ciphertext[];

export function emptyAggregates(shape: BallotShape): Aggregates {
  return Array.from({ length: shape.ciphertexts }, () => ZERO_CIPHERTEXT);
}

/** α ‖ β of each, as they are kept. */
export const encodeAggregates = (aggregates: Aggregates): Bytes =>
  concat(...aggregates.map(encodeCiphertext));

/** Ciphertexts of ballots of one style, in the bytes they came in: accepted ones, and those they replaced. */
export type BallotsCounted = {
  readonly added: readonly CiphertextList[];
  readonly replaced: readonly CiphertextList[];
};

/** A ballot's ciphertexts to be counted. `hints`: of all its points, in the order of §09.6.2. */
export function ciphertextsOf({ ciphertextBytes: bytes }: BallotParts, hints?: Bytes): CiphertextList {
  // The first one is that of X.
  return hints === undefined ? { bytes } : { bytes, hints: hints.subarray(32, 32 + bytes.length) };
}

/**
 * Aggregates in bytes with ballots more (§08.1.1) and without those that were replaced (§05.4.2). All have been judged
 * to be points.
 *
 * @param kernel its table is emptied.
 * @param before `undefined`: none so far.
 */
export function countBallots(
  kernel: Kernel,
  before: Bytes | undefined,
  { added, replaced }: BallotsCounted,
): Bytes {
  const sums = before === undefined ? added : [{ bytes: before }, ...added];
  assert(sums.length > 0, "there is something to count");
  return sumCiphertextBytes(kernel, sums, replaced);
}
