import { assert } from "@veche/base";
import {
  add,
  addScalars,
  BASE,
  IDENTITY,
  multiply,
  multiplyBase,
  multiplyScalars,
  negateScalar,
  ORDER,
  type Point,
  type Scalar,
  subtractScalars,
} from "@veche/group";
import type { Equation, PointName } from "./equations.ts";

/**
 * Proof that a ciphertext under the key Y encrypts one of several small values, without telling which (Cramer,
 * Damgård, Schoenmakers, CRYPTO 1994; §05.2.2, §05.2.3). One branch for each allowed value, ascending; the
 * challenge comes from outside, so that many proofs share it, and is the sum of the branches' challenges.
 */
export type BranchCommitment = { readonly a: Point; readonly b: Point };

/** As carried: the challenge of every branch but the last, then the response of every branch. */
export type DisjunctiveResponse = {
  readonly challenges: readonly Scalar[];
  readonly responses: readonly Scalar[];
};

/** A proof as the verifier names its points. */
export type DisjunctiveProof = DisjunctiveResponse & {
  readonly commitments: readonly { readonly a: PointName; readonly b: PointName }[];
};

/** A proof that waits for its challenge. Two answers would give the witness away: there is only one. */
export type PendingProof = {
  readonly commitments: readonly BranchCommitment[];
  readonly respond: (challenge: Scalar) => DisjunctiveResponse;
};

export type Witness = { readonly value: number; readonly r: Scalar };

/**
 * The prover's first move. A branch that is not true is simulated without multiplying α and β, because the
 * prover knows r: with z = k + c·r the equations give a = k·B and b = k·Y + c·(u − v)·B. The true branch
 * is the same with c·(u − v) = 0, and which one it is changes no sequence of point operations.
 *
 * @param values the allowed values, ascending; the witness's value is one of them.
 * @param draw fresh secret scalars, each drawn once (§01.6.1).
 */
export function commitDisjunctive(
  key: Point,
  values: readonly number[],
  witness: Witness,
  draw: () => Scalar,
): PendingProof {
  const truth = values.indexOf(witness.value);
  assert(truth >= 0, "only a true statement can be proved");
  const nonces = values.map(draw);
  const simulated = values.map(draw);
  const offsets = values
    .map((value, u) => multiplyScalars(simulated[u] as Scalar, small(value - witness.value)))
    .filter((_, u) => u !== truth)
    .map(multiplyBase);
  offsets.splice(truth, 0, IDENTITY);
  const commitments = nonces.map((k, u) => ({
    a: multiplyBase(k),
    b: add(multiply(key, k), offsets[u] as Point),
  }));
  let answered = false;
  return {
    commitments,
    respond: (challenge) => {
      assert(!answered, "a proof answers one challenge");
      answered = true;
      return respond(challenge, truth, nonces, simulated, witness.r);
    },
  };
}

function respond(
  challenge: Scalar,
  truth: number,
  nonces: readonly Scalar[],
  simulated: readonly Scalar[],
  r: Scalar,
): DisjunctiveResponse {
  const others = simulated.filter((_, u) => u !== truth).reduce(addScalars, 0n);
  const challenges = simulated.map((c, u) => (u === truth ? subtractScalars(challenge, others) : c));
  const responses = nonces.map((k, u) => addScalars(k, multiplyScalars(challenges[u] as Scalar, r)));
  return { challenges: challenges.slice(0, -1), responses };
}

/**
 * The verifier's equations a + c·α − z·B = 0 and b + c·(β − u·B) − z·Y = 0 for every branch u. The last branch's
 * challenge is what the others leave of `challenge`, so that their sum needs no check.
 */
export function disjunctiveEquations(
  key: Point,
  ciphertext: { readonly alpha: PointName; readonly beta: PointName },
  values: readonly number[],
  proof: DisjunctiveProof,
  challenge: Scalar,
): readonly Equation[] {
  const { commitments, challenges, responses } = proof;
  assert(
    commitments.length === values.length &&
      challenges.length === values.length - 1 &&
      responses.length === values.length,
    "a proof has the form of its values",
  );
  const last = subtractScalars(challenge, challenges.reduce(addScalars, 0n));
  return values.flatMap((value, u) => {
    const { a, b } = commitments[u] as DisjunctiveProof["commitments"][number];
    const c = challenges[u] ?? last;
    const minusZ = negateScalar(responses[u] as Scalar);
    const minusCu = negateScalar(multiplyScalars(c, small(value)));
    return [
      { points: [a, ciphertext.alpha, BASE], scalars: [1n, c, minusZ] },
      { points: [b, ciphertext.beta, key, BASE], scalars: [1n, c, minusZ, minusCu] },
    ];
  });
}

/** A small integer, negative ones too, as a scalar. */
function small(value: number): Scalar {
  const integer = BigInt(value);
  return integer < 0n ? ORDER + integer : integer;
}
