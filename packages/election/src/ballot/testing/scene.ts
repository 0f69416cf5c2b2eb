/** What the ballot's tests share: elections of any shape, seeded randomness, voters. */
import { type Bytes, concat, expectOk, type RandomBytes, sha256, sha512, u32, utf8 } from "@veche/base";
import { encodePoint, multiplyBase, randomScalar, type Scalar } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import fc from "fast-check";
import type { BallotStyle, Contest, Election, Manifest } from "../../manifest/types.ts";
import type { Choices } from "../choices.ts";
import { type BallotContext, ballotContext } from "../context.ts";
import { type Ballot, decodeBallot } from "../decode.ts";
import { type BallotRequest, type EncryptedBallot, encryptBallot } from "../encrypt.ts";
import { type VotingVerdict, verifyVoting } from "../verify.ts";

/** Randomness that is the same in every run: SHA-512 of the seed and a counter. */
export function seeded(seed: string): RandomBytes {
  let block = 0;
  let rest: Bytes = new Uint8Array(0);
  return (length) => {
    const parts = [rest];
    for (let have = rest.length; have < length; have += 64) {
      parts.push(sha512(concat(utf8(seed), u32(block++))));
    }
    const all = concat(...parts);
    rest = all.slice(length);
    return all.slice(0, length);
  };
}

export type ContestBounds = { readonly options: number; readonly min: number; readonly max: number };

const text = { en: "t", ru: "т" };
const NO_BYTES = new Uint8Array(32);

const contestOf = ({ options, min, max }: ContestBounds, index: number): Contest => ({
  id: `contest-${index}`,
  max,
  min,
  options: Array.from({ length: options }, (_, j) => ({ id: `option-${j}`, title: text })),
  proof: "disjunctive",
  title: text,
});

const styleOf = (contests: readonly number[], index: number): BallotStyle => ({
  castEnds: 4_000_000,
  contests,
  district: `district-${index}`,
  id: `style-${index}`,
  issueEnds: 3_000_000,
  latestEnd: 5_000_000,
  opens: 1_000_000,
  portalEnds: 2_000_000,
  tick: 0,
  title: text,
});

export type ManifestSketch = {
  readonly contests: readonly ContestBounds[];
  /** Contests of each style; by default one style with all. */
  readonly styles?: readonly (readonly number[])[];
  readonly issuers?: number;
  readonly revoteMax?: number;
  readonly nonce?: number;
};

/** Only what ballots depend on is of interest; keys and times are placeholders. */
export function manifestOf(sketch: ManifestSketch): Manifest {
  const { contests, issuers = 1, revoteMax = 3, nonce = 0 } = sketch;
  const styles = sketch.styles ?? [contests.map((_, i) => i)];
  return {
    veche: 1,
    kind: "test",
    engine: "embedded",
    nonce: new Uint8Array(32).fill(nonce),
    origin: "ballots.example",
    title: text,
    genesis: { organisations: [], quorum: 1 },
    commission: { members: [], quorum: 1 },
    trustees: { members: [], quorum: 2, stepSeconds: 1 },
    registrar: { issueKey: NO_BYTES, key: NO_BYTES, name: "registrar" },
    issuers: { active: Array.from({ length: issuers }, (_, i) => i + 1), members: [] },
    validators: [],
    witnesses: { members: [], quorum: 0 },
    contests: contests.map(contestOf),
    styles: styles.map(styleOf),
    tallyNotBefore: 5_000_000,
    revoteMax,
    minimumGroup: 1,
    tiny: "publish",
  };
}

export function electionOf(sketch: ManifestSketch): Election {
  return { electionId: sha256(utf8(JSON.stringify(sketch))), manifest: manifestOf(sketch) };
}

/** An election, its secret key and a voter with a token (of no meaning: tokens are not judged here). */
export type Scene = {
  readonly context: BallotContext;
  readonly secretKey: Scalar;
  readonly x: Scalar;
  readonly token: readonly Bytes[];
  readonly randomBytes: RandomBytes;
};

export function sceneOf(sketch: ManifestSketch, name = "scene"): Scene {
  const randomBytes = seeded(name);
  const secretKey = randomScalar(randomBytes);
  const context = ballotContext(electionOf(sketch), multiplyBase(secretKey));
  const token = context.manifest.issuers.active.map(() => randomBytes(256));
  return { context, secretKey, x: randomScalar(randomBytes), token, randomBytes };
}

/** The scene with another voter. */
export const anotherVoter = (scene: Scene): Scene => ({ ...scene, x: randomScalar(scene.randomBytes) });

export const credentialOf = ({ x }: Scene): Bytes => encodePoint(multiplyBase(x));

export function requestOf(
  scene: Scene,
  choices: Choices,
  changes: Partial<BallotRequest> = {},
): BallotRequest {
  const { x, token, randomBytes } = scene;
  return { style: 0, seq: 0, set: 0, x, token, choices, seed: randomBytes(32), ...changes };
}

export function castOf(
  scene: Scene,
  choices: Choices,
  changes: Partial<BallotRequest> = {},
): EncryptedBallot & { readonly ballot: Ballot } {
  const request = requestOf(scene, choices, changes);
  const encrypted = expectOk(encryptBallot(scene.context, request, scene.randomBytes), "encrypt");
  return { ...encrypted, ballot: decoded(scene.context, encrypted.bytes) };
}

export const decoded = (context: BallotContext, bytes: Bytes): Ballot =>
  expectOk(decodeBallot(bytes, context.manifest), "decode");

const kernel = createKernel();

/** Verdicts of ballots that are verified in one batch. */
export const verdictsOf = (
  context: BallotContext,
  ballots: readonly Bytes[],
  randomBytes: RandomBytes,
): readonly VotingVerdict[] =>
  verifyVoting(
    kernel,
    ballots.map((ballot) => ({ kind: "ballot", context, ballot })),
    randomBytes,
  ).map(({ verdict }) => verdict);

/** The first `marks` options of `options` chosen. */
export const marked = (options: number, marks: number): readonly (0 | 1)[] =>
  Array.from({ length: options }, (_, j) => (j < marks ? 1 : 0));

export const anyBounds: fc.Arbitrary<ContestBounds> = fc
  .integer({ min: 1, max: 4 })
  .chain((options) =>
    fc
      .tuple(fc.constant(options), fc.integer({ min: 0, max: options }), fc.integer({ min: 1, max: options }))
      .map(([n, a, b]) => ({ options: n, min: Math.min(a, b), max: Math.max(a, b) })),
  )
  // §02.2.7: min = max needs two options.
  .filter(({ options, min, max }) => min < max || options >= 2);

/** Choices within the bounds of every contest. */
export const anyChoices = (contests: readonly ContestBounds[]): fc.Arbitrary<Choices> =>
  fc.tuple(
    ...contests.map(({ options, min, max }) =>
      fc
        .shuffledSubarray(
          Array.from({ length: options }, (_, j) => j),
          { minLength: min, maxLength: max },
        )
        .map((chosen) => Array.from({ length: options }, (_, j) => (chosen.includes(j) ? 1 : 0) as 0 | 1)),
    ),
  );
