import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodePoint, encodeScalar, multiplyBase, ORDER } from "@veche/group";
import { decodeCommitments, sumKeys, verifyShare } from "./feldman.ts";

const NO_NUMBER = new Uint8Array(32).fill(0xff);
const mod = (value: bigint): bigint => ((value % ORDER) + ORDER) % ORDER;
const point = (n: bigint): Bytes => encodePoint(multiplyBase(mod(n)));

/** Commitments to a polynomial, its lowest coefficient first. */
const commit = (...coefficients: readonly bigint[]): Bytes => concat(...coefficients.map(point));

test("a share lies on the polynomial of its dealer", () => {
  // 7 + 5x + 3x²
  const commitments = commit(7n, 5n, 3n);
  for (const [receiver, value] of [
    [1, 15n],
    [2, 29n],
    [99, 29_905n],
  ] as const) {
    const verify = (share: Bytes): boolean => verifyShare({ commitments, receiver, share });
    assert.ok(verify(encodeScalar(value)));
    assert.ok(!verify(encodeScalar(value + 1n)));
    assert.ok(!verify(encodeScalar(ORDER - value)));
    assert.ok(!verifyShare({ commitments, receiver: receiver + 1, share: encodeScalar(value) }));
  }
  assert.ok(verifyShare({ commitments: commit(7n), receiver: 50, share: encodeScalar(7n) }));
});

test("what cannot be read is no share, and no commitment", () => {
  const share = encodeScalar(15n);
  assert.ok(!verifyShare({ commitments: commit(7n, 5n, 3n), receiver: 1, share: NO_NUMBER }));
  for (let wrong = 0; wrong < 3; wrong++) {
    const parts = [7n, 5n, 3n].map((n, i) => (i === wrong ? NO_NUMBER : point(n)));
    assert.equal(decodeCommitments(concat(...parts)), undefined);
    assert.ok(!verifyShare({ commitments: concat(...parts), receiver: 1, share }));
  }
  assert.equal(decodeCommitments(commit(7n, 5n))?.length, 2);
});

test("keys are the sums of what the dealers committed to", () => {
  // 7 + 5x and 1 + 2x: 8 + 7x.
  const dealers = [commit(7n, 5n), commit(1n, 2n)];
  assert.deepEqual(sumKeys({ dealers, trustees: [1, 3] }), commit(8n, 15n, 29n));
  assert.deepEqual(sumKeys({ dealers, trustees: [] }), commit(8n));
  assert.deepEqual(sumKeys({ dealers: [commit(7n, 5n)], trustees: [2] }), commit(7n, 17n));
  for (const at of [0, 1]) {
    const wrong = dealers.map((dealer, i) => (i === at ? concat(NO_NUMBER, dealer.subarray(32)) : dealer));
    assert.equal(sumKeys({ dealers: wrong, trustees: [1] }), undefined);
  }
});

test("no key is the identity", () => {
  assert.equal(sumKeys({ dealers: [commit(7n, 5n), commit(-7n, 2n)], trustees: [1] }), undefined);
  // 8 − 4x is zero at 2 alone.
  const dealers = [commit(7n, -6n), commit(1n, 2n)];
  assert.equal(sumKeys({ dealers, trustees: [1, 2, 3] }), undefined);
  assert.deepEqual(sumKeys({ dealers, trustees: [1, 3] }), commit(8n, 4n, -4n));
});
