import { assert } from "@veche/base";
import { addCiphertexts, type Ciphertext, subtractCiphertexts, ZERO_CIPHERTEXT } from "@veche/crypto";
import type { BallotShape } from "./shape.ts";

/** Sums over the ballots of a style, one for each encrypted option in the order of §05.1.3 (§08.1.1). */
export type Aggregates = readonly Ciphertext[];

export function emptyAggregates(shape: BallotShape): Aggregates {
  return Array.from({ length: shape.ciphertexts }, () => ZERO_CIPHERTEXT);
}

/** §08.1.1: the aggregates with one accepted ballot more. */
export function addBallotToAggregates(aggregates: Aggregates, ballot: Aggregates): Aggregates {
  return pairwise(aggregates, ballot, addCiphertexts);
}

/** §05.4.2: the aggregates without a ballot that was replaced. */
export function subtractBallotFromAggregates(aggregates: Aggregates, ballot: Aggregates): Aggregates {
  return pairwise(aggregates, ballot, subtractCiphertexts);
}

function pairwise(
  aggregates: Aggregates,
  ballot: Aggregates,
  combine: (p: Ciphertext, q: Ciphertext) => Ciphertext,
): Aggregates {
  assert(aggregates.length === ballot.length, "ballot and aggregates are of one style");
  return aggregates.map((sum, i) => combine(sum, ballot[i] as Ciphertext));
}
