import type { Bytes, RandomBytes } from "@veche/base";
import { encodeScalar, type Scalar } from "@veche/group";
import { hashToScalar } from "./transcript.ts";

const FRESH_BYTES = 64;

/**
 * The secret number w of a proof (§01.6.1). It depends on the secret and on the statement besides fresh
 * randomness: a generator that repeats itself then repeats a proof, but never uses one w for two statements,
 * which would give the secret away.
 *
 * `statement` is everything the challenge hashes but the commitments.
 */
export function hedgedNonce(secret: Scalar, statement: Bytes, randomBytes: RandomBytes): Scalar {
  return hashToScalar("hedge", encodeScalar(secret), randomBytes(FRESH_BYTES), statement);
}
