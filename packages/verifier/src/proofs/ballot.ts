import { type Bytes, readUint } from "@veche/base";
import { BASE, decodePoint, decodeScalar, isIdentity, type Point, type Scalar } from "@veche/group";
import { BALLOT_HEAD_BYTES, type BallotLayout, ballotBytes, TOKEN_BYTES } from "../form/layout.ts";
import { hashScalar } from "../transcript.ts";
import type { BatchSum, Coefficients, Statement } from "./batch-sum.ts";

/** The fixed head of a ballot (§05.3.1). */
export type BallotHead = {
  readonly style: number;
  readonly seq: number;
  readonly set: number;
  /** X, 32 bytes. */
  readonly credential: Bytes;
};

export function readHead(ballot: Bytes): BallotHead | undefined {
  if (ballot.length < BALLOT_HEAD_BYTES || ballot[0] !== 1) return undefined;
  return {
    style: readUint(ballot, 1, 2),
    seq: readUint(ballot, 3, 1),
    set: readUint(ballot, 4, 2),
    credential: ballot.slice(6, BALLOT_HEAD_BYTES),
  };
}

export type Ciphertext = { readonly alpha: Point; readonly beta: Point };

export type Ballot = BallotHead & {
  readonly x: Point;
  readonly token: Bytes;
  readonly ciphertexts: readonly Ciphertext[];
  readonly ciphertextBytes: Bytes;
  readonly commitments: readonly Point[];
  readonly commitmentBytes: Bytes;
  readonly responses: readonly Scalar[];
};

/** Reads a whole ballot of the style's layout (§05.3.2); `undefined` if it is malformed. */
export function readBallot(bytes: Bytes, layout: BallotLayout, issuers: number): Ballot | undefined {
  const head = readHead(bytes);
  if (head === undefined || bytes.length !== ballotBytes(layout, issuers)) return undefined;
  const ciphertextsAt = BALLOT_HEAD_BYTES + TOKEN_BYTES * issuers;
  const commitmentsAt = ciphertextsAt + 64 * layout.ciphertexts;
  const responsesAt = commitmentsAt + 32 * layout.commitments;
  const x = decodePoint(head.credential);
  const ciphertextBytes = bytes.subarray(ciphertextsAt, commitmentsAt);
  const commitmentBytes = bytes.subarray(commitmentsAt, responsesAt);
  const points = decodeAll(ciphertextBytes, decodePoint);
  const commitments = decodeAll(commitmentBytes, decodePoint);
  const responses = decodeAll(bytes.subarray(responsesAt), decodeScalar);
  if (x === undefined || isIdentity(x) || !points || !commitments || !responses) return undefined;
  return {
    ...head,
    x,
    token: bytes.subarray(BALLOT_HEAD_BYTES, ciphertextsAt),
    ciphertexts: pairs(points),
    ciphertextBytes,
    commitments,
    commitmentBytes,
    responses,
  };
}

/** The ciphertexts alone, without the proofs; `undefined` if they cannot be read. */
export function readCiphertexts(
  bytes: Bytes,
  layout: BallotLayout,
  issuers: number,
): readonly Ciphertext[] | undefined {
  const start = BALLOT_HEAD_BYTES + TOKEN_BYTES * issuers;
  const points = decodeAll(bytes.subarray(start, start + 64 * layout.ciphertexts), decodePoint);
  return points?.length === 2 * layout.ciphertexts ? pairs(points) : undefined;
}

export function decodeAll<T>(bytes: Bytes, decode: (part: Bytes) => T | undefined): readonly T[] | undefined {
  const out: T[] = [];
  for (let at = 0; at < bytes.length; at += 32) {
    const item = decode(bytes.subarray(at, at + 32));
    if (item === undefined) return undefined;
    out.push(item);
  }
  return out;
}

/** Of an even number of points. */
function pairs(points: readonly Point[]): readonly Ciphertext[] {
  const out: Ciphertext[] = [];
  for (let i = 0; i < points.length; i += 2) {
    out.push({ alpha: points[i] as Point, beta: points[i + 1] as Point });
  }
  return out;
}

