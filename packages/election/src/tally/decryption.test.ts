import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, expectOk } from "@veche/base";
import { proveEquality } from "@veche/crypto";
import { add, BASE, encodePoint, IDENTITY, multiply, type Point, randomScalar } from "@veche/group";
import fc from "fast-check";
import { encodeAggregates } from "../ballot/aggregate.ts";
import { encodePoints } from "../ceremony/points.ts";
import { flipped, TOO_LARGE } from "../ceremony/testing/ceremony.ts";
import { tallyOf } from "./closed.ts";
import { combine } from "./combine.ts";
import {
  type Decryption,
  type DecryptionBody,
  type DecryptionTask,
  decryptionStatement,
  verifyDecryption,
} from "./decryption.ts";
import { encodeResult } from "./result.ts";
import {
  closedScene,
  decryptionBody,
  decryptionOf,
  keptBy,
  kernel,
  type Scene,
  shareKey,
  signedBy,
} from "./testing/closed.ts";

const scene = closedScene({
  contests: [
    { options: 3, min: 0, max: 2 },
    { options: 2, min: 1, max: 1 },
  ],
  styles: [[0, 1], [1]],
  votes: [
    { ballots: 12, counts: [5, 7, 0, 4] },
    { ballots: 30, counts: [30] },
  ],
  alive: [1, 2, 3, 4, 5],
  quorum: 3,
});
const { groups, aggregates } = tallyOf(scene.closed);
const decryptions = [...scene.closed.alive].map((j) => decryptionOf(scene, j));
const of = (trustee: number): Decryption => decryptions[trustee - 1] as Decryption;
const body = decryptionBody(scene, 2);

const combined = (some: readonly Decryption[]): Bytes | string => {
  const result = combine(kernel, scene.closed.election, groups, encodeAggregates(aggregates), some);
  return result.ok ? encodeResult(result.value) : result.error.code;
};

const verdictOf = (
  changed: Partial<DecryptionBody>,
  task: DecryptionTask = scene.task,
  key: Point = shareKey(scene, 2),
): unknown => {
  const verdict = verifyDecryption(kernel, task, { ...body, ...changed }, encodePoint(key));
  return verdict.ok || verdict.error.code;
};

test("§08.5.1 the counts are those that were cast, the implied option included", () => {
  const result = expectOk(
    combine(kernel, scene.closed.election, groups, encodeAggregates(aggregates), [of(1), of(4), of(5)]),
    "result",
  );
  assert.deepEqual(result.contests, [
    { ballots: 12, contest: 0, groups: [{ ballots: 12, counts: [5, 7, 0], styles: [0] }], status: "counted" },
    {
      ballots: 42,
      contest: 1,
      groups: [
        { ballots: 12, counts: [4, 8], styles: [0] },
        { ballots: 30, counts: [30, 0], styles: [1] },
      ],
      status: "counted",
    },
  ]);
});

test("L16 lost trustees: every k of n give the same result, in any order; k − 1 give none", () => {
  const expected = combined([of(1), of(2), of(3)]);
  assert.notEqual(typeof expected, "string");
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 0, maxLength: 5 }), (some) => {
      const result = combined(some.map(of));
      assert.deepEqual(result, some.length >= 3 ? expected : "DECRYPTIONS_TOO_FEW");
    }),
    { numRuns: 40 },
  );
});

test("P8 k − 1 decryptions with the weights of k − 1 open nothing", () => {
  const fewer = { ...scene.closed.election.manifest, trustees: { members: [], quorum: 2, stepSeconds: 1 } };
  const election = { ...scene.closed.election, manifest: fewer };
  const result = combine(kernel, election, groups, encodeAggregates(aggregates), [of(1), of(2)]);
  assert.equal(result.ok || result.error.code, "COUNT_IMPOSSIBLE");
});

test("§08.5.1 a trustee who decrypts twice counts once", () => {
  assert.equal(combined([of(1), of(1), of(2)]), "DECRYPTIONS_TOO_FEW");
  assert.deepEqual(combined([of(1), of(1), of(2), of(3)]), combined([of(1), of(2), of(3)]));
});

test("L3 a decryption binds election, head, trustee, key, aggregates and points", () => {
  assert.equal(verdictOf({}), true);
  assert.equal(verdictOf({ trustee: 3 }), "DECRYPTION_PROOF");
  assert.equal(verdictOf({}, scene.task, shareKey(scene, 3)), "DECRYPTION_PROOF");
  assert.equal(
    verdictOf({}, { ...scene.task, electionId: flipped(scene.task.electionId, 9) }),
    "DECRYPTION_PROOF",
  );
  assert.equal(verdictOf({}, { ...scene.task, head: flipped(scene.task.head, 500) }), "DECRYPTION_PROOF");
  const swapped = encodeAggregates([...aggregates].reverse());
  assert.equal(verdictOf({}, { ...scene.task, aggregates: swapped }), "DECRYPTION_PROOF");
  assert.equal(verdictOf({ proof: flipped(body.proof, 1) }), "DECRYPTION_PROOF");
  assert.equal(
    verdictOf({ points: concat(body.points.subarray(32), body.points.subarray(0, 32)) }),
    "DECRYPTION_PROOF",
  );
  assert.equal(verdictOf({ points: decryptionBody(scene, 3).points }), "DECRYPTION_PROOF");
});

