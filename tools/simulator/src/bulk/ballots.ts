import { assert, type Bytes, codeOf, concat, type RandomBytes, u32 } from "@veche/base";
import { hedgedNonce } from "@veche/crypto";
import {
  type BallotContext,
  type BallotRequest,
  type BallotShape,
  ballotChallenge,
  ballotNonce,
  ballotShape,
  type EncryptedBallot,
  encodeBallot,
  trackerHash,
} from "@veche/election";
import { addScalars, multiplyScalars, negateScalar, type Scalar, subtractScalars } from "@veche/group";
import type { Bases } from "./bases.ts";
import { rowOf, takeFrom } from "./scalars.ts";

/**
 * The ballots that `encryptBallot` makes of the same requests and the same random bytes, byte for byte, but many at a time, and with
 * the kernel of `bases.ts`. The choices must be within the bounds of their contests (§05.1.1).
 *
 * @param style of all requests.
 */
export function encryptBallots(
  context: BallotContext,
  bases: Bases,
  style: number,
  requests: readonly BallotRequest[],
  randomBytes: RandomBytes,
): readonly EncryptedBallot[] {
  const shape = ballotShape(context.manifest, style);
  const credentials = takeFrom(bases.multiplesOfBase(requests.map(({ x }) => x)));
  const begun = requests.map((request) => beginBallot(context, shape, request, credentials(1)));
  encryptAll(bases, shape, begun);
  const proved = begun.map((ballot) => drawProofs(context, shape, ballot, randomBytes));
  commitAll(bases, shape, proved);
  return proved.map((ballot) => finishBallot(context, shape, ballot));
}

type BegunBallot = {
  readonly request: BallotRequest;
  readonly credential: Bytes;
  readonly votes: readonly (0 | 1)[];
  readonly nonces: readonly Scalar[];
  /** α ‖ β for each ciphertext; filled for all ballots together. */
  readonly ciphertextBytes: Bytes;
};

function beginBallot(
  { electionId }: BallotContext,
  shape: BallotShape,
  request: BallotRequest,
  credential: Bytes,
): BegunBallot {
  const { seq, seed, choices } = request;
  const seeded = { shape, credential, seq, seed };
  const votes = shape.contests.flatMap(({ encrypted }, place) => choices[place]?.slice(0, encrypted) ?? []);
  assert(votes.length === shape.ciphertexts, "one vote for each ciphertext");
  const nonces = shape.contests.flatMap(({ contest, encrypted }) =>
    Array.from({ length: encrypted }, (_, j) => ballotNonce(electionId, seeded, contest, j)),
  );
  return { request, credential, votes, nonces, ciphertextBytes: new Uint8Array(64 * shape.ciphertexts) };
}

/** §05.1.2: (r·B, v·B + r·Y). */
function encryptAll(bases: Bases, shape: BallotShape, ballots: readonly BegunBallot[]): void {
  const nonces = ballots.flatMap((ballot) => ballot.nonces);
  const votes = ballots.flatMap((ballot) => ballot.votes);
  const alphas = takeFrom(bases.multiplesOfBase(nonces));
  const betas = takeFrom(bases.sums(nonces.flatMap((r, i) => [r, votes[i] === 1 ? 1n : 0n])));
  for (const { ciphertextBytes } of ballots) {
    for (let at = 0; at < shape.ciphertexts; at++) {
      ciphertextBytes.set(alphas(1), 64 * at);
      ciphertextBytes.set(betas(1), 64 * at + 32);
    }
  }
}

/** One disjunctive proof before its challenge (§05.2.2, §05.2.3), as `commitDisjunctive` draws it. */
type DrawnProof = {
  readonly truth: number;
  readonly r: Scalar;
  readonly nonces: readonly Scalar[];
  readonly simulated: readonly Scalar[];
  /** c·(u − v) for each branch; 0 for the true one. */
  readonly offsets: readonly Scalar[];
};

type ProvedBallot = BegunBallot & {
  readonly hash: Bytes;
  readonly proofs: readonly DrawnProof[];
  readonly w: Scalar;
  readonly commitmentBytes: Bytes;
};

