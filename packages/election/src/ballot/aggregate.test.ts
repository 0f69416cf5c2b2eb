import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ciphertext } from "@veche/crypto";
import { BASE, equalPoints, isIdentity, multiplyPublic, subtract } from "@veche/group";
import fc from "fast-check";
import {
  type Aggregates,
  addBallotToAggregates,
  emptyAggregates,
  subtractBallotFromAggregates,
} from "./aggregate.ts";
import { decodeCiphertexts } from "./decode.ts";
import { ballotShape } from "./shape.ts";
import { anyChoices, castOf, marked, type Scene, sceneOf } from "./testing/scene.ts";

const contests = [
  { options: 3, min: 1, max: 1 },
  { options: 2, min: 0, max: 2 },
];
const scene = sceneOf({ contests }, "aggregate");
const shape = ballotShape(scene.context.manifest, 0);

function counts({ secretKey }: Scene, aggregates: Aggregates): (number | undefined)[] {
  return aggregates.map(({ alpha, beta }) => {
    const message = subtract(beta, multiplyPublic(alpha, secretKey));
    return [0, 1, 2, 3, 4, 5].find((count) => equalPoints(message, multiplyPublic(BASE, BigInt(count))));
  });
}

test("L8 §08.1.1 accepted ballots can be counted: the aggregates open to the sums of the votes", () => {
  const anyVotes = fc.array(anyChoices(contests), { maxLength: 4 });
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const aggregates = votes
        .map((choices) => castOf(scene, choices).ballot.ciphertexts)
        .reduce(addBallotToAggregates, emptyAggregates(shape));
      const expected = [0, 0, 0, 0];
      for (const [first, second] of votes) {
        [...(first ?? []).slice(0, 2), ...(second ?? [])].forEach((vote, i) => {
          expected[i] = (expected[i] as number) + vote;
        });
      }
      assert.deepEqual(counts(scene, aggregates), expected);
    }),
    { numRuns: 5 },
  );
});

test("§05.4.2 a replaced ballot leaves no trace", () => {
  const [old, other, next] = [
    castOf(scene, [marked(3, 1), marked(2, 2)]),
    castOf(scene, [[0, 1, 0], marked(2, 1)]),
    castOf(scene, [[0, 0, 1], marked(2, 0)], { seq: 1 }),
  ].map(({ ballot }) => ballot.ciphertexts) as [Aggregates, Aggregates, Aggregates];
  const before = [old, other].reduce(addBallotToAggregates, emptyAggregates(shape));
  assert.deepEqual(counts(scene, before), [1, 1, 2, 1]);
  const after = addBallotToAggregates(subtractBallotFromAggregates(before, old), next);
  assert.deepEqual(counts(scene, after), [0, 1, 1, 0]);
  const nothing = [other, next].reduce(subtractBallotFromAggregates, after);
  assert.ok(nothing.every(({ alpha, beta }) => isIdentity(alpha) && isIdentity(beta)));
});

test("stored ciphertexts are read back; other bytes are not", () => {
  const { ballot } = castOf(scene, [marked(3, 1), marked(2, 1)]);
  const read = decodeCiphertexts(ballot.ciphertextBytes) as readonly Ciphertext[];
  assert.deepEqual(counts(scene, read), [1, 0, 1, 0]);
  assert.equal(decodeCiphertexts(new Uint8Array(64).fill(255)), undefined);
});

test("a ballot of another style is the caller's bug", () => {
  assert.throws(() => addBallotToAggregates(emptyAggregates(shape), []), /one style/);
});
