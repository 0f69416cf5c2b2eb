import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodePoint, encodeScalar, IDENTITY, multiplyBase, ORDER } from "@veche/group";
import { proveKnowledge, signIssue } from "../testing/proving.ts";
import { seededBytes } from "../testing/random.ts";
import { hash64 } from "../transcript.ts";
import { Coefficients, statementHolds } from "./batch-sum.ts";
import { issueStatement, type KnowledgeClaim, readResponse, verifyKnowledge } from "./schnorr.ts";

const random = seededBytes("schnorr");
const electionId = new Uint8Array(32).fill(9);
const NO_NUMBER = new Uint8Array(32).fill(0xff);
const point = (n: bigint): Bytes => encodePoint(multiplyBase(n));

function claimOf(secret: bigint, ...others: readonly Bytes[]): KnowledgeClaim {
  const commitments = concat(point(secret), ...others);
  const proof = proveKnowledge(random, [electionId, 1, 2], commitments, secret);
  return { electionId, attempt: 1, trustee: 2, commitments, proof };
}

test("who knows the logarithm of the first commitment can show it", () => {
  for (const claim of [claimOf(5n), claimOf(5n, point(6n), encodePoint(IDENTITY))]) {
    assert.ok(verifyKnowledge(claim));
    const { proof } = claim;
    for (const change of [
      { electionId: new Uint8Array(32) },
      { attempt: 2 },
      { trustee: 1 },
      { commitments: concat(claim.commitments, point(6n)) },
      { commitments: concat(point(6n), claim.commitments.subarray(32)) },
      { proof: concat(proof.subarray(32), proof.subarray(0, 32)) },
      { proof: concat(proof.subarray(0, 32), encodeScalar(1n)) },
      { proof: concat(encodeScalar(1n), proof.subarray(32)) },
    ]) {
      assert.ok(!verifyKnowledge({ ...claim, ...change }));
    }
  }
});

test("the first commitment is not the identity, and all of them are points", () => {
  assert.ok(!verifyKnowledge(claimOf(0n, point(6n))));
  assert.ok(!verifyKnowledge(claimOf(5n, NO_NUMBER)));
  assert.ok(!verifyKnowledge(claimOf(5n, point(6n), NO_NUMBER)));
  assert.ok(!verifyKnowledge({ ...claimOf(5n), commitments: NO_NUMBER }));
  assert.ok(!verifyKnowledge({ ...claimOf(5n), commitments: new Uint8Array(0) }));
});

test("a response is two scalars", () => {
  const [c, z] = [encodeScalar(3n), encodeScalar(ORDER - 1n)];
  assert.deepEqual(readResponse(concat(c, z)), { c: 3n, z: ORDER - 1n });
  assert.equal(readResponse(concat(NO_NUMBER, z)), undefined);
  assert.equal(readResponse(concat(c, NO_NUMBER)), undefined);
  const claim = claimOf(5n);
  assert.ok(!verifyKnowledge({ ...claim, proof: concat(NO_NUMBER, z) }));
});

test("the signature on an issue is a point and a scalar, and holds for its message", () => {
  const key = multiplyBase(77n);
  const message = hash64("tx", "message");
  const signature = signIssue(random, 77n, message);
  const holds = (about: Bytes, signed: Bytes): boolean | undefined => {
    const statement = issueStatement(key, encodePoint(key), about, signed);
    return statement && statementHolds(statement, new Coefficients(new Uint8Array(32)));
  };
  const [r, z] = [signature.subarray(0, 32), signature.subarray(32)];
  assert.equal(holds(message, signature), true);
  assert.equal(holds(hash64("tx", "other"), signature), false);
  assert.equal(holds(message, concat(r, encodeScalar(1n))), false);
  assert.equal(holds(message, concat(point(1n), z)), false);
  assert.equal(holds(message, concat(NO_NUMBER, z)), undefined);
  assert.equal(holds(message, concat(r, NO_NUMBER)), undefined);
});
