import { type Bytes, concat } from "@veche/base";
import { disjunctiveEquations, type Equation, type PointName, type Statement } from "@veche/crypto";
import { BASE, decodeScalar, negateScalar, type Scalar } from "@veche/group";
import { type BallotContext, ballotChallenge, type ChallengedParts } from "./context.ts";
import { type BallotParts, cutter, elementsOf } from "./parts.ts";
import type { ProofShape } from "./shape.ts";

/** X, the ciphertexts α β, the commitments: 32 bytes each, in the order of a ballot's hints (§09.6.2). */
export function ballotPoints({ credential, ciphertextBytes, commitmentBytes }: BallotParts): Bytes {
  return concat(credential, ciphertextBytes, commitmentBytes);
}

/** Numbers of the points of `ballotPoints`. */
const CREDENTIAL = 0;
const FIRST_CIPHERTEXT = 1;

/**
 * All equations of a ballot (§05.2), over its points by number; `undefined` if a response is not canonical. The sums
 * of the ciphertexts are for the verifier to add up, never read from the ballot (L2); the challenge is recomputed
 * from the whole statement (L3).
 */
export function ballotStatement(
  context: BallotContext,
  parts: BallotParts,
  challengeOf: (parts: ChallengedParts) => Scalar = (challenged) => ballotChallenge(context, challenged),
): Statement | undefined {
  const scalars = decodeScalars(parts.responseBytes);
  if (scalars === undefined) return undefined;
  const { shape } = parts;
  const challenge = challengeOf(parts);
  const sums: (readonly number[])[] = [];
  const nextPoint = counter(FIRST_CIPHERTEXT + 2 * shape.ciphertexts);
  const nextScalars = cutter(scalars.length, (from, to) => scalars.slice(from, to));
  const nextSum = (parts: readonly number[]): number => shape.points + sums.push(parts);
  const proofs = shape.proofs.flatMap((proof): readonly Equation[] => {
    const { values } = proof;
    // §05.2.6: commitments a_u b_u for each branch; challenges of all branches but the last, then responses.
    const commitments = values.map(() => ({ a: nextPoint(), b: nextPoint() }));
    const challenges = nextScalars(values.length - 1);
    const responses = nextScalars(values.length);
    const carried = { commitments, challenges, responses };
    return disjunctiveEquations(context.key, subjectOf(proof, nextSum), values, carried, challenge);
  });
  // §05.2.4: R + c·X − z·B = 0.
  const response = nextScalars(1)[0] as Scalar;
  const knowledge = {
    points: [nextPoint(), CREDENTIAL, BASE],
    scalars: [1n, challenge, negateScalar(response)],
  };
  // ⚔ X and its token are public once they are in the log: a ballot in somebody else's name fails here.
  return { points: ballotPoints(parts), sums, equations: [knowledge, ...proofs] };
}

/** What a proof is about: one ciphertext, or the sum of a contest's (§05.2.3). */
function subjectOf(
  { from, to }: ProofShape,
  nextSum: (parts: readonly number[]) => number,
): { readonly alpha: PointName; readonly beta: PointName } {
  const alphas = Array.from({ length: to - from }, (_, i) => FIRST_CIPHERTEXT + 2 * (from + i));
  const betas = alphas.map((alpha) => alpha + 1);
  const [alpha, beta] = [alphas[0] as number, betas[0] as number];
  return alphas.length === 1 ? { alpha, beta } : { alpha: nextSum(alphas), beta: nextSum(betas) };
}

/** `undefined` if one is not canonical. */
export function decodeScalars(bytes: Bytes): readonly Scalar[] | undefined {
  const scalars: Scalar[] = [];
  for (const element of elementsOf(bytes)) {
    const scalar = decodeScalar(element);
    if (scalar === undefined) return undefined;
    scalars.push(scalar);
  }
  return scalars;
}

function counter(start: number): () => number {
  let next = start;
  return () => next++;
}