/** What a ballot's challenge binds beside the ballot itself (§05.2.5). */
export type BallotContext = {
  readonly electionId: Bytes;
  readonly styleId: string;
  readonly electionKey: Point;
  readonly electionKeyBytes: Bytes;
};

/** The equations of §05.2.2 … §05.2.4 of one ballot. */
export function ballotStatement(ballot: Ballot, layout: BallotLayout, context: BallotContext): Statement {
  const challenge = hashScalar(
    "ballot",
    context.electionId,
    context.styleId,
    context.electionKeyBytes,
    ballot.credential,
    ballot.seq,
    ballot.ciphertextBytes,
    ballot.commitmentBytes,
  );
  return {
    addTo: (sum, coefficients) => {
      new BallotEquations(ballot, layout, context.electionKey, challenge, sum, coefficients).addAll();
    },
  };
}

/** Walks through commitments and responses in their order (§05.2.6). */
class BallotEquations {
  readonly #ballot: Ballot;
  readonly #layout: BallotLayout;
  readonly #key: Point;
  readonly #challenge: Scalar;
  readonly #sum: BatchSum;
  readonly #coefficients: Coefficients;
  #commitment = 0;
  #response = 0;

  constructor(
    ballot: Ballot,
    layout: BallotLayout,
    key: Point,
    challenge: Scalar,
    sum: BatchSum,
    coefficients: Coefficients,
  ) {
    this.#ballot = ballot;
    this.#layout = layout;
    this.#key = key;
    this.#challenge = challenge;
    this.#sum = sum;
    this.#coefficients = coefficients;
  }

  addAll(): void {
    let first = 0;
    for (const contest of this.#layout.contests) {
      const own = this.#ballot.ciphertexts.slice(first, first + contest.encrypted);
      first += contest.encrypted;
      const weights = own.map(() => ({ alpha: 0n, beta: 0n }));
      for (const weight of weights) {
        const bit = this.#branches([0, 1]);
        weight.alpha += bit.alpha;
        weight.beta += bit.beta;
      }
      // A contest without a sum proof has no branches here, which weigh nothing.
      const total = this.#branches(contest.sums);
      for (const weight of weights) {
        weight.alpha += total.alpha;
        weight.beta += total.beta;
      }
      own.forEach((ciphertext, i) => {
        this.#sum.addLong(ciphertext.alpha, weights[i]?.alpha ?? 0n);
        this.#sum.addLong(ciphertext.beta, weights[i]?.beta ?? 0n);
      });
    }
    this.#knowledge();
  }

  /**
   * Branches u of one disjunction: a_u + c_u·α − z_u·B = 0 and b_u + c_u·(β − u·B) − z_u·Y = 0, where the
   * last c_u is the challenge less the others. Returns what α and β are to be multiplied with.
   */
  #branches(values: readonly number[]): { readonly alpha: bigint; readonly beta: bigint } {
    const count = values.length;
    const challenges: bigint[] = [];
    let left: bigint = this.#challenge;
    for (let i = 0; i < count - 1; i++) {
      const own = this.#nextResponse();
      challenges.push(own);
      left -= own;
    }
    challenges.push(left);
    let alpha = 0n;
    let beta = 0n;
    values.forEach((value, i) => {
      const own = challenges[i] as bigint;
      const response = this.#nextResponse();
      const first = this.#coefficients.next();
      const second = this.#coefficients.next();
      this.#sum.addShort(this.#nextCommitment(), first);
      this.#sum.addShort(this.#nextCommitment(), second);
      this.#sum.addShared(BASE, -first * response - second * own * BigInt(value));
      this.#sum.addShared(this.#key, -second * response);
      alpha += first * own;
      beta += second * own;
    });
    return { alpha, beta };
  }

  /** §05.2.4: R + c·X − z·B = 0. */
  #knowledge(): void {
    const coefficient = this.#coefficients.next();
    this.#sum.addShort(this.#nextCommitment(), coefficient);
    this.#sum.addLong(this.#ballot.x, coefficient * this.#challenge);
    this.#sum.addShared(BASE, -coefficient * this.#nextResponse());
  }

  #nextCommitment(): Point {
    return this.#ballot.commitments[this.#commitment++] as Point;
  }

  #nextResponse(): Scalar {
    return this.#ballot.responses[this.#response++] as Scalar;
  }
}
