import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodeCiphertext, hashToScalar, verifyStatement } from "@veche/crypto";
import {
  add,
  addScalars,
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  invertScalar,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  negateScalar,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import type { Election } from "../manifest/types.ts";
import { type BallotContext, ballotChallenge, ballotContext } from "./context.ts";
import { type Ballot, decodeBallot } from "./decode.ts";
import { encodeBallot } from "./parts.ts";
import { ballotStatement } from "./statement.ts";
import { castOf, decoded, marked, sceneOf, verdictsOf } from "./testing/scene.ts";
import { verifyBallot } from "./verify.ts";

const scene = sceneOf(
  {
    contests: [
      { options: 3, min: 1, max: 1 },
      { options: 2, min: 0, max: 2 },
    ],
    styles: [
      [0, 1],
      [0, 1],
    ],
  },
  "statement",
);
const { context, randomBytes } = scene;
const { bytes, ballot } = castOf(scene, [marked(3, 1), marked(2, 1)], { seq: 1 });
const { shape } = ballot;

const CREDENTIAL_AT = 6;
const CIPHERTEXTS_AT = 38 + 256;
const COMMITMENTS_AT = CIPHERTEXTS_AT + 64 * shape.ciphertexts;
const RESPONSES_AT = COMMITMENTS_AT + 32 * shape.commitments;

function isRefused(other: BallotContext, changed: Ballot): boolean {
  const single = verifyBallot(other, changed);
  const [verdict] = verdictsOf(other, [changed, ballot].map(encodeBallot), randomBytes);
  assert.equal(verdict, single ? "RIGHT" : "PROOF_INVALID");
  return !single;
}

const patched = (at: number, patch: Bytes): Ballot =>
  decoded(context, concat(bytes.subarray(0, at), patch, bytes.subarray(at + patch.length)));

const elementAt = (at: number): Bytes => bytes.subarray(at, at + 32);
const movedPoint = (at: number): Bytes => encodePoint(add(decodePoint(elementAt(at)) as Point, BASE));
const movedScalar = (at: number): Bytes =>
  encodeScalar(addScalars(decodeScalar(elementAt(at)) as Scalar, 1n));

const places = (from: number, to: number): number[] =>
  Array.from({ length: (to - from) / 32 }, (_, i) => from + 32 * i);

test("positive control: the ballot whose fields the next tests change is right", () => {
  assert.ok(!isRefused(context, ballot));
});

test("L3, L6 the proof belongs to one electionId", () => {
  const election: Election = { electionId: randomBytes(32), manifest: context.manifest };
  assert.ok(isRefused(ballotContext(election, context.key), ballot));
  const electionId = context.electionId.slice();
  electionId[31] = (electionId[31] as number) ^ 1;
  assert.ok(isRefused(ballotContext({ ...election, electionId }, context.key), ballot));
});

test("L3, L9 the proof belongs to one ballot style, even among styles of the same contests", () => {
  const moved = patched(1, new Uint8Array([0, 1]));
  assert.equal(moved.style, 1);
  assert.ok(isRefused(context, moved));
});

test("L3 the proof belongs to one election key", () => {
  assert.ok(isRefused(ballotContext(context, add(context.key, BASE)), ballot));
  // The key is also under the challenge, not only in the equations.
  const other = ballotContext(context, add(context.key, BASE));
  assert.notEqual(ballotChallenge(other, ballot), ballotChallenge(context, ballot));
});

test("L3, L6 the proof belongs to one credential", () => {
  assert.ok(isRefused(context, patched(CREDENTIAL_AT, movedPoint(CREDENTIAL_AT))));
});

test("L3, A13 the proof belongs to one seq: an old ballot cannot be given a new number", () => {
  for (const seq of [0, 2, 255]) assert.ok(isRefused(context, patched(3, new Uint8Array([seq]))));
});

test("L3 each point of each ciphertext is bound", () => {
  for (const at of places(CIPHERTEXTS_AT, COMMITMENTS_AT)) {
    assert.ok(isRefused(context, patched(at, movedPoint(at))), `at ${at}`);
  }
});

test("L3 each commitment is bound, that of x included", () => {
  for (const at of places(COMMITMENTS_AT, RESPONSES_AT)) {
    assert.ok(isRefused(context, patched(at, movedPoint(at))), `at ${at}`);
  }
});

test("L3 each challenge and response is bound, that of x included", () => {
  for (const at of places(RESPONSES_AT, bytes.length)) {
    assert.ok(isRefused(context, patched(at, movedScalar(at))), `at ${at}`);
    assert.ok(isRefused(context, patched(at, new Uint8Array(32))), `zero at ${at}`);
  }
});

test("L3 every field alone changes the challenge", () => {
  const flip = (field: Bytes): Bytes => field.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
  const challenges = [
    ballotChallenge(context, ballot),
    ballotChallenge({ ...context, electionId: flip(context.electionId) }, ballot),
    ballotChallenge({ ...context, keyBytes: flip(context.keyBytes) }, ballot),
    ballotChallenge(context, { ...ballot, shape: { ...shape, styleId: "style-00" } }),
    ballotChallenge(context, { ...ballot, credential: flip(ballot.credential) }),
    ballotChallenge(context, { ...ballot, seq: 0 }),
    ballotChallenge(context, { ...ballot, ciphertextBytes: flip(ballot.ciphertextBytes) }),
    ballotChallenge(context, { ...ballot, commitmentBytes: flip(ballot.commitmentBytes) }),
    // A byte that moves from one list to the next is another statement, too.
    ballotChallenge(context, {
      ...ballot,
      ciphertextBytes: ballot.ciphertextBytes.subarray(0, -32),
      commitmentBytes: concat(ballot.ciphertextBytes.subarray(-32), ballot.commitmentBytes),
    }),
  ];
  assert.equal(new Set(challenges).size, challenges.length);
});

const yes = sceneOf({ contests: [{ options: 2, min: 1, max: 1 }] }, "weak");

/**
 * With a challenge over the commitments alone the ciphertext can be chosen last: b_0 = w·Y + t·B, c_1 = 0 and
 * v = −t/c is a "vote" of some 2^252, so that the sum can never be opened.
 */
function forgeAfterChallenge(challengeOf: (commitmentBytes: Bytes) => Scalar): Ballot {
  const honest = castOf({ ...yes, context: { ...context, manifest: yes.context.manifest } }, [
    marked(2, 1),
  ]).ballot;
  const draw = (): Scalar => randomScalar(randomBytes);
  const [r, t, w, k0, k1] = [draw(), draw(), draw(), draw(), draw()];
  const key = context.key;
  const commitments = [
    multiplyBase(k0),
    add(multiplyPublic(key, k0), multiplyBase(t)),
    multiplyBase(k1),
    multiplyPublic(key, k1),
    multiplyBase(w),
  ];
  const commitmentBytes = concat(...commitments.map(encodePoint));
  const c = challengeOf(commitmentBytes);
  const vote = multiplyScalars(negateScalar(t), invertScalar(c));
  const ciphertext = { alpha: multiplyBase(r), beta: add(multiplyBase(vote), multiplyPublic(key, r)) };
  const responses = [c, addScalars(k0, multiplyScalars(c, r)), k1, addScalars(w, multiplyScalars(c, yes.x))];
  const forged = encodeBallot({
    ...honest,
    ciphertextBytes: encodeCiphertext(ciphertext),
    commitmentBytes,
    responseBytes: concat(...responses.map(encodeScalar)),
  });
  const result = decodeBallot(forged, yes.context.manifest);
  assert.ok(result.ok);
  return result.value;
}

test("L3 a challenge over the commitments alone would accept a vote that can never be counted; ours refuses it", () => {
  const weak = (commitmentBytes: Bytes): Scalar => hashToScalar("ballot", commitmentBytes);
  const forged = forgeAfterChallenge(weak);
  const weakly = (subject: Ballot): boolean => {
    const statement = ballotStatement(context, subject, ({ commitmentBytes }) => weak(commitmentBytes));
    return statement !== undefined && verifyStatement(statement);
  };
  assert.equal(weakly(forged), true, "the attack works against the weak challenge");
  assert.equal(verifyBallot(context, forged), false);
  const own = { ...context, manifest: yes.context.manifest };
  assert.deepEqual(verdictsOf(own, [encodeBallot(forged)], randomBytes), ["PROOF_INVALID"]);
});
