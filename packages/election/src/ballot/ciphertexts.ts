import { assert, type Bytes, concat } from "@veche/base";
import { type Ciphertext, encodeCiphertext, encrypt, hashToScalar } from "@veche/crypto";
import type { Scalar } from "@veche/group";
import type { BallotContext } from "./context.ts";
import type { BallotShape } from "./shape.ts";

export const SEED_BYTES = 32;

/** Everything but the votes that determines a ballot's ciphertexts. */
export type SeededBallot = {
  readonly shape: BallotShape;
  /** X as 32 bytes. */
  readonly credential: Bytes;
  readonly seq: number;
  /** 32 random bytes, one seed for each ballot. */
  readonly seed: Bytes;
};

/** §05.1.2: r_j from the seed alone, so that a second device can encrypt the same again. */
export function ballotNonce(
  electionId: Bytes,
  { shape, credential, seq, seed }: SeededBallot,
  contest: number,
  option: number,
): Scalar {
  assert(seed.length === SEED_BYTES, "a ballot seed has 32 bytes");
  return hashToScalar("nonce", seed, electionId, shape.styleId, credential, seq, contest, option);
}

export type Encryption = {
  readonly ciphertexts: readonly Ciphertext[];
  readonly nonces: readonly Scalar[];
  readonly ciphertextBytes: Bytes;
};

/** §05.1.3: contests of the style in order, then options. `votes`: one for each ciphertext. */
export function encryptVotes(
  context: BallotContext,
  seeded: SeededBallot,
  votes: readonly (0 | 1)[],
): Encryption {
  const nonces = seeded.shape.contests.flatMap(({ contest, encrypted }) =>
    Array.from({ length: encrypted }, (_, j) => ballotNonce(context.electionId, seeded, contest, j)),
  );
  assert(votes.length === nonces.length, "one vote for each ciphertext");
  const ciphertexts = votes.map((vote, i) => encrypt(context.key, vote, nonces[i] as Scalar));
  return { ciphertexts, nonces, ciphertextBytes: concat(...ciphertexts.map(encodeCiphertext)) };
}
