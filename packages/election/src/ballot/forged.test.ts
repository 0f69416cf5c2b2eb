import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes } from "@veche/base";
import { type Equation, type Statement, verifyStatement } from "@veche/crypto";
import {
  addScalars,
  decodeScalar,
  encodePoint,
  encodeScalar,
  multiplyBase,
  multiplyScalars,
  negateScalar,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { ballotChallenge, ballotContext } from "./context.ts";
import type { Ballot } from "./decode.ts";
import { encodeBallot } from "./parts.ts";
import { ballotStatement } from "./statement.ts";
import { type Forgery, forge, scalarOf } from "./testing/forger.ts";
import {
  anotherVoter,
  type ContestBounds,
  castOf,
  decoded,
  marked,
  type Scene,
  sceneOf,
  verdictsOf,
} from "./testing/scene.ts";
import { verifyBallot } from "./verify.ts";

const sceneFor = (...contests: readonly ContestBounds[]): Scene => sceneOf({ contests }, "forged");

/** Refused alone and in a batch, where the honest ballot beside it keeps its verdict. */
function assertRefused(scene: Scene, bytes: Bytes, honest: Bytes, name: string): void {
  const verdicts = verdictsOf(scene.context, [honest, bytes], scene.randomBytes);
  assert.deepEqual(verdicts, ["RIGHT", "PROOF_INVALID"], name);
  assert.equal(verifyBallot(scene.context, decoded(scene.context, bytes)), false, name);
}

/** How many of the ballot's equations fail: the fewer, the better the forger. */
function failing(scene: Scene, bytes: Bytes): number {
  const statement = ballotStatement(scene.context, decoded(scene.context, bytes)) as Statement;
  const alone = (equation: Equation): Statement => ({ ...statement, equations: [equation] });
  return statement.equations.filter((equation) => !verifyStatement(alone(equation))).length;
}

test("positive control: the forger's ballot is right when it tells the truth", () => {
  const scene = sceneFor({ options: 4, min: 1, max: 2 });
  const ballots = [
    [1, 0, 0, 0],
    [0, 1, 0, 1],
  ].map((votes) => forge(scene, { votes }));
  assert.deepEqual(verdictsOf(scene.context, ballots, scene.randomBytes), ["RIGHT", "RIGHT"]);
});

/** Bounds, true votes of the ciphertexts, what is wrong. Claims are the nearest allowed ones. */
const FORGED: readonly (readonly [string, ContestBounds, readonly number[]])[] = [
  ["two marks in one of three", { options: 3, min: 1, max: 1 }, [1, 1]],
  ["all marks in one of four", { options: 4, min: 1, max: 1 }, [1, 1, 1]],
  ["three marks in one or two of four", { options: 4, min: 1, max: 2 }, [1, 1, 1, 0]],
  ["every option of an election with one allowed", { options: 5, min: 0, max: 1 }, [1, 1, 1, 1, 1]],
  ["no mark below a minimum of one", { options: 3, min: 1, max: 3 }, [0, 0, 0]],
  ["one mark below a minimum of two", { options: 4, min: 2, max: 3 }, [1, 0, 0, 0]],
  [
    "no encrypted mark where two of four are due, one of them implied",
    { options: 4, min: 2, max: 2 },
    [0, 0, 0],
  ],
  ["one mark fewer where all are due", { options: 3, min: 3, max: 3 }, [1, 0]],
  ["nothing where both of two are due", { options: 2, min: 2, max: 2 }, [0]],
  ["2 in a yes/no question", { options: 2, min: 1, max: 1 }, [2]],
  ["1000 in a yes/no question", { options: 2, min: 1, max: 1 }, [1000]],
  ["−1 in a yes/no question", { options: 2, min: 1, max: 1 }, [-1]],
  ["1000 in an approval", { options: 2, min: 0, max: 2 }, [0, 1000]],
  ["−1 in an approval", { options: 2, min: 0, max: 2 }, [-1, 1]],
  ["2 and −1, whose sum is allowed", { options: 3, min: 1, max: 1 }, [2, -1]],
  ["1000 and −999, whose sum is allowed", { options: 4, min: 1, max: 2 }, [1000, -999, 0, 0]],
];

for (const [name, bounds, votes] of FORGED) {
  test(`L2 refused: ${name}`, () => {
    const scene = sceneFor(bounds);
    const honest = castOf(scene, [marked(bounds.options, bounds.max)]).bytes;
    const bytes = forge(scene, { votes });
    assertRefused(scene, bytes, honest, name);
    assert.ok(failing(scene, bytes) >= 1);
  });
}

test("L2 an overvote fails in the sum's equations alone: no other would notice", () => {
  const scene = sceneFor({ options: 3, min: 1, max: 1 });
  const bytes = forge(scene, { votes: [1, 1] });
  assert.equal(failing(scene, bytes), 2);
});

test("L2 whatever value the false proof claims, it is refused", () => {
  const scene = sceneFor({ options: 4, min: 1, max: 2 });
  const honest = castOf(scene, [marked(4, 1)]).bytes;
  const claims: readonly Forgery["claims"][] = [
    [1, 1, 1, 0, 1],
    [1, 1, 1, 0, 2],
    [1, 1, 0, 0, 2],
  ];
  for (const claim of claims) {
    const bytes = forge(scene, { votes: [1, 1, 1, 0], ...(claim && { claims: claim }) });
    assertRefused(scene, bytes, honest, `claims ${claim}`);
  }
});

const mixed = sceneOf(
  {
    contests: [
      { options: 2, min: 0, max: 2 },
      { options: 2, min: 0, max: 2 },
    ],
    styles: [[0, 1], [0], [1]],
  },
  "mixed",
);
const honestMixed = castOf(mixed, [
  [1, 0],
  [0, 1],
]);

/** Exchanges two pieces of equal length. */
function swapped(bytes: Bytes, one: number, other: number, length: number): Bytes {
  const out = bytes.slice();
  out.set(bytes.subarray(one, one + length), other);
  out.set(bytes.subarray(other, other + length), one);
  return out;
}

const CIPHERTEXTS_AT = 38 + 256;
const COMMITMENTS_AT = CIPHERTEXTS_AT + 4 * 64;
const RESPONSES_AT = COMMITMENTS_AT + 4 * 128 + 32;

/** Ciphertext i with its proof in the place of ciphertext j, and the other way round. */
function exchanged(bytes: Bytes, i: number, j: number): Bytes {
  const ciphertexts = swapped(bytes, CIPHERTEXTS_AT + 64 * i, CIPHERTEXTS_AT + 64 * j, 64);
  const commitments = swapped(ciphertexts, COMMITMENTS_AT + 128 * i, COMMITMENTS_AT + 128 * j, 128);
  return swapped(commitments, RESPONSES_AT + 96 * i, RESPONSES_AT + 96 * j, 96);
}

test("L2 swapped proofs are refused: bit proofs of two ciphertexts, branches, challenge and response", () => {
  const { bytes } = honestMixed;
  const cases: readonly (readonly [string, Bytes])[] = [
    [
      "proofs without their ciphertexts",
      swapped(swapped(bytes, COMMITMENTS_AT, COMMITMENTS_AT + 128, 128), RESPONSES_AT, RESPONSES_AT + 96, 96),
    ],
    ["ciphertexts without their proofs", swapped(bytes, CIPHERTEXTS_AT, CIPHERTEXTS_AT + 64, 64)],
    ["the two branches' commitments", swapped(bytes, COMMITMENTS_AT, COMMITMENTS_AT + 64, 64)],
    ["the two branches' responses", swapped(bytes, RESPONSES_AT + 32, RESPONSES_AT + 64, 32)],
    ["a challenge and a response", swapped(bytes, RESPONSES_AT, RESPONSES_AT + 32, 32)],
    ["α and β", swapped(bytes, CIPHERTEXTS_AT, CIPHERTEXTS_AT + 32, 32)],
  ];
  for (const [name, forged] of cases) {
    assert.ok(!equalBytes(forged, bytes), name);
    assertRefused(mixed, forged, bytes, name);
  }
});

test("L2 votes with their proofs do not move to another option or to another contest", () => {
  const { bytes } = honestMixed;
  assertRefused(mixed, exchanged(bytes, 0, 1), bytes, "another option of the contest");
  assertRefused(mixed, exchanged(bytes, 0, 2), bytes, "an option of the other contest");
});

test("L2, L9 a ballot of one contest is none of the other, though both have the same form", () => {
  const one = castOf(mixed, [[1, 0]], { style: 1 });
  const moved = concat(one.bytes.subarray(0, 1), new Uint8Array([0, 2]), one.bytes.subarray(3));
  assertRefused(mixed, moved, one.bytes, "the ballot of style 1 in style 2");
});

test("L6 a copied ballot is refused: another credential, with a proof of knowing its own x", () => {
  const scene = sceneFor({ options: 3, min: 1, max: 1 });
  const victim = castOf(scene, [marked(3, 1)]).ballot;
  const copyist = anotherVoter(scene);
  const credential = encodePoint(multiplyBase(copyist.x));
  const plain = encodeBallot({ ...victim, credential });
  assertRefused(scene, plain, encodeBallot(victim), "X exchanged");
  // The copyist proves its own x under the challenge that the exchanged X gives.
  const w = randomScalar(scene.randomBytes);
  const commitmentBytes = concat(victim.commitmentBytes.subarray(0, -32), encodePoint(multiplyBase(w)));
  const copy = { ...victim, credential, commitmentBytes };
  const challenge = ballotChallenge(scene.context, copy);
  const z = addScalars(w, multiplyScalars(challenge, copyist.x));
  const responseBytes = concat(victim.responseBytes.subarray(0, -32), encodeScalar(z));
  const bytes = encodeBallot({ ...copy, responseBytes });
  assertRefused(scene, bytes, encodeBallot(victim), "X exchanged and proved");
  const statement = ballotStatement(scene.context, decoded(scene.context, bytes)) as Statement;
  const knowledge = { ...statement, equations: statement.equations.slice(0, 1) };
  assert.ok(verifyStatement(knowledge), "the knowledge of x is right");
});

test("⚔ whoever has not the x of a public credential fails at the ballot's first equation", () => {
  const scene = sceneFor({ options: 2, min: 1, max: 1 });
  const firstHolds = (bytes: Bytes): boolean => {
    const statement = ballotStatement(scene.context, decoded(scene.context, bytes)) as Statement;
    return verifyStatement({ ...statement, equations: statement.equations.slice(0, 1) });
  };
  const honest = castOf(scene, [marked(2, 1)]).bytes;
  assert.ok(firstHolds(honest) && firstHolds(forge(scene, { votes: [2] })), "control: with x it holds");
  const { credential } = decoded(scene.context, honest);
  const own = decoded(scene.context, forge(anotherVoter(scene), { votes: [1] }));
  const inTheirName = [
    encodeBallot({ ...own, credential }),
    encodeBallot({ ...decoded(scene.context, honest), seq: 1 }),
    forge(scene, { votes: [1], slip: () => 1n }),
  ];
  for (const bytes of inTheirName) assert.ok(!firstHolds(bytes));
  const verdicts = verdictsOf(scene.context, [honest, ...inTheirName], scene.randomBytes);
  assert.deepEqual(verdicts, ["RIGHT", ...inTheirName.map(() => "PROOF_INVALID")]);
});

test("L6 a ballot of another election is refused, even under the same key", () => {
  const scene = sceneFor({ options: 2, min: 1, max: 1 });
  const { ballot } = castOf(scene, [marked(2, 1)]);
  const electionId = scene.randomBytes(32);
  const other = ballotContext({ electionId, manifest: scene.context.manifest }, scene.context.key);
  assert.equal(verifyBallot(other, ballot), false);
  assert.deepEqual(verdictsOf(other, [encodeBallot(ballot)], scene.randomBytes), ["PROOF_INVALID"]);
});

test("A14 with one coefficient a ballot, a yes/no ballot of a thousand votes would pass; ours refuses it", () => {
  const scene = sceneFor({ options: 2, min: 1, max: 1 });
  const honest = castOf(scene, [marked(2, 1)]).ballot;
  // The bit proof claims 1 for 1000: its equations of β are wrong by c_u·999·B, together by c·999·B, which the
  // free response z of the knowledge of x takes back.
  const slip = (challenge: Scalar): Scalar => multiplyScalars(challenge, scalarOf(999));
  const forged = decoded(scene.context, forge(scene, { votes: [1000], claims: [1], slip }));
  const statements = (ballots: readonly Ballot[]): Statement[] =>
    ballots.map((ballot) => ballotStatement(scene.context, ballot) as Statement);
  assert.equal(oneCoefficientEach(statements([honest, forged]), scene), true, "the attack works");
  const clumsy = decoded(scene.context, forge(scene, { votes: [1000] }));
  assert.equal(oneCoefficientEach(statements([honest, clumsy]), scene), false, "it verifies at all");
  const bytes = [honest, forged, honest].map(encodeBallot);
  const verdicts = verdictsOf(scene.context, bytes, scene.randomBytes);
  assert.deepEqual(verdicts, ["RIGHT", "PROOF_INVALID", "RIGHT"]);
  assert.equal(verifyBallot(scene.context, forged), false);
});

/** A batch verifier as it must not be. */
function oneCoefficientEach(statements: readonly Statement[], { randomBytes }: Scene): boolean {
  return statements.every(({ points, sums, equations }) => {
    const coefficient = randomScalar(randomBytes);
    const added = {
      points: equations.flatMap((one) => one.points),
      scalars: equations.flatMap((one) => one.scalars.map((scalar) => multiplyScalars(coefficient, scalar))),
    };
    return verifyStatement({ points, sums, equations: [added] });
  });
}

test("A14 two ballots whose errors cancel each other are both refused", () => {
  const scene = sceneFor({ options: 2, min: 1, max: 1 });
  const { ballot } = castOf(scene, [marked(2, 1)]);
  const z = decodeScalar(ballot.responseBytes.subarray(-32)) as Scalar;
  const shifted = (by: Scalar): Bytes => {
    const responseBytes = concat(ballot.responseBytes.subarray(0, -32), encodeScalar(addScalars(z, by)));
    return encodeBallot({ ...ballot, responseBytes });
  };
  const pair = [shifted(5n), shifted(negateScalar(5n))];
  assert.deepEqual(verdictsOf(scene.context, pair, scene.randomBytes), ["PROOF_INVALID", "PROOF_INVALID"]);
});