test("§08.4.1 points that do not decode, or are too few or too many, are malformed", () => {
  assert.equal(verdictOf({ points: concat(TOO_LARGE, body.points.subarray(32)) }), "DECRYPTION_NOT_POINTS");
  assert.equal(verdictOf({ points: body.points.subarray(32) }), "DECRYPTION_NOT_POINTS");
  assert.equal(verdictOf({ points: concat(body.points, encodePoint(IDENTITY)) }), "DECRYPTION_NOT_POINTS");
  assert.equal(verdictOf({ points: body.points.subarray(1) }), "DECRYPTION_NOT_POINTS");
});

test("L4 A3 a wrong share is blamed by its proof, and the tally goes on with the others", () => {
  const wrong = lieOf(scene, 1, randomScalar(scene.randomBytes));
  const bodies = [wrong, ...[2, 3, 5].map((j) => decryptionBody(scene, j))];
  const verdicts = bodies.map((b) =>
    verifyDecryption(kernel, scene.task, b, encodePoint(shareKey(scene, b.trustee))),
  );
  assert.deepEqual(
    verdicts.map((v) => v.ok || v.error.code),
    ["DECRYPTION_PROOF", true, true, true],
  );
  const valid = verdicts.flatMap((v) => (v.ok ? [v.value] : []));
  assert.deepEqual(combined(valid), combined([of(1), of(2), of(3)]));
});

test("§08.5.1 a count above its group's ballots, and a negative one, is refused", () => {
  const shifted = (by: Point): unknown => {
    const moved = aggregates.map(({ alpha, beta }, i) => ({ alpha, beta: i === 1 ? add(beta, by) : beta }));
    const result = combine(kernel, scene.closed.election, groups, encodeAggregates(moved), decryptions);
    return result.ok || result.error;
  };
  const impossible = { code: "COUNT_IMPOSSIBLE", contest: 0, group: 0, option: 1 };
  assert.equal(shifted(multiply(BASE, 5n)), true);
  assert.deepEqual(shifted(multiply(BASE, 6n)), impossible);
  assert.deepEqual(shifted(multiply(BASE, 1n << 200n)), impossible);
});

test("§08.5.1 an implied count outside 0 … ballots is refused", () => {
  const overfull = closedScene({
    contests: [{ options: 3, min: 1, max: 1 }],
    votes: [{ ballots: 5, counts: [4, 3] }],
    alive: [1, 2, 3],
    quorum: 2,
  });
  const tally = tallyOf(overfull.closed);
  const some = [1, 2].map((j) => decryptionOf(overfull, j));
  const result = combine(
    kernel,
    overfull.closed.election,
    tally.groups,
    encodeAggregates(tally.aggregates),
    some,
  );
  const expected = { code: "COUNT_IMPOSSIBLE", contest: 0, group: 0, option: 2 };
  assert.deepEqual(result.ok || result.error, expected);
});

test("§08.5.1 with nothing to decrypt the result stands at once", () => {
  const nobody = closedScene({
    contests: [{ options: 2, min: 1, max: 1 }],
    votes: [{ ballots: 0, counts: [0] }],
    alive: [1, 2, 3],
    quorum: 2,
  });
  const tally = tallyOf(nobody.closed);
  const { election } = nobody.closed;
  const result = expectOk(
    combine(kernel, election, tally.groups, encodeAggregates(tally.aggregates), []),
    "result",
  );
  assert.deepEqual(result.contests, [{ ballots: 0, contest: 0, groups: [], status: "empty" }]);
  const heads = [1, 2, 3].map((j) => signedBy(nobody.closed, j));
  const asked = nobody.trustees
    .share(1)
    .proveDecryption(nobody.closed, keptBy(nobody.closed, 1), { kind: "heads", heads }, nobody.randomBytes);
  assert.equal(asked.ok || asked.error.code, "NOTHING_TO_DECRYPT");
});

/** A decryption with another secret than the trustee's share. */
function lieOf({ task, randomBytes }: Scene, trustee: number, secret: bigint): DecryptionBody {
  const images = aggregates.map(({ alpha }) => multiply(alpha, secret));
  const statement = decryptionStatement(task, aggregates, trustee, shareKey(scene, trustee), images);
  const proof = proveEquality(statement, secret, randomBytes);
  return { points: encodePoints(images), proof, trustee };
}