function drawProofs(
  context: BallotContext,
  shape: BallotShape,
  ballot: BegunBallot,
  randomBytes: RandomBytes,
): ProvedBallot {
  const { request, credential, ciphertextBytes, votes, nonces } = ballot;
  const { seq, x } = request;
  const hash = trackerHash(context.electionId, { shape, credential, seq, ciphertextBytes });
  const statement = concat(hash, context.keyBytes);
  let count = 0;
  const draw = (): Scalar => hedgedNonce(x, concat(statement, u32(count++)), randomBytes);
  const proofs = shape.proofs.map(({ from, to, values }): DrawnProof => {
    const value = votes.slice(from, to).reduce((sum: number, vote) => sum + vote, 0);
    const truth = values.indexOf(value);
    assert(truth >= 0, "only a true statement can be proved");
    const ks = values.map(draw);
    const simulated = values.map(draw);
    const offsets = values.map((u, branch) => times(simulated[branch] as Scalar, u - value));
    const r = nonces.slice(from, to).reduce(addScalars, 0n);
    return { truth, r, nonces: ks, simulated, offsets };
  });
  const commitmentBytes = new Uint8Array(32 * shape.commitments);
  return { ...ballot, hash, proofs, w: draw(), commitmentBytes };
}

/** a = k·B and b = k·Y + c·(u − v)·B for each branch; last R = w·B (§05.2.4). */
function commitAll(bases: Bases, shape: BallotShape, ballots: readonly ProvedBallot[]): void {
  const ks = ballots.flatMap(({ proofs }) => proofs.flatMap(({ nonces }) => nonces));
  const offsets = ballots.flatMap(({ proofs }) => proofs.flatMap((proof) => proof.offsets));
  const as = takeFrom(bases.multiplesOfBase(ks));
  const bs = takeFrom(bases.sums(ks.flatMap((k, i) => [k, offsets[i] as Scalar])));
  const Rs = takeFrom(bases.multiplesOfBase(ballots.map(({ w }) => w)));
  const branches = (shape.commitments - 1) / 2;
  for (const { commitmentBytes } of ballots) {
    for (let branch = 0; branch < branches; branch++) {
      commitmentBytes.set(as(1), 64 * branch);
      commitmentBytes.set(bs(1), 64 * branch + 32);
    }
    commitmentBytes.set(Rs(1), 64 * branches);
  }
}

function finishBallot(context: BallotContext, shape: BallotShape, ballot: ProvedBallot): EncryptedBallot {
  const { request, credential, ciphertextBytes, commitmentBytes, hash, proofs, w } = ballot;
  const { seq, set, style, token, x } = request;
  const tracked = { shape, credential, seq, ciphertextBytes };
  const challenge = ballotChallenge(context, { ...tracked, commitmentBytes });
  const responses = proofs.flatMap((proof) => respond(proof, challenge));
  responses.push(addScalars(w, multiplyScalars(challenge, x)));
  const responseBytes = rowOf(responses);
  const bytes = encodeBallot({ ...tracked, style, set, token, commitmentBytes, responseBytes });
  return { bytes, credential, trackerHash: hash, tracker: codeOf(hash) };
}

/** The challenge of every branch but the last, then z = k + c·r of every branch. */
function respond({ truth, r, nonces, simulated }: DrawnProof, challenge: Scalar): readonly Scalar[] {
  const others = simulated.filter((_, u) => u !== truth).reduce(addScalars, 0n);
  const challenges = simulated.map((c, u) => (u === truth ? subtractScalars(challenge, others) : c));
  const responses = nonces.map((k, u) => addScalars(k, multiplyScalars(challenges[u] as Scalar, r)));
  return [...challenges.slice(0, -1), ...responses];
}

/** c times a small integer, negative ones too. */
function times(c: Scalar, integer: number): Scalar {
  const product = multiplyScalars(c, BigInt(Math.abs(integer)));
  return integer < 0 ? negateScalar(product) : product;
}
