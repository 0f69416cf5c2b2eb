import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, expectOk } from "@veche/base";
import { commit } from "@veche/crypto";
import {
  encodePoint,
  equalPoints,
  IDENTITY,
  negate,
  negateScalar,
  type Point,
  randomScalar,
  sumPoints,
} from "@veche/group";
import { seeded } from "../ballot/testing/scene.ts";
import {
  type CommitBody,
  commitmentsHash,
  encodeCommitments,
  proveDealer,
  verifyCommit,
} from "./commitments.ts";
import { Dealing, deal, restoreDealing } from "./dealing.ts";
import { electionKeys } from "./keys.ts";
import { attemptOf, flipped, TOO_LARGE } from "./testing/ceremony.ts";

const randomBytes = seeded("commitments");
const attempt = attemptOf("commitments", 2);
const dealing = deal(attempt, 4, 3, randomBytes);
const hash = dealing.hash();
const body = dealing.commitBody(randomBytes);

const codeOfCommit = (changed: Partial<CommitBody>, of = attempt, announced = hash): string => {
  const verdict = verifyCommit(of, { ...body, ...changed }, announced);
  return verdict.ok ? "right" : verdict.error.code;
};

test("§03.2.2 a commit that fits its hash and proves its constant term is right", () => {
  assert.equal(body.commitments.length, 96);
  assert.equal(body.proof.length, 64);
  const points = expectOk(verifyCommit(attempt, body, hash), "honest commit");
  assert.ok(points.every((point, t) => equalPoints(point, dealing.commitments[t] as Point)));
});

test("L4 rushing trustee: commitments other than the hashed ones are refused, whenever they are chosen", () => {
  const late = deal(attempt, 4, 3, randomBytes).commitBody(randomBytes);
  assert.equal(codeOfCommit(late), "COMMIT_NOT_THE_HASHED");
  assert.equal(codeOfCommit({}, attempt, flipped(hash, 3)), "COMMIT_NOT_THE_HASHED");
});

test("L3 hash and proof of a commit bind election, attempt and trustee", () => {
  assert.equal(codeOfCommit({ trustee: 5 }), "COMMIT_NOT_THE_HASHED");
  assert.equal(codeOfCommit({}, { ...attempt, attempt: 3 }), "COMMIT_NOT_THE_HASHED");
  assert.equal(codeOfCommit({}, attemptOf("another", 2)), "COMMIT_NOT_THE_HASHED");
  const rehashed = (of: typeof attempt, trustee: number): string =>
    codeOfCommit({ trustee }, of, commitmentsHash(of, trustee, body.commitments));
  assert.equal(rehashed(attempt, 4), "right");
  assert.equal(rehashed(attempt, 5), "COMMIT_KNOWLEDGE");
  assert.equal(rehashed({ ...attempt, attempt: 3 }, 4), "COMMIT_KNOWLEDGE");
  assert.equal(rehashed(attemptOf("another", 2), 4), "COMMIT_KNOWLEDGE");
});

test("§01.2.2 L4 commitments that are no canonical points are refused", () => {
  const commitments = concat(body.commitments.subarray(0, 64), TOO_LARGE);
  assert.equal(codeOfCommit({ commitments }), "COMMIT_NOT_A_POINT");
  assert.equal(codeOfCommit({ commitments: body.commitments.subarray(0, 95) }), "COMMIT_NOT_A_POINT");
  assert.equal(codeOfCommit({ commitments: new Uint8Array(0) }), "COMMIT_NOT_A_POINT");
});

test("§01.2.4 the identity as C_i0 is refused, elsewhere it is a valid coefficient", () => {
  const points = [IDENTITY, ...dealing.commitments.slice(1)];
  assert.equal(codeOfCommit({ commitments: encodeCommitments(points) }), "COMMIT_IDENTITY");
  const flat = new Dealing(attempt, 4, [5n, 0n, 7n]);
  expectOk(verifyCommit(attempt, flat.commitBody(randomBytes), flat.hash()), "a zero coefficient");
});

test("§01.6.2 a proof of knowledge with a changed or oversized scalar is refused", () => {
  assert.equal(codeOfCommit({ proof: flipped(body.proof, 0) }), "COMMIT_KNOWLEDGE");
  assert.equal(codeOfCommit({ proof: flipped(body.proof, 300) }), "COMMIT_KNOWLEDGE");
  assert.equal(codeOfCommit({ proof: concat(body.proof.subarray(0, 32), TOO_LARGE) }), "COMMIT_KNOWLEDGE");
});

test("⚔ rogue key: C_i0 chosen as minus the others' sum has no proof of knowledge", () => {
  const others = [deal(attempt, 1, 3, randomBytes), deal(attempt, 2, 3, randomBytes)];
  const own = commit([1n, 2n, 3n]);
  const rogue = negate(sumPoints(others.map(({ commitments }) => commitments[0] as Point)));
  const commitments = encodeCommitments([rogue, ...own.slice(1)]);
  const rogueHash = commitmentsHash(attempt, 4, commitments);
  for (const proof of [
    proveDealer(attempt, 4, commitments, randomScalar(randomBytes), randomBytes),
    others[0]?.commitBody(randomBytes).proof ?? TOO_LARGE,
    body.proof,
  ]) {
    assert.equal(codeOfCommit({ commitments, proof }, attempt, rogueHash), "COMMIT_KNOWLEDGE");
  }
});

test("§03.2.2 keys that would be the identity are refused with the last commit", () => {
  const honest = deal(attempt, 1, 2, randomBytes).commitments;
  const cancelling = honest.map(negate);
  const some = deal(attempt, 3, 2, randomBytes).commitments;
  const keysOf = (...dealers: readonly (readonly Point[])[]): string => {
    const keys = electionKeys(new Map(dealers.map((points, i) => [i + 1, points])));
    return keys.ok ? "keys" : keys.error.code;
  };
  assert.equal(keysOf(honest, cancelling), "KEY_IDENTITY");
  assert.equal(keysOf(honest, cancelling, some), "keys");
  // Y_2 = 0: the sum of the polynomials is x − 2.
  assert.equal(keysOf(commit([3n, 5n]), commit([negateScalar(5n), negateScalar(4n)])), "KEY_IDENTITY");
});

test("L16 a dealing comes back from its backup: same commitments, hash and shares", () => {
  const restored = expectOk(restoreDealing(dealing.backup()), "own backup");
  assert.deepEqual(restored.hash(), hash);
  assert.deepEqual(restored.sharePlaintext(2), dealing.sharePlaintext(2));
  assert.equal(restored.trustee, 4);
  assert.deepEqual(restored.attempt, attempt);
});

test("L16 a damaged backup is found", () => {
  const backup = dealing.backup();
  const damaged = [
    backup.subarray(1),
    concat(backup, new Uint8Array(1)),
    new Uint8Array(0),
    Uint8Array.of(0x01),
    Uint8Array.of(0xa0),
    Uint8Array.of(0x80),
  ];
  for (const bytes of damaged) {
    const restored = restoreDealing(bytes);
    assert.equal(restored.ok || restored.error.code, "BACKUP_MALFORMED");
  }
});

test("the encoding of commitments is that of their points", () => {
  assert.deepEqual(body.commitments, concat(...dealing.commitments.map(encodePoint)));
});
