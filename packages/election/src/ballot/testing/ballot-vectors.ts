/** The content of spec/vectors/ballot.json: made from seeds, the same in every run. */
import { expectOk, toHex } from "@veche/base";
import type { CiphertextList } from "@veche/crypto";
import { encodePoint, encodeScalar } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { ciphertextsOf, countBallots } from "../aggregate.ts";
import { type Choices, encryptedVotes } from "../choices.ts";
import { encryptVotes } from "../ciphertexts.ts";
import { ballotChallenge } from "../context.ts";
import { recomputeTracker } from "../encrypt.ts";
import { ballotShape } from "../shape.ts";
import { REFUSED_FIELDS, refusedBallots } from "./refused-vectors.ts";
import { castOf, decoded, type ManifestSketch, marked, type Scene, sceneOf } from "./scene.ts";

const SKETCH: ManifestSketch = {
  contests: [
    { options: 2, min: 1, max: 1 },
    { options: 3, min: 1, max: 1 },
    { options: 3, min: 0, max: 3 },
    { options: 4, min: 1, max: 2 },
    { options: 2, min: 2, max: 2 },
    { options: 2, min: 0, max: 1 },
  ],
  styles: [[0], [1], [2], [3], [4], [5], [0, 1], [0, 1]],
  issuers: 1,
  revoteMax: 3,
};

/** The second election differs in its electionId and in t; contests, styles and key are the same. */
export type VectorScenes = { readonly scenes: readonly [Scene, Scene]; readonly sketch: ManifestSketch };

export function vectorScenes(): VectorScenes {
  const first = sceneOf(SKETCH, "vectors");
  const second = sceneOf({ ...SKETCH, issuers: 2, nonce: 1 }, "vectors");
  return { scenes: [first, second], sketch: SKETCH };
}

type Cast = readonly [string, number, Choices, { readonly seq?: number; readonly set?: number }?];

/** Name, style, choices, seq and set. */
const CASTS: readonly Cast[] = [
  ["yes", 0, [[1, 0]]],
  ["no: the implied option", 0, [[0, 1]]],
  ["the second re-vote, under issuer set 258", 0, [[1, 0]], { seq: 2, set: 258 }],
  ["one of three, the first", 1, [[1, 0, 0]]],
  ["one of three, the implied last", 1, [[0, 0, 1]]],
  ["approval of none", 2, [[0, 0, 0]]],
  ["approval of all", 2, [[1, 1, 1]]],
  ["one of at most two of four", 3, [[0, 0, 1, 0]]],
  ["two of at most two of four", 3, [[1, 0, 0, 1]]],
  ["both of two: one ciphertext and a sum proof of one branch", 4, [[1, 1]]],
  ["none of at most one of two", 5, [[0, 0]]],
  ["one of at most one of two", 5, [[0, 1]]],
  [
    "two contests",
    6,
    [
      [1, 0],
      [0, 1, 0],
    ],
  ],
  [
    "two contests in the other style of the same contests",
    7,
    [
      [0, 1],
      [1, 0, 0],
    ],
  ],
];

/** Options, min, max. */
const SHAPES: readonly (readonly [number, number, number])[] = [
  [1, 0, 1],
  [2, 1, 1],
  [2, 2, 2],
  [2, 0, 1],
  [2, 0, 2],
  [3, 1, 1],
  [3, 3, 3],
  [4, 2, 2],
  [4, 1, 4],
  [4, 2, 3],
  [5, 0, 1],
  [20, 1, 1],
  [20, 5, 5],
  [200, 0, 200],
];

export function ballotVectors(): object {
  const { scenes, sketch } = vectorScenes();
  const [scene] = scenes;
  return {
    description:
      "Ballots of chapter 05. All byte strings are lower-case hexadecimal. electionId, x, seed, token and the randomness of proofs are derived from fixed seeds; tokens are random bytes, because 04.4 is not judged here. `secretKey` and `x` are given for tests only.",
    fields: FIELDS,
    elections: scenes.map(electionVector(sketch)),
    shapes: SHAPES.map(shapeVector),
    ballots: CASTS.map((cast) => ballotVector(scene, cast)),
    refused: refusedBallots(scenes),
    trackers: trackerVectors(scene),
    aggregates: [aggregateVector(scene, 3), aggregateVector(scene, 5)],
  };
}

const FIELDS = {
  elections:
    "electionId; Y: election key; secretKey: its logarithm; t: signatures in a token; revoteMax; contests: options (their number), min, max; styles: id, contests (indices)",
  shapes:
    "one contest alone in a style with t = 1: options, min, max → N; implied; I: allowed sums, ascending; sumProof: whether a sum proof is present; P, Q, length of 05.3.3",
  ballots:
    "all are right. election: index; style, seq, set; x, X; seed; choices: for each contest of the style a vote for every option; r: nonces of 05.1.2, one for each ciphertext; c: challenge of 05.2.5; ballot: bytes of 05.3.1; trackerHash, tracker of 05.5.1",
  refused: REFUSED_FIELDS,
  trackers:
    "a second device's challenge (05.5.2): from seed, X, seq, style and choices it recomputes `recomputed`; expect: SAME if that is the shown `tracker`, else DIFFERENT, or CHOICES_INVALID if the choices break the bounds",
  aggregates:
    "sums of the ciphertexts of the given ballots, all right and of `style`, as A ‖ Bσ for each encrypted option (08.1.1); counts: what they open to under secretKey",
};

