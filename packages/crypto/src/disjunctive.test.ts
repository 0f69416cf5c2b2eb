import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  addScalars,
  BASE,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  type Point,
  randomScalar,
  reduceScalar,
  type Scalar,
  subtractScalars,
} from "@veche/group";
import fc from "fast-check";
import {
  type BranchCommitment,
  commitDisjunctive,
  type DisjunctiveProof,
  type DisjunctiveResponse,
  disjunctiveEquations,
} from "./disjunctive.ts";
import type { Ciphertext } from "./elgamal.ts";
import { verifyStatement } from "./equations.ts";
import { seeded } from "./seeded.test.ts";

const NONE = new Uint8Array(0);
const randomBytes = seeded("disjunctive");
const draw = (): Scalar => randomScalar(randomBytes);
const key = multiplyBase(draw());

function ciphertextOf(value: number, r: Scalar): Ciphertext {
  const message = multiplyPublic(BASE, reduceSmall(value));
  return { alpha: multiplyBase(r), beta: add(message, multiplyPublic(key, r)) };
}

const reduceSmall = (value: number): Scalar =>
  value >= 0 ? BigInt(value) : subtractScalars(0n, BigInt(-value));

type Proof = DisjunctiveResponse & { readonly commitments: readonly BranchCommitment[] };

function prove(values: readonly number[], value: number, r: Scalar, challenge: Scalar): Proof {
  const pending = commitDisjunctive(key, values, { value, r }, draw);
  return { commitments: pending.commitments, ...pending.respond(challenge) };
}

function verify(
  ciphertext: Ciphertext,
  values: readonly number[],
  proof: DisjunctiveProof,
  challenge: Scalar,
): boolean {
  const equations = disjunctiveEquations(key, ciphertext, values, proof, challenge);
  return verifyStatement({ points: NONE, sums: [], equations });
}

/** Ascending small values and one of them. */
const anyValues = fc
  .uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 })
  .map((values) => [...values].sort((a, b) => a - b))
  .chain((values) => fc.record({ values: fc.constant(values), value: fc.constantFrom(...values) }));

const anyChallenge = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => reduceScalar(bytes));

test("§05.2.2, §05.2.3 every allowed value is proved, whatever the branches and the challenge", () => {
  fc.assert(
    fc.property(anyValues, anyChallenge, ({ values, value }, challenge) => {
      const r = draw();
      const proof = prove(values, value, r, challenge);
      assert.ok(verify(ciphertextOf(value, r), values, proof, challenge));
      assert.equal(proof.challenges.length, values.length - 1, "the last challenge is not carried");
    }),
    { numRuns: 15 },
  );
});

test("L2 a value outside the branches is refused even when all but one equation hold", () => {
  for (const value of [2, 1000, -1]) {
    const r = draw();
    const challenge = draw();
    const proof = prove([0, 1], 1, r, challenge);
    const ciphertext = ciphertextOf(value, r);
    const equations = disjunctiveEquations(key, ciphertext, [0, 1], proof, challenge);
    const holding = equations.filter((equation) =>
      verifyStatement({ points: NONE, sums: [], equations: [equation] }),
    );
    assert.equal(verify(ciphertext, [0, 1], proof, challenge), false);
    assert.ok(holding.length >= 2, "both equations of α hold, so that only β tells");
  }
});

test("each commitment, challenge and response is bound: a change of any is refused", () => {
  const values = [1, 2, 4];
  const r = draw();
  const challenge = draw();
  const ciphertext = ciphertextOf(2, r);
  const proof = prove(values, 2, r, challenge);
  assert.ok(verify(ciphertext, values, proof, challenge));
  const shiftPoint = (p: Point): Point => add(p, BASE);
  const changed: Proof[] = values.flatMap((_, u) => [
    { ...proof, commitments: at(proof.commitments, u, (c) => ({ ...c, a: shiftPoint(c.a) })) },
    { ...proof, commitments: at(proof.commitments, u, (c) => ({ ...c, b: shiftPoint(c.b) })) },
    { ...proof, responses: at(proof.responses, u, (z) => addScalars(z, 1n)) },
  ]);
  changed.push(
    ...[0, 1].map((u) => ({ ...proof, challenges: at(proof.challenges, u, (c) => addScalars(c, 1n)) })),
  );
  for (const [i, forged] of changed.entries()) {
    assert.equal(verify(ciphertext, values, forged, challenge), false, `change ${i}`);
  }
  assert.equal(verify(ciphertext, values, proof, addScalars(challenge, 1n)), false, "another challenge");
  assert.equal(verify(ciphertext, [0, 2, 4], proof, challenge), false, "another set of values");
  assert.equal(verify(ciphertext, [1, 4, 2], proof, challenge), false, "branches in another order");
});

function at<T>(items: readonly T[], index: number, change: (item: T) => T): readonly T[] {
  return items.map((item, i) => (i === index ? change(item) : item));
}

test("a simulated branch looks like the true one: a proof for a known challenge needs no witness", () => {
  const challenge = draw();
  const ciphertext = ciphertextOf(5, draw());
  const challenges = [draw()];
  const responses = [draw(), draw()];
  const all = [...challenges, subtractScalars(challenge, challenges[0] as Scalar)];
  const commitments: BranchCommitment[] = all.map((c, u) => {
    const minusC = subtractScalars(0n, c);
    const z = responses[u] as Scalar;
    return {
      a: add(multiplyBase(z), multiplyPublic(ciphertext.alpha, minusC)),
      b: add(
        add(multiplyPublic(key, z), multiplyPublic(ciphertext.beta, minusC)),
        multiplyPublic(BASE, multiplyScalars(c, BigInt(u))),
      ),
    };
  });
  assert.ok(verify(ciphertext, [0, 1], { commitments, challenges, responses }, challenge));
});

test("a false statement and a second answer are the caller's bugs", () => {
  assert.throws(() => commitDisjunctive(key, [0, 1], { value: 2, r: 5n }, draw), /true statement/);
  const pending = commitDisjunctive(key, [0, 1], { value: 1, r: 5n }, draw);
  pending.respond(7n);
  assert.throws(() => pending.respond(8n), /one challenge/);
});

test("a proof of another form than its values never reaches the equations", () => {
  const proof = prove([0, 1], 1, 5n, 7n);
  const ciphertext = ciphertextOf(1, 5n);
  for (const values of [[0], [0, 1, 2]]) {
    assert.throws(() => disjunctiveEquations(key, ciphertext, values, proof, 7n), /form/);
  }
});
