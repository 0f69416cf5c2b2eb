import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, fromHex } from "@veche/base";
import { encodePoint, equalPoints, ORDER } from "@veche/group";
import fc from "fast-check";
import { decodeBallot } from "./decode.ts";
import { encodeBallot } from "./parts.ts";
import { ballotPoints } from "./statement.ts";
import { castOf, credentialOf, marked, sceneOf } from "./testing/scene.ts";

const scene = sceneOf(
  {
    contests: [
      { options: 3, min: 1, max: 1 },
      { options: 2, min: 0, max: 2 },
    ],
    styles: [[0, 1], [0], [1]],
    issuers: 2,
  },
  "decode",
);
const { manifest } = scene.context;
const cast = castOf(scene, [marked(3, 1), marked(2, 2)], { seq: 2, set: 513 });
const { bytes, ballot } = cast;
const { shape } = ballot;

const X_AT = 6;
const CIPHERTEXTS_AT = 38 + 2 * 256;
const COMMITMENTS_AT = CIPHERTEXTS_AT + 64 * shape.ciphertexts;
const RESPONSES_AT = COMMITMENTS_AT + 32 * shape.commitments;

const patched = (at: number, patch: Bytes): Bytes =>
  concat(bytes.subarray(0, at), patch, bytes.subarray(at + patch.length));

function reasonOf(input: Bytes): string | undefined {
  const result = decodeBallot(input, manifest);
  if (result.ok) return undefined;
  assert.equal(result.error.code, "MALFORMED");
  return result.error.reason;
}

test("§05.3.1 every part stands in its place", () => {
  assert.equal(bytes.length, shape.length);
  assert.deepEqual([...bytes.subarray(0, X_AT)], [1, 0, 0, 2, 2, 1]);
  assert.deepEqual([ballot.style, ballot.seq, ballot.set], [0, 2, 513]);
  assert.ok(equalBytes(ballot.credential, credentialOf(scene)));
  assert.ok(equalBytes(encodePoint(ballot.X), ballot.credential));
  assert.ok(ballot.token.every((signature, i) => equalBytes(signature, scene.token[i] as Bytes)));
  assert.equal(ballot.token.length, 2);
  assert.equal(ballot.ciphertexts.length, 4);
  const alpha = ballot.ciphertexts[1]?.alpha;
  assert.ok(
    alpha !== undefined &&
      equalBytes(encodePoint(alpha), bytes.slice(CIPHERTEXTS_AT + 64, CIPHERTEXTS_AT + 96)),
  );
});

test("§09.6.2 the points of a ballot, as hints name them: X, ciphertexts, commitments", () => {
  const points = ballotPoints(ballot);
  assert.equal(points.length, 32 * (1 + shape.points));
  assert.ok(equalBytes(points.subarray(0, 32), bytes.subarray(X_AT, X_AT + 32)));
  assert.ok(equalBytes(points.subarray(32), bytes.subarray(CIPHERTEXTS_AT, RESPONSES_AT)));
});

test("a decoded ballot encodes to the same bytes and keeps none of the input", () => {
  const input = bytes.slice();
  const result = decodeBallot(input, manifest);
  assert.ok(result.ok);
  input.fill(0);
  assert.ok(equalBytes(encodeBallot(result.value), bytes));
});

test("L2 §05.3.2 another length than the style's is malformed", () => {
  assert.equal(reasonOf(new Uint8Array(0)), "length");
  assert.equal(reasonOf(bytes.subarray(0, 37)), "length");
  assert.equal(reasonOf(bytes.subarray(0, 38)), "length");
  assert.equal(reasonOf(bytes.subarray(0, -1)), "length");
  assert.equal(reasonOf(bytes.subarray(0, -32)), "length");
  assert.equal(reasonOf(concat(bytes, new Uint8Array(1))), "length");
  assert.equal(reasonOf(concat(bytes, new Uint8Array(32))), "length");
  assert.equal(reasonOf(patched(1, new Uint8Array([0, 1]))), "length", "the length of another style");
});

test("§05.3.2 unknown versions and styles are malformed", () => {
  for (const version of [0, 2, 255]) assert.equal(reasonOf(patched(0, new Uint8Array([version]))), "version");
  for (const style of [3, 255]) assert.equal(reasonOf(patched(1, new Uint8Array([0, style]))), "style");
  assert.equal(reasonOf(patched(1, new Uint8Array([255, 255]))), "style");
});

/** Not canonical or no point at all: p, negative, x·y negative, no square, a set high bit (RFC 9496 §A.2). */
const NO_POINTS = [
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
  "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
  "0000000000000000000000000000000000000000000000000000000000000080",
].map((text) => fromHex(text) as Bytes);

test("L4 §01.2.2 a point that is not canonical is malformed in every place", () => {
  for (const at of [X_AT, ...placesOf(CIPHERTEXTS_AT, RESPONSES_AT)]) {
    for (const point of NO_POINTS) assert.equal(reasonOf(patched(at, point)), "point", `at ${at}`);
  }
});

test("§01.2.3 a scalar that is not below ℓ is malformed in every place", () => {
  const order = scalarBytes(ORDER);
  for (const at of placesOf(RESPONSES_AT, bytes.length)) {
    const value = ballotScalarAt(at);
    const same = scalarBytes(value + ORDER);
    for (const scalar of [order, same, new Uint8Array(32).fill(255)]) {
      assert.equal(reasonOf(patched(at, scalar)), "scalar", `at ${at}`);
    }
    assert.equal(reasonOf(patched(at, scalarBytes(ORDER - 1n))), undefined);
  }
});

function placesOf(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / 32 }, (_, i) => from + 32 * i);
}

function ballotScalarAt(at: number): bigint {
  return bytes.subarray(at, at + 32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function scalarBytes(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

test("§01.2.4 the identity is refused as X and is a point everywhere else", () => {
  const identity = new Uint8Array(32);
  assert.equal(reasonOf(patched(X_AT, identity)), "identity");
  for (const at of placesOf(CIPHERTEXTS_AT, RESPONSES_AT)) {
    assert.equal(reasonOf(patched(at, identity)), undefined);
  }
});

test("L8 the decoder is total: random bytes and changed ballots are ballots or malformed, never an exception", () => {
  const anyChange = fc.record({
    at: fc.nat(bytes.length - 1),
    change: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    cut: fc.integer({ min: 0, max: 2 }),
  });
  const anyInput = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.uint8Array({ minLength: bytes.length, maxLength: bytes.length }),
    anyChange.map(({ at, change, cut }) => {
      const changed = concat(bytes.subarray(0, at), change, bytes.subarray(at + change.length));
      return changed.subarray(0, changed.length - cut);
    }),
  );
  fc.assert(
    fc.property(anyInput, (input) => {
      const result = decodeBallot(input, manifest);
      if (result.ok) assert.ok(equalBytes(encodeBallot(result.value), input), "one encoding only");
      else assert.equal(result.error.code, "MALFORMED");
    }),
    { numRuns: 150 },
  );
});

test("styles of equal contests have different lengths here: each is decoded by its own shape", () => {
  const one = castOf(scene, [marked(3, 1)], { style: 1 });
  const two = castOf(scene, [marked(2, 0)], { style: 2 });
  assert.deepEqual([one.ballot.ciphertexts.length, two.ballot.ciphertexts.length], [2, 2]);
  assert.deepEqual([one.ballot.shape.proofs.length, two.ballot.shape.proofs.length], [3, 2]);
  assert.ok(equalPoints(one.ballot.X, two.ballot.X));
});