function electionVector(sketch: ManifestSketch): (scene: Scene) => object {
  return ({ context, secretKey }) => ({
    electionId: toHex(context.electionId),
    Y: toHex(context.keyBytes),
    secretKey: toHex(encodeScalar(secretKey)),
    t: context.manifest.issuers.active.length,
    revoteMax: context.manifest.revoteMax,
    contests: sketch.contests,
    styles: context.manifest.styles.map(({ id, contests }) => ({ id, contests })),
  });
}

function shapeVector([options, min, max]: readonly [number, number, number]): object {
  const { context } = sceneOf({ contests: [{ options, min, max }] });
  const shape = ballotShape(context.manifest, 0);
  const contest = shape.contests[0];
  const [least, most] = [contest?.leastSum ?? 0, contest?.mostSum ?? 0];
  return {
    options,
    min,
    max,
    N: contest?.encrypted,
    implied: contest?.implied,
    I: Array.from({ length: most - least + 1 }, (_, i) => least + i),
    sumProof: contest?.hasSumProof,
    P: shape.points,
    Q: shape.scalars,
    length: shape.length,
  };
}

function ballotVector(scene: Scene, [name, style, choices, changes = {}]: Cast): object {
  const { seq = 0, set = 0 } = changes;
  const seed = scene.randomBytes(32);
  const { ballot, bytes, tracker, trackerHash } = castOf(scene, choices, { style, seq, set, seed });
  const { shape, credential } = ballot;
  const votes = expectOk(encryptedVotes(shape, choices), "choices");
  const { nonces } = encryptVotes(scene.context, { shape, credential, seq, seed }, votes);
  return {
    name,
    election: 0,
    style,
    seq,
    set,
    x: toHex(encodeScalar(scene.x)),
    X: toHex(credential),
    seed: toHex(seed),
    choices,
    r: nonces.map((r) => toHex(encodeScalar(r))),
    c: toHex(encodeScalar(ballotChallenge(scene.context, ballot))),
    ballot: toHex(bytes),
    trackerHash: toHex(trackerHash),
    tracker,
  };
}

function trackerVectors(scene: Scene): readonly object[] {
  const seed = scene.randomBytes(32);
  const choices: Choices = [marked(2, 1), [0, 1, 0]];
  const { tracker, credential } = castOf(scene, choices, { style: 6, seq: 1, seed });
  const shown = { style: 6, seq: 1, seed, credential, choices };
  const cases: readonly (readonly [string, Partial<typeof shown>])[] = [
    ["as encrypted", {}],
    ["another choice", { choices: [marked(2, 1), [0, 0, 1]] }],
    [
      "the implied option for the encrypted one",
      {
        choices: [
          [0, 1],
          [0, 1, 0],
        ],
      },
    ],
    ["another seed", { seed: new Uint8Array(32) }],
    ["another seq", { seq: 2 }],
    ["the other style of the same contests", { style: 7 }],
    ["another credential", { credential: encodePoint(scene.context.key) }],
    ["one choice too many", { choices: [marked(2, 2), [0, 1, 0]] }],
  ];
  return cases.map(([name, changes]) => {
    const request = { ...shown, ...changes };
    const result = recomputeTracker(scene.context, request);
    const found = result.ok ? result.value.tracker : undefined;
    const { style, seq } = request;
    return {
      name,
      election: 0,
      style,
      seq,
      X: toHex(request.credential),
      seed: toHex(request.seed),
      choices: request.choices,
      tracker,
      ...(found !== undefined && { recomputed: found }),
      expect: found === undefined ? "CHOICES_INVALID" : found === tracker ? "SAME" : "DIFFERENT",
    };
  });
}

/** Sums over the ballots of a style among CASTS, made again from the same choices. */
function aggregateVector(scene: Scene, style: number): object {
  const ballots = CASTS.flatMap(([, of], i) => (of === style ? [i] : []));
  const shape = ballotShape(scene.context.manifest, style);
  const counts = Array.from({ length: shape.ciphertexts }, () => 0);
  const added: CiphertextList[] = [];
  const bytes = ballots.map((i) => {
    const [, , choices] = CASTS[i] as Cast;
    const cast = castOf(scene, choices, { style });
    added.push(ciphertextsOf(decoded(scene.context, cast.bytes)));
    expectOk(encryptedVotes(shape, choices), "choices").forEach((vote, j) => {
      counts[j] = (counts[j] as number) + vote;
    });
    return toHex(cast.bytes);
  });
  return {
    election: 0,
    style,
    ballots: bytes,
    aggregates: toHex(countBallots(createKernel(), undefined, { added, replaced: [] })),
    counts,
  };
}
