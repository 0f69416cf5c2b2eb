import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import {
  addCiphertexts,
  type Ciphertext,
  type CiphertextList,
  subtractCiphertexts,
  sumCiphertexts,
} from "@veche/crypto";
import { BASE, equalPoints, multiplyPublic, subtract } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import fc from "fast-check";
import {
  type Aggregates,
  ciphertextsOf,
  countBallots,
  emptyAggregates,
  encodeAggregates,
} from "./aggregate.ts";
import { type Ballot, decodeCiphertexts } from "./decode.ts";
import { ballotShape } from "./shape.ts";
import { ballotPoints } from "./statement.ts";
import { anyChoices, castOf, marked, type Scene, sceneOf } from "./testing/scene.ts";

const kernel = createKernel();
const contests = [
  { options: 3, min: 1, max: 1 },
  { options: 2, min: 0, max: 2 },
];
const scene = sceneOf({ contests }, "aggregate");
const shape = ballotShape(scene.context.manifest, 0);

function counts({ secretKey }: Scene, sums: Bytes): (number | undefined)[] {
  return (decodeCiphertexts(sums) as Aggregates).map(({ alpha, beta }) => {
    const message = subtract(beta, multiplyPublic(alpha, secretKey));
    return [0, 1, 2, 3, 4, 5].find((count) => equalPoints(message, multiplyPublic(BASE, BigInt(count))));
  });
}

test("L8 §08.1.1 accepted ballots can be counted: the aggregates open to the sums of the votes", () => {
  const anyVotes = fc.array(anyChoices(contests), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const added = votes.map((choices) => ciphertextsOf(castOf(scene, choices).ballot));
      const expected = [0, 0, 0, 0];
      for (const [first, second] of votes) {
        [...(first ?? []).slice(0, 2), ...(second ?? [])].forEach((vote, i) => {
          expected[i] = (expected[i] as number) + vote;
        });
      }
      assert.deepEqual(counts(scene, countBallots(kernel, undefined, { added, replaced: [] })), expected);
    }),
    { numRuns: 5 },
  );
});

test("§05.4.2 a replaced ballot leaves no trace", () => {
  const [old, other, next] = [
    castOf(scene, [marked(3, 1), marked(2, 2)]),
    castOf(scene, [[0, 1, 0], marked(2, 1)]),
    castOf(scene, [[0, 0, 1], marked(2, 0)], { seq: 1 }),
  ].map(({ ballot }) => ciphertextsOf(ballot)) as [CiphertextList, CiphertextList, CiphertextList];
  const before = countBallots(kernel, undefined, { added: [old, other], replaced: [] });
  assert.deepEqual(counts(scene, before), [1, 1, 2, 1]);
  const after = countBallots(kernel, before, { added: [next], replaced: [old] });
  assert.deepEqual(counts(scene, after), [0, 1, 1, 0]);
  assert.deepEqual(after, countBallots(kernel, undefined, { added: [other, next], replaced: [] }));
  const nothing = countBallots(kernel, after, { added: [], replaced: [other, next] });
  assert.deepEqual(nothing, encodeAggregates(emptyAggregates(shape)));
  assert.ok(nothing.every((byte) => byte === 0));
});

test("whatever is added and replaced, the bytes are those of the reference arithmetic", () => {
  const ballots = Array.from({ length: 6 }, (_, i) => castOf(scene, [marked(3, 1), marked(2, i % 3)]).ballot);
  const hints = ballots.slice(0, -1).map((ballot) => {
    kernel.clear();
    kernel.decode(ballotPoints(ballot));
    return kernel.hintsOfLastDecode();
  });
  const some = fc.array(fc.nat(ballots.length - 1), { maxLength: 5 });
  fc.assert(
    fc.property(some, some, some, (first, more, out) => {
      // Some with their hints, some without, some with those of another.
      const listsOf = (picks: readonly number[]): readonly CiphertextList[] =>
        picks.map((pick, i) => ciphertextsOf(ballots[pick] as Ballot, hints[i % 2 === 0 ? pick : i]));
      const pointsOf = (picks: readonly number[], place: number): Ciphertext =>
        sumCiphertexts(picks.map((pick) => ballots[pick]?.ciphertexts[place] as Ciphertext));
      const zero = encodeAggregates(emptyAggregates(shape));
      const before = countBallots(kernel, zero, { added: listsOf(first), replaced: [] });
      const after = countBallots(kernel, before, { added: listsOf(more), replaced: listsOf(out) });
      const expected = emptyAggregates(shape).map((_, place) =>
        subtractCiphertexts(
          addCiphertexts(pointsOf(first, place), pointsOf(more, place)),
          pointsOf(out, place),
        ),
      );
      assert.deepEqual(after, encodeAggregates(expected));
    }),
    { numRuns: 15 },
  );
});

test("stored ciphertexts are read back; other bytes are not", () => {
  const { ballot } = castOf(scene, [marked(3, 1), marked(2, 1)]);
  assert.deepEqual(counts(scene, ballot.ciphertextBytes), [1, 0, 1, 0]);
  assert.equal(decodeCiphertexts(new Uint8Array(64).fill(255)), undefined);
});

test("a ballot of another style, one that is no points, and nothing at all are the caller's bug", () => {
  const { ciphertextBytes } = castOf(scene, [marked(3, 1), marked(2, 1)]).ballot;
  const count = (...added: readonly Bytes[]): Bytes =>
    countBallots(kernel, undefined, { added: added.map((bytes) => ({ bytes })), replaced: [] });
  assert.throws(() => count(ciphertextBytes, ciphertextBytes.subarray(64)), /equally many/);
  assert.throws(() => count(concat(ciphertextBytes.subarray(32), new Uint8Array(32).fill(255))), /points/);
  assert.throws(() => count(), /something/);
});
