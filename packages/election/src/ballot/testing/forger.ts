/**
 * A voter who cheats as well as possible: the ciphertexts hold whatever integers, and every proof is made honestly
 * for a claim, so that as few equations as possible fail.
 */
import { type Bytes, concat } from "@veche/base";
import { commitDisjunctive, encodeCiphertext } from "@veche/crypto";
import {
  add,
  addScalars,
  BASE,
  encodePoint,
  encodeScalar,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  ORDER,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { type BallotContext, ballotChallenge, type ChallengedParts } from "../context.ts";
import { encodeBallot } from "../parts.ts";
import { ballotShape } from "../shape.ts";
import type { Scene } from "./scene.ts";

export type Forgery = {
  /** One integer for each ciphertext: what it really encrypts. */
  readonly votes: readonly number[];
  /** The value each proof claims; by default the true one, or the nearest that the proof allows. */
  readonly claims?: readonly number[];
  readonly style?: number;
  readonly seq?: number;
  /** By default that of the specification. */
  readonly challengeOf?: (context: BallotContext, parts: ChallengedParts) => Scalar;
  /** Added to the response of the knowledge of x, knowing the challenge. */
  readonly slip?: (challenge: Scalar) => Scalar;
};

/** An integer, negative ones too, as a scalar. */
export const scalarOf = (value: number): Scalar => {
  const rest = BigInt(value) % ORDER;
  return rest < 0n ? rest + ORDER : rest;
};

export function forge(scene: Scene, forgery: Forgery): Bytes {
  const { context, x, token, randomBytes } = scene;
  const { votes, style = 0, seq = 0, challengeOf = ballotChallenge, slip = () => 0n } = forgery;
  const shape = ballotShape(context.manifest, style);
  const draw = (): Scalar => randomScalar(randomBytes);
  const nonces = votes.map(draw);
  const ciphertextBytes = concat(
    ...votes.map((vote, i) => {
      const r = nonces[i] as Scalar;
      const message = multiplyPublic(BASE, scalarOf(vote));
      return encodeCiphertext({ alpha: multiplyBase(r), beta: add(message, multiplyPublic(context.key, r)) });
    }),
  );
  const proofs = shape.proofs.map(({ from, to, values }, i) => {
    const truth = votes.slice(from, to).reduce((sum, vote) => sum + vote, 0);
    const value = forgery.claims?.[i] ?? nearest(values, truth);
    const r = nonces.slice(from, to).reduce(addScalars, 0n);
    return commitDisjunctive(context.key, values, { value, r }, draw);
  });
  const w = draw();
  const points = proofs.flatMap(({ commitments }) => commitments.flatMap(({ a, b }) => [a, b]));
  const commitmentBytes = concat(...[...points, multiplyBase(w)].map(encodePoint));
  const credential = encodePoint(multiplyBase(x));
  const parts = { shape, seq, credential, ciphertextBytes, commitmentBytes };
  const challenge = challengeOf(context, parts);
  const answers = proofs.map((proof) => proof.respond(challenge));
  const scalars = answers.flatMap(({ challenges, responses }) => [...challenges, ...responses]);
  scalars.push(addScalars(addScalars(w, multiplyScalars(challenge, x)), slip(challenge)));
  const responseBytes = concat(...scalars.map(encodeScalar));
  return encodeBallot({ ...parts, style, set: 0, token, responseBytes });
}

function nearest(values: readonly number[], truth: number): number {
  const distance = (value: number): number => Math.abs(value - truth);
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best));
}
