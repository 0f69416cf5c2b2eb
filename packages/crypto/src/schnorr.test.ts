import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, utf8 } from "@veche/base";
import {
  add,
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  equalPoints,
  IDENTITY,
  multiplyBase,
  multiplyPublic,
  multiScalar,
  negateScalar,
  ORDER,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { verifyBatch } from "./batch.ts";
import { type Statement, verifyStatement } from "./equations.ts";
import { decodeProof, type ProofScalars } from "./proof-bytes.ts";
import {
  decodeIssueKey,
  type IssueKey,
  issueStatement,
  proveKnowledge,
  signIssue,
  verifyIssue,
  verifyKnowledge,
} from "./schnorr.ts";
import { flipped, seeded, stuck } from "./seeded.test.ts";
import { hashToScalar, type Item } from "./transcript.ts";

const randomBytes = seeded("schnorr");
const secret = randomScalar(randomBytes);
const point = multiplyBase(secret);
const context: readonly Item[] = [utf8("election"), 0, 3, encodePoint(point)];
const proof = proveKnowledge("knowledge", context, secret, randomBytes);

const tooLarge = new Uint8Array(32).fill(0xff);

test("§01.6.2 a proof of knowledge verifies, and is c ‖ z of the formula", () => {
  assert.equal(proof.length, 64);
  assert.equal(verifyKnowledge("knowledge", context, point, proof), true);
});

test("L3 every field under the challenge of a proof of knowledge binds", () => {
  const replaced = (at: number, item: Item): readonly Item[] => context.map((c, i) => (i === at ? item : c));
  assert.equal(verifyKnowledge("canary", context, point, proof), false);
  assert.equal(verifyKnowledge("knowledge", replaced(0, utf8("other")), point, proof), false);
  assert.equal(verifyKnowledge("knowledge", replaced(1, 1), point, proof), false);
  assert.equal(verifyKnowledge("knowledge", replaced(2, 4), point, proof), false);
  assert.equal(verifyKnowledge("knowledge", replaced(3, encodePoint(BASE)), point, proof), false);
  assert.equal(verifyKnowledge("knowledge", context, add(point, BASE), proof), false);
  for (const bit of [0, 255, 256, 300, 511]) {
    assert.equal(verifyKnowledge("knowledge", context, point, flipped(proof, bit)), false);
  }
});

test("§01.6.2 a proof with a scalar that is not canonical, or of another length, is wrong", () => {
  const z = proof.subarray(32);
  const c = proof.subarray(0, 32);
  assert.equal(verifyKnowledge("knowledge", context, point, concat(tooLarge, z)), false);
  assert.equal(verifyKnowledge("knowledge", context, point, concat(c, tooLarge)), false);
  assert.equal(verifyKnowledge("knowledge", context, point, proof.subarray(0, 63)), false);
  assert.equal(verifyKnowledge("knowledge", context, point, concat(proof, new Uint8Array(1))), false);
});

test("⚔ a rogue key, the negated sum of the others, has no proof of knowledge of its own", () => {
  const others = add(multiplyBase(5n), multiplyBase(7n));
  const rogue = multiplyPublic(others, ORDER - 1n);
  const rogueContext: readonly Item[] = [utf8("election"), 0, 3, encodePoint(rogue)];
  const guess = proveKnowledge("knowledge", rogueContext, secret, randomBytes);
  assert.equal(verifyKnowledge("knowledge", rogueContext, rogue, guess), false);
  assert.equal(verifyKnowledge("knowledge", rogueContext, rogue, proof), false);
  const own: readonly Item[] = [utf8("election"), 0, 3, encodePoint(rogue)];
  const control = proveKnowledge("knowledge", own, ORDER - 12n, randomBytes);
  assert.equal(verifyKnowledge("knowledge", own, rogue, control), true);
});

test("§01.6.1 with a stuck generator two proofs do not give the secret away", () => {
  const first = proveKnowledge("knowledge", [utf8("a"), encodePoint(point)], secret, stuck);
  const second = proveKnowledge("knowledge", [utf8("b"), encodePoint(point)], secret, stuck);
  assert.equal(verifyKnowledge("knowledge", [utf8("a"), encodePoint(point)], point, first), true);
  assert.notDeepEqual(commitmentOf(first), commitmentOf(second));
});

/** a = z·B − c·X: two proofs that share it give x away. */
function commitmentOf(bytes: Bytes): Bytes {
  const { challenge, response } = decodeProof(bytes) as ProofScalars;
  return encodePoint(multiScalar([BASE, point], [response, negateScalar(challenge)]));
}

const message = seeded("message")(64);
const signature = signIssue("registrar-issue", secret, message, randomBytes);
const key = decodeIssueKey(encodePoint(point)) as IssueKey;

test("§01.6.3 an issue signature is R ‖ z with z·B = R + c·P", () => {
  assert.equal(verifyIssue("registrar-issue", point, message, signature), true);
  const commitment = decodePoint(signature.subarray(0, 32)) as Point;
  const response = decodeScalar(signature.subarray(32)) as Scalar;
  const challenge = hashToScalar("registrar-issue", encodePoint(point), encodePoint(commitment), message);
  assert.ok(equalPoints(multiplyBase(response), add(commitment, multiplyPublic(point, challenge))));
});

test("§01.6.3 issue signatures verify as one batch, and the wrong one among them is named", () => {
  const messages = Array.from({ length: 6 }, (_, i) => seeded(`message ${i}`)(64));
  const statements = messages.map((m, i) => {
    const signed = signIssue("registrar-issue", secret, i === 4 ? message : m, randomBytes);
    return issueStatement("registrar-issue", key, m, signed) as Statement;
  });
  const verdicts = verifyBatch(createKernel(), statements, randomBytes).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts, ["RIGHT", "RIGHT", "RIGHT", "RIGHT", "WRONG", "RIGHT"]);
});

test("L3 every field of an issue signature binds", () => {
  assert.equal(verifyIssue("knowledge", point, message, signature), false);
  assert.equal(verifyIssue("registrar-issue", add(point, BASE), message, signature), false);
  assert.equal(verifyIssue("registrar-issue", point, flipped(message, 0), signature), false);
  assert.equal(verifyIssue("registrar-issue", IDENTITY, message, signature), false);
  for (const bit of [1, 200, 256, 500]) {
    assert.equal(verifyIssue("registrar-issue", point, message, flipped(signature, bit)), false);
  }
});

test("§01.2 an issue signature whose R or z is not canonical claims nothing", () => {
  const r = signature.subarray(0, 32);
  const z = signature.subarray(32);
  const noPoint = issueStatement("registrar-issue", key, message, concat(tooLarge, z)) as Statement;
  assert.equal(verifyBatch(createKernel(), [noPoint], randomBytes)[0]?.verdict, "NOT_POINTS");
  assert.equal(verifyStatement(noPoint), false);
  assert.equal(issueStatement("registrar-issue", key, message, concat(r, tooLarge)), undefined);
  assert.equal(issueStatement("registrar-issue", key, message, signature.subarray(1)), undefined);
  assert.equal(verifyIssue("registrar-issue", point, message, concat(r, tooLarge)), false);
  assert.equal(decodeIssueKey(tooLarge), undefined);
});
