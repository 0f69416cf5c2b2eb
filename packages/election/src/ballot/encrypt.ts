import { assert, type Bytes, codeOf, concat, err, ok, type RandomBytes, type Result, u32 } from "@veche/base";
import { commitDisjunctive, hedgedNonce, type PendingProof } from "@veche/crypto";
import {
  addScalars,
  decodePoint,
  encodePoint,
  encodeScalar,
  isIdentity,
  multiplyBase,
  multiplyScalars,
  type Scalar,
} from "@veche/group";
import { type Choices, type ChoicesError, encryptedVotes } from "./choices.ts";
import { type Encryption, encryptVotes, type SeededBallot } from "./ciphertexts.ts";
import { type BallotContext, ballotChallenge } from "./context.ts";
import { encodeBallot } from "./parts.ts";
import { type BallotShape, ballotShape } from "./shape.ts";
import { trackerHash } from "./tracker.ts";

export type BallotRequest = {
  readonly style: number;
  /** 0, or one more than the last accepted ballot of X (§05.3.4). */
  readonly seq: number;
  /** Number of the issuer set that signed the token. */
  readonly set: number;
  /** The credential's secret, never 0. */
  readonly x: Scalar;
  /** Signatures of 256 bytes of all members of the set, ascending by index. */
  readonly token: readonly Bytes[];
  readonly choices: Choices;
  /** 32 fresh random bytes; shown in a challenge (§05.5.2). */
  readonly seed: Bytes;
};

export type EncryptedBallot = {
  readonly bytes: Bytes;
  readonly credential: Bytes;
  /** The whole hash, 64 bytes. */
  readonly trackerHash: Bytes;
  readonly tracker: string;
};

export type RequestError =
  | ChoicesError
  | { readonly code: "STYLE_UNKNOWN" }
  | { readonly code: "SEQ_TOO_HIGH" };

export type ShownError = RequestError | { readonly code: "CREDENTIAL_INVALID" };

/**
 * Encrypts and proves a ballot. Ciphertexts and tracker follow from the seed alone; the proofs take fresh
 * randomness hedged with x, so that a shown seed gives nothing of x away.
 */
export function encryptBallot(
  context: BallotContext,
  request: BallotRequest,
  randomBytes: RandomBytes,
): Result<EncryptedBallot, RequestError> {
  const checked = checkRequest(context, request);
  if (!checked.ok) return checked;
  const { shape, votes } = checked.value;
  const { seq, seed, set, style, token, x } = request;
  const credential = encodePoint(multiplyBase(x));
  const encryption = encryptVotes(context, { shape, credential, seq, seed }, votes);
  const tracked = { shape, credential, seq, ciphertextBytes: encryption.ciphertextBytes };
  const hash = trackerHash(context.electionId, tracked);
  const draw = hedgedDraw(x, concat(hash, context.keyBytes), randomBytes);
  const proofs = proveVotes(context, shape, votes, encryption, draw);
  const w = draw();
  const commitmentBytes = concat(
    ...proofs.flatMap(({ commitments }) =>
      commitments.flatMap(({ a, b }) => [encodePoint(a), encodePoint(b)]),
    ),
    encodePoint(multiplyBase(w)),
  );
  const challenge = ballotChallenge(context, { ...tracked, commitmentBytes });
  const responses = proofs.flatMap((proof) => {
    const answer = proof.respond(challenge);
    return [...answer.challenges, ...answer.responses];
  });
  responses.push(addScalars(w, multiplyScalars(challenge, x)));
  const responseBytes = concat(...responses.map(encodeScalar));
  const bytes = encodeBallot({ ...tracked, style, set, token, commitmentBytes, responseBytes });
  return ok({ bytes, credential, trackerHash: hash, tracker: codeOf(hash) });
}

export type TrackerRequest = Pick<BallotRequest, "style" | "seq" | "choices" | "seed"> & {
  /** X as 32 bytes. */
  readonly credential: Bytes;
};

export type RecomputedTracker = Pick<EncryptedBallot, "trackerHash" | "tracker"> & {
  readonly ciphertextBytes: Bytes;
};

/**
 * The second device's part of a challenge (§05.5.2): what the tracker must be if the first device encrypted these
 * choices. Comparing it, and looking X and tracker up in the ledger, is the caller's.
 */
export function recomputeTracker(
  context: BallotContext,
  request: TrackerRequest,
): Result<RecomputedTracker, ShownError> {
  const X = decodePoint(request.credential);
  if (X === undefined || isIdentity(X)) return err({ code: "CREDENTIAL_INVALID" });
  const checked = checkRequest(context, request);
  if (!checked.ok) return checked;
  const { shape, votes } = checked.value;
  const seeded: SeededBallot = {
    shape,
    credential: request.credential,
    seq: request.seq,
    seed: request.seed,
  };
  const { ciphertextBytes } = encryptVotes(context, seeded, votes);
  const hash = trackerHash(context.electionId, { ...seeded, ciphertextBytes });
  return ok({ trackerHash: hash, tracker: codeOf(hash), ciphertextBytes });
}

type CheckedRequest = { readonly shape: BallotShape; readonly votes: readonly (0 | 1)[] };

function checkRequest(
  { manifest }: BallotContext,
  { style, seq, choices }: Pick<BallotRequest, "style" | "seq" | "choices">,
): Result<CheckedRequest, RequestError> {
  if (manifest.styles[style] === undefined) return err({ code: "STYLE_UNKNOWN" });
  if (seq > manifest.revoteMax) return err({ code: "SEQ_TOO_HIGH" });
  const shape = ballotShape(manifest, style);
  const votes = encryptedVotes(shape, choices);
  return votes.ok ? ok({ shape, votes: votes.value }) : votes;
}

/** §01.6.1 for the many secret numbers of one ballot: each has a statement of its own, told apart by a count. */
function hedgedDraw(x: Scalar, statement: Bytes, randomBytes: RandomBytes): () => Scalar {
  assert(x !== 0n, "0 is no credential");
  let count = 0;
  return () => hedgedNonce(x, concat(statement, u32(count++)), randomBytes);
}

function proveVotes(
  context: BallotContext,
  shape: BallotShape,
  votes: readonly number[],
  { nonces }: Encryption,
  draw: () => Scalar,
): readonly PendingProof[] {
  return shape.proofs.map(({ from, to, values }) => {
    const value = votes.slice(from, to).reduce((sum, vote) => sum + vote, 0);
    const r = nonces.slice(from, to).reduce(addScalars, 0n);
    return commitDisjunctive(context.key, values, { value, r }, draw);
  });
}
