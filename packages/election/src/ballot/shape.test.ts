import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeCbor } from "@veche/base";
import fc from "fast-check";
import { ballotShape, castLength } from "./shape.ts";
import { anyBounds, type ContestBounds, manifestOf } from "./testing/scene.ts";

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** n, min, max → N, and the values of the sum proof or nothing. */
const TABLE: readonly (readonly [number, number, number, number, readonly number[] | undefined])[] = [
  [2, 1, 1, 1, undefined], // yes/no: one ciphertext, no sum proof
  [2, 2, 2, 1, [1]], // one ciphertext, and the bit proof does not say it all
  [3, 1, 1, 2, [0, 1]], // one of three
  [3, 3, 3, 2, [2]], // all of three
  [20, 1, 1, 19, [0, 1]],
  [5, 3, 3, 4, [2, 3]],
  [4, 0, 4, 4, undefined], // approval
  [4, 1, 4, 4, [1, 2, 3, 4]],
  [4, 0, 3, 4, [0, 1, 2, 3]],
  [4, 2, 3, 4, [2, 3]],
  [1, 0, 1, 1, undefined],
  [200, 0, 1, 200, [0, 1]],
];

test("L2 §05.1.1, §05.2.1 ciphertexts and allowed sums of each kind of contest", () => {
  for (const [options, min, max, encrypted, sums] of TABLE) {
    const shape = ballotShape(manifestOf({ contests: [{ options, min, max }] }), 0);
    const name = `${min}…${max} of ${options}`;
    assert.equal(shape.ciphertexts, encrypted, name);
    assert.equal(shape.contests[0]?.implied, min === max, name);
    const sumProofs = shape.proofs.slice(encrypted);
    assert.deepEqual(sumProofs, sums === undefined ? [] : [{ from: 0, to: encrypted, values: sums }], name);
    assert.equal(shape.contests[0]?.hasSumProof, sums !== undefined, name);
    const bits = shape.proofs.slice(0, encrypted);
    assert.deepEqual(
      bits,
      range(0, encrypted - 1).map((at) => ({ from: at, to: at + 1, values: [0, 1] })),
      name,
    );
  }
});

/** §05.3.3 and §05.2.1 once more, with sets instead of bounds. */
function lengthBySets(contests: readonly ContestBounds[], t: number): number {
  let points = 1;
  let scalars = 1;
  for (const { options, min, max } of contests) {
    const implied = min === max;
    const n = implied ? options - 1 : options;
    const all = new Set(range(0, n));
    const allowed = (implied ? [max - 1, max] : range(min, max)).filter((sum) => all.has(sum));
    const branches = allowed.length === all.size ? 0 : allowed.length;
    points += 2 * n + 4 * n + 2 * branches;
    scalars += 3 * n + Math.max(0, 2 * branches - 1);
  }
  return 38 + 256 * t + 32 * (points + scalars);
}

test("§05.3.3 counts and length of every shape, and counts agree with the list of proofs", () => {
  fc.assert(
    fc.property(
      fc.array(anyBounds, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 5 }),
      (contests, issuers) => {
        const manifest = manifestOf({ contests, issuers });
        const shape = ballotShape(manifest, 0);
        assert.equal(shape.length, lengthBySets(contests, issuers));
        const branches = shape.proofs.reduce((sum, { values }) => sum + values.length, 0);
        assert.equal(shape.commitments, 2 * branches + 1);
        assert.equal(shape.points, 2 * shape.ciphertexts + shape.commitments);
        assert.equal(shape.scalars, 2 * branches - shape.proofs.length + 1);
      },
    ),
  );
});

test("a yes/no ballot has 8 points with X, and 390 bytes besides its token", () => {
  const shape = ballotShape(manifestOf({ contests: [{ options: 2, min: 1, max: 1 }], issuers: 3 }), 0);
  assert.equal(shape.points + 1, 8);
  assert.equal(shape.length, 390 + 3 * 256);
});

test("§05.1.3 a style has its own contests, in its own order of indices", () => {
  const contests = [
    { options: 2, min: 1, max: 1 },
    { options: 3, min: 0, max: 3 },
    { options: 3, min: 1, max: 1 },
  ];
  const manifest = manifestOf({ contests, styles: [[0, 2], [1]] });
  const [first, second] = [ballotShape(manifest, 0), ballotShape(manifest, 1)];
  assert.deepEqual(
    first.contests.map(({ contest }) => contest),
    [0, 2],
  );
  assert.deepEqual([first.ciphertexts, second.ciphertexts], [3, 3]);
  assert.deepEqual([first.styleId, second.styleId], ["style-0", "style-1"]);
  assert.equal(ballotShape(manifest, 0), first, "computed once");
});

test("§05.4.4 no cast entry is longer than its style's longest", () => {
  const manifest = manifestOf({ contests: [{ options: 3, min: 1, max: 1 }], issuers: 2 });
  const ballot = new Uint8Array(ballotShape(manifest, 0).length);
  const entry = encodeCbor([Number.MAX_SAFE_INTEGER, ["cast", { ballot }, []]]);
  assert.ok(entry.length <= castLength(manifest, 0));
  assert.ok(entry.length > castLength(manifest, 0) - 20, "and the bound is near");
});

test("§02.2.11 the length of an enormous style is found without listing its proofs", () => {
  const contests = Array.from({ length: 1000 }, () => ({ options: 200, min: 1, max: 100 }));
  const manifest = manifestOf({ contests });
  assert.equal(castLength(manifest, 0), lengthBySets(contests, 1) + 40);
});

test("a style the manifest does not have is the caller's bug", () => {
  assert.throws(() => ballotShape(manifestOf({ contests: [{ options: 2, min: 1, max: 1 }] }), 1), /no style/);
});
