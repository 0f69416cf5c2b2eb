import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { encrypt, proveEquality } from "@veche/crypto";
import {
  encodePoint,
  equalPoints,
  isIdentity,
  multiply,
  multiplyBase,
  type Point,
  randomScalar,
} from "@veche/group";
import { seeded } from "../ballot/testing/scene.ts";
import { TrusteeShare } from "../tally/trustee-share.ts";
import { type CanaryBody, type CanaryStage, canaryPoint, canaryStatement, verifyCanary } from "./canary.ts";
import { attemptOf, ceremony, flipped, TOO_LARGE, trusteeShare } from "./testing/ceremony.ts";

const randomBytes = seeded("canary");
const run = ceremony(attemptOf("canary", 1), [1, 2, 3], 2, randomBytes);
const share = trusteeShare(run, 2);
const shareKey = run.keys.shares.get(2) as Point;
const stages: readonly CanaryStage[] = ["ceremony", "open", "close"];
const body = share.proveCanary("open", randomBytes);

const verdictOf = (changed: Partial<CanaryBody>, attempt = run.attempt, key = shareKey): unknown => {
  const verdict = verifyCanary(attempt, { ...body, ...changed }, key);
  return verdict.ok || verdict.error.code;
};

test("§03.5.2 L16 a living share answers every stage", () => {
  for (const stage of stages) {
    const canary = share.proveCanary(stage, randomBytes);
    expectOk(verifyCanary(run.attempt, canary, shareKey), stage);
    assert.deepEqual([canary.stage, canary.trustee, canary.attempt], [stage, 2, 1]);
  }
});

test("§03.5.1 L5 canary points differ for stages, attempts and elections, and nobody knows their logarithm", () => {
  const points = [
    ...stages.map((stage) => canaryPoint(run.attempt, stage)),
    canaryPoint({ ...run.attempt, attempt: 2 }, "open"),
    canaryPoint(attemptOf("another", 1), "open"),
  ];
  points.forEach((p, i) => {
    assert.ok(!isIdentity(p));
    for (const q of points.slice(i + 1)) assert.ok(!equalPoints(p, q));
  });
});

test("L3 a canary binds election, attempt, stage, trustee, key and answer", () => {
  assert.equal(verdictOf({}), true);
  assert.equal(verdictOf({ stage: "close" }), "CANARY_PROOF");
  assert.equal(verdictOf({ trustee: 3 }), "CANARY_PROOF");
  assert.equal(verdictOf({}, { ...run.attempt, attempt: 0 }), "CANARY_PROOF");
  assert.equal(verdictOf({}, attemptOf("another", 1)), "CANARY_PROOF");
  assert.equal(verdictOf({}, run.attempt, run.keys.shares.get(3)), "CANARY_PROOF");
  assert.equal(verdictOf({ point: encodePoint(shareKey) }), "CANARY_PROOF");
  assert.equal(verdictOf({ proof: flipped(body.proof, 0) }), "CANARY_PROOF");
  assert.equal(verdictOf({ point: TOO_LARGE }), "CANARY_NOT_A_POINT");
});

test("A6 canary as decryption oracle: a share's methods take no point", () => {
  const methods = Object.getOwnPropertyNames(TrusteeShare.prototype).filter((name) => name !== "constructor");
  assert.deepEqual(methods.sort(), ["backup", "proveCanary", "proveDecryption"]);
  assert.deepEqual(Object.keys(share).sort(), ["attempt", "trustee"]);
  assert.equal(JSON.stringify(share).includes("share"), false);
});

test("A6 canary as decryption oracle: an answer for a chosen point is refused, even with a valid proof about it", () => {
  // What a trustee would give who were talked into multiplying a voter's α, disguised by r·B.
  const secret = randomScalar(randomBytes);
  const key = multiplyBase(secret);
  const victim = encrypt(run.keys.key, 1, randomScalar(randomBytes));
  const image = multiply(victim.alpha, secret);
  const honest = canaryStatement(run.attempt, "open", 2, key, image);
  const chosen = { ...honest, bases: [victim.alpha] };
  const canary: CanaryBody = {
    attempt: 1,
    point: encodePoint(image),
    proof: proveEquality(chosen, secret, randomBytes),
    stage: "open",
    trustee: 2,
  };
  assert.equal(verdictOf(canary, run.attempt, key), "CANARY_PROOF");
  const control = multiply(canaryPoint(run.attempt, "open"), secret);
  const proof = proveEquality({ ...honest, images: [control] }, secret, randomBytes);
  assert.equal(verdictOf({ ...canary, point: encodePoint(control), proof }, run.attempt, key), true);
});
