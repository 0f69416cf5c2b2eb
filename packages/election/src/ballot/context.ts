import { assert, type Bytes } from "@veche/base";
import { hashToScalar } from "@veche/crypto";
import { encodePoint, isIdentity, type Point, precompute, type Scalar } from "@veche/group";
import type { Election } from "../manifest/types.ts";
import type { BallotParts } from "./parts.ts";

/** What ballots of one election are encrypted and verified under: made once, used for all of them. */
export type BallotContext = Election & { readonly key: Point; readonly keyBytes: Bytes };

/** @param key the election key Y of §03.4, never the identity (§01.2.4). */
export function ballotContext(election: Election, key: Point): BallotContext {
  assert(!isIdentity(key), "the identity is no election key");
  const { electionId, manifest } = election;
  return { electionId, manifest, key, keyBytes: encodePoint(key) };
}

/**
 * The same with a table of Y's multiples, which takes the time of some ten multiplications to build: for the
 * device that encrypts.
 */
export function encryptionContext(election: Election, key: Point): BallotContext {
  return ballotContext(election, precompute(key));
}

/** What the challenge binds besides the election (L3). */
export type ChallengedParts = Pick<
  BallotParts,
  "shape" | "seq" | "credential" | "ciphertextBytes" | "commitmentBytes"
>;

/** §05.2.5: the one challenge of the ballot. */
export function ballotChallenge(context: BallotContext, parts: ChallengedParts): Scalar {
  return hashToScalar(
    "ballot",
    context.electionId,
    parts.shape.styleId,
    context.keyBytes,
    parts.credential,
    parts.seq,
    parts.ciphertextBytes,
    parts.commitmentBytes,
  );
}
