import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, expectOk } from "@veche/base";
import { BASE, equalPoints, multiplyPublic, subtract } from "@veche/group";
import fc from "fast-check";
import type { Choices } from "./choices.ts";
import type { Ballot } from "./decode.ts";
import { recomputeTracker } from "./encrypt.ts";
import { encodeBallot } from "./parts.ts";
import { forge } from "./testing/forger.ts";
import {
  anyBounds,
  anyChoices,
  castOf,
  credentialOf,
  marked,
  type Scene,
  sceneOf,
  verdictsOf,
} from "./testing/scene.ts";
import { verifyBallot } from "./verify.ts";

const isRight = (scene: Scene, ballot: Ballot): boolean => {
  const single = verifyBallot(scene.context, ballot);
  const verdicts = verdictsOf(scene.context, [encodeBallot(ballot)], scene.randomBytes);
  assert.deepEqual(verdicts, [single ? "RIGHT" : "PROOF_INVALID"], "batch equals single");
  return single;
};

const KINDS: readonly (readonly [string, number, number, number, readonly number[]])[] = [
  ["yes/no", 2, 1, 1, [1]],
  ["both of two", 2, 2, 2, [2]],
  ["one of four", 4, 1, 1, [1]],
  ["all of three", 3, 3, 3, [3]],
  ["two of four", 4, 2, 2, [2]],
  ["approval", 3, 0, 3, [0, 1, 2, 3]],
  ["at least one", 3, 1, 3, [1, 2, 3]],
  ["at most two", 4, 0, 2, [0, 1, 2]],
  ["one or two of four", 4, 1, 2, [1, 2]],
  ["one option, yes or nothing", 1, 0, 1, [0, 1]],
];

for (const [name, options, min, max, marks] of KINDS) {
  test(`${name}: every allowed number of marks verifies`, () => {
    const scene = sceneOf({ contests: [{ options, min, max }] }, name);
    for (const count of marks) {
      const forwards = marked(options, count);
      assert.ok(isRight(scene, castOf(scene, [forwards]).ballot), `the first ${count}`);
      const backwards = [...forwards].reverse();
      assert.ok(isRight(scene, castOf(scene, [backwards]).ballot), `the last ${count}`);
    }
  });
}

const anyBallot = fc
  .array(anyBounds, { minLength: 1, maxLength: 3 })
  .chain((contests) => fc.record({ contests: fc.constant(contests), choices: anyChoices(contests) }));

test("any shape, any choices: encrypted, decoded, verified, recomputed by the second device, opened", () => {
  fc.assert(
    fc.property(anyBallot, fc.integer({ min: 0, max: 3 }), ({ contests, choices }, seq) => {
      const scene = sceneOf({ contests }, "any");
      const seed = scene.randomBytes(32);
      const { ballot, bytes, tracker } = castOf(scene, choices, { seq, seed });
      assert.ok(verifyBallot(scene.context, ballot));
      assert.ok(equalBytes(encodeBallot(ballot), bytes));
      const shown = { style: 0, seq, choices, seed, credential: credentialOf(scene) };
      assert.equal(expectOk(recomputeTracker(scene.context, shown), "recompute").tracker, tracker);
      assert.deepEqual(opened(scene, ballot), encryptedOnly(ballot, choices));
    }),
    { numRuns: 8 },
  );
});

function opened({ secretKey }: Scene, ballot: Ballot): (number | undefined)[] {
  return ballot.ciphertexts.map(({ alpha, beta }) => {
    const message = subtract(beta, multiplyPublic(alpha, secretKey));
    return [0, 1].find((vote) => equalPoints(message, multiplyPublic(BASE, BigInt(vote))));
  });
}

const encryptedOnly = ({ shape }: Ballot, choices: Choices): number[] =>
  shape.contests.flatMap(({ encrypted }, i) => (choices[i] as number[]).slice(0, encrypted));

const two = sceneOf(
  {
    contests: [
      { options: 2, min: 1, max: 1 },
      { options: 3, min: 1, max: 1 },
    ],
    styles: [[0], [0, 1]],
  },
  "batches",
);

test("a batch of several styles gives each ballot the verdict of single verification", () => {
  const good = [
    castOf(two, [[1, 0]]).bytes,
    castOf(two, [[0, 1], marked(3, 1)], { style: 1 }).bytes,
    castOf(two, [[0, 1]], { seq: 2 }).bytes,
  ];
  const bad = [
    forge(two, { votes: [1000] }),
    forge(two, { votes: [1, 1, 1], style: 1 }),
    forge(two, { votes: [-1] }),
  ];
  const all = [...good, ...bad];
  fc.assert(
    fc.property(fc.array(fc.nat(all.length - 1), { maxLength: 7 }), (picks) => {
      const ballots = picks.map((pick) => all[pick] as Bytes);
      const expected = picks.map((pick) => (pick < good.length ? "RIGHT" : "PROOF_INVALID"));
      assert.deepEqual(verdictsOf(two.context, ballots, two.randomBytes), expected);
    }),
    { numRuns: 8 },
  );
});

test("bytes in, verdicts out: malformed ballots among others keep everybody's place", () => {
  const right = castOf(two, [[1, 0]]).bytes;
  const wrong = forge(two, { votes: [2] });
  const ballots = [new Uint8Array(0), right, wrong, right.subarray(1), concat(right, right), right];
  assert.deepEqual(verdictsOf(two.context, ballots, two.randomBytes), [
    "MALFORMED",
    "RIGHT",
    "PROOF_INVALID",
    "MALFORMED",
    "MALFORMED",
    "RIGHT",
  ]);
  assert.deepEqual(verdictsOf(two.context, [], two.randomBytes), []);
});

test("the token is no part of the proof: it binds X by itself and is judged by itself", () => {
  const { ballot } = castOf(two, [[1, 0]]);
  const token = ballot.token.map((signature) => signature.map((byte) => byte ^ 1));
  assert.ok(isRight(two, { ...ballot, token, set: ballot.set + 1 }));
});

test("a batch is much faster than one after the other", () => {
  const ballots = Array.from({ length: 24 }, () => castOf(two, [[1, 0]]).ballot);
  const time = (work: () => unknown): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const batch = (): unknown => verdictsOf(two.context, ballots.map(encodeBallot), two.randomBytes);
  const singles = (): unknown => ballots.map((ballot) => verifyBallot(two.context, ballot));
  const best = (work: () => unknown): number => Math.min(time(work), time(work), time(work));
  const [fast, slow] = [best(batch), best(singles)];
  assert.ok(2 * fast < slow, `${fast} ms against ${slow} ms`);
});
