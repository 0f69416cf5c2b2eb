import type { BallotLayout } from "../form/layout.ts";
import type { PreparedStyle } from "./prepared.ts";
import { readScalar } from "./scalars.ts";
import type { EquationSum } from "./sum.ts";

/** The responses of a ballot, or `undefined` if one of them is not canonical. */
export function readResponses(
  view: DataView,
  ballot: number,
  { responsesAt, layout }: PreparedStyle,
): readonly bigint[] | undefined {
  const responses: bigint[] = [];
  for (let i = 0; i < layout.responses; i++) {
    const scalar = readScalar(view, ballot + responsesAt + 32 * i);
    if (scalar === undefined) return undefined;
    responses.push(scalar);
  }
  return responses;
}

/**
 * Adds the equations of a ballot (§05.2.2 … §05.2.4), walking through commitments and responses in their order
 * (§05.2.6). `first` is the number of X; ciphertexts and commitments follow it.
 */
export class BallotEquations {
  readonly #sum: EquationSum;
  readonly #layout: BallotLayout;
  readonly #challenge: bigint;
  readonly #responses: readonly bigint[];
  #commitment: number;
  #response = 0;
  #base = 0n;
  #electionKey = 0n;
  /** What α and β of the last disjunction are to be multiplied with. */
  #alpha = 0n;
  #beta = 0n;

  constructor(
    sum: EquationSum,
    layout: BallotLayout,
    first: number,
    challenge: bigint,
    responses: readonly bigint[],
  ) {
    this.#sum = sum;
    this.#layout = layout;
    this.#challenge = challenge;
    this.#responses = responses;
    this.#commitment = first + 1 + 2 * layout.ciphertexts;
    this.#addContests(first + 1);
    this.#addKnowledge(first);
    sum.end(this.#base, this.#electionKey, 0n);
  }

  #addContests(ciphertexts: number): void {
    let point = ciphertexts;
    for (const { encrypted, sums } of this.#layout.contests) {
      const weights: bigint[] = [];
      for (let i = 0; i < encrypted; i++) {
        this.#branches(BIT);
        weights.push(this.#alpha, this.#beta);
      }
      this.#alpha = 0n;
      this.#beta = 0n;
      if (sums.length > 0) this.#branches(sums);
      for (let i = 0; i < encrypted; i++) {
        this.#sum.long(point, (weights[2 * i] as bigint) + this.#alpha);
        this.#sum.long(point + 1, (weights[2 * i + 1] as bigint) + this.#beta);
        point += 2;
      }
    }
  }

  /**
   * Branches u of one disjunction: a_u + c_u·α − z_u·B = 0 and b_u + c_u·(β − u·B) − z_u·Y = 0, where the
   * last c_u is the challenge less the others.
   */
  #branches(values: readonly number[]): void {
    const responses = this.#responses;
    const challengesAt = this.#response;
    const last = values.length - 1;
    this.#response += last;
    let left = this.#challenge;
    this.#alpha = 0n;
    this.#beta = 0n;
    for (let i = 0; i <= last; i++) {
      const own = i < last ? (responses[challengesAt + i] as bigint) : left;
      left -= own;
      const response = responses[this.#response++] as bigint;
      const first = this.#sum.equation(this.#commitment++);
      const second = this.#sum.equation(this.#commitment++);
      const weight = second * own;
      this.#alpha += first * own;
      this.#beta += weight;
      this.#base -= first * response;
      if (values[i] !== 0) this.#base -= weight * BigInt(values[i] as number);
      this.#electionKey -= second * response;
    }
  }

  /** R + c·X − z·B = 0. */
  #addKnowledge(credential: number): void {
    const coefficient = this.#sum.equation(this.#commitment++);
    this.#sum.long(credential, coefficient * this.#challenge);
    this.#base -= coefficient * (this.#responses[this.#response++] as bigint);
  }
}

const BIT = [0, 1];

/** Adds R + c·P − z·B = 0 of the signature on an `issue` (§01.6.3). */
export function addIssue(sum: EquationSum, commitment: number, challenge: bigint, response: bigint): void {
  const coefficient = sum.equation(commitment);
  sum.end(-coefficient * response, 0n, coefficient * challenge);
}
