import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, fromHex, toHex } from "@veche/base";
import { decodePoint, encodePoint, POINT_BYTES, type Point } from "@veche/group";
import { canaryPoint, verifyCanary } from "./canary.ts";
import { decodeCommitments, verifyCommit } from "./commitments.ts";
import { electionKeyHash, electionKeys } from "./keys.ts";
import { judgeAnswer, judgeShares } from "./receiving.ts";
import { type CeremonyVectors, ceremonyVectors } from "./testing/vectors.ts";

const stored = readFileSync(new URL("../../../../spec/vectors/ceremony.json", import.meta.url), "utf8");
const vectors = JSON.parse(stored) as CeremonyVectors;

const bytes = (hex: string): Bytes => fromHex(hex) as Bytes;
const attemptOf = (vector: { readonly electionId: string; readonly attempt: number }) => ({
  electionId: bytes(vector.electionId),
  attempt: vector.attempt,
});
const pointsOf = (hex: string): readonly Point[] => decodeCommitments(bytes(hex)) as readonly Point[];

test("L1 the stored ceremony vectors are those of the generator, about half of them negative", () => {
  assert.deepEqual(vectors, JSON.parse(JSON.stringify(ceremonyVectors())));
  const { commit, share, answer, keys, canary } = vectors;
  const good = [
    ...[...commit, ...answer, ...keys, ...canary].map(({ outcome }) => outcome === "ACCEPTED"),
    ...share.map(({ verdict }) => verdict === "confirm"),
  ];
  const positive = good.filter(Boolean).length;
  assert.ok(positive >= good.length / 3 && positive <= good.length / 2, `${positive} of ${good.length}`);
});

for (const vector of vectors.commit) {
  test(`vector commit: ${vector.name}: ${vector.outcome}`, () => {
    const body = {
      trustee: vector.trustee,
      commitments: bytes(vector.commitments),
      proof: bytes(vector.proof),
    };
    const isForm = body.commitments.length === POINT_BYTES * vector.quorum && body.proof.length === 64;
    const isRight = verifyCommit(attemptOf(vector), body, bytes(vector.hash)).ok;
    assert.equal(isForm ? (isRight ? "ACCEPTED" : "BLAMED") : "MALFORMED", vector.outcome);
  });
}

for (const vector of vectors.share) {
  test(`vector share: ${vector.name}: ${vector.verdict}`, () => {
    const commitments = new Map([[vector.dealer, pointsOf(vector.commitments)]]);
    const plaintexts = new Map([[vector.dealer, bytes(vector.plaintext)]]);
    const { against } = judgeShares(attemptOf(vector), vector.receiver, commitments, plaintexts);
    assert.deepEqual(against, vector.verdict === "confirm" ? [] : [vector.dealer]);
  });
}

for (const vector of vectors.answer) {
  test(`vector answer: ${vector.name}: ${vector.outcome}`, () => {
    const verdict = judgeAnswer(pointsOf(vector.commitments), vector.complainer, bytes(vector.share));
    assert.equal(verdict.ok ? "ACCEPTED" : "BLAMED", vector.outcome);
  });
}

for (const vector of vectors.keys) {
  test(`vector keys: ${vector.name}: ${vector.outcome}`, () => {
    const dealers = Object.entries(vector.commitments).map(([i, hex]) => [Number(i), pointsOf(hex)] as const);
    const keys = electionKeys(new Map(dealers));
    assert.equal(keys.ok ? "ACCEPTED" : "BLAMED", vector.outcome);
    if (!keys.ok) return;
    assert.equal(toHex(encodePoint(keys.value.key)), vector.key);
    const shares = [...keys.value.shares].map(([j, point]) => [String(j), toHex(encodePoint(point))]);
    assert.deepEqual(Object.fromEntries(shares), vector.shares);
    assert.equal(toHex(electionKeyHash(attemptOf(vector), keys.value, vector.issuerSet)), vector.openKey);
  });
}

for (const vector of vectors.canary) {
  test(`vector canary: ${vector.name}: ${vector.outcome}`, () => {
    const { attempt, stage, trustee } = vector;
    const of = attemptOf(vector);
    assert.equal(toHex(encodePoint(canaryPoint(of, stage))), vector.canaryPoint);
    const body = { attempt, point: bytes(vector.point), proof: bytes(vector.proof), stage, trustee };
    const verdict = verifyCanary(of, body, decodePoint(bytes(vector.shareKey)) as Point);
    const failure = !verdict.ok && verdict.error.code === "CANARY_NOT_A_POINT" ? "MALFORMED" : "BLAMED";
    assert.equal(verdict.ok ? "ACCEPTED" : failure, vector.outcome);
  });
}
