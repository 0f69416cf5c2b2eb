import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, concat, expectOk } from "@veche/base";
import { addScalars, encodeScalar, equalPoints, multiplyBase, type Point, type Scalar } from "@veche/group";
import fc from "fast-check";
import { seeded } from "../ballot/testing/scene.ts";
import { TrusteeShare } from "../tally/trustee-share.ts";
import type { Dealing } from "./dealing.ts";
import { judgeAnswer, judgeShares, shareIsRight } from "./receiving.ts";
import { decodeSharePlaintext, encodeSharePlaintext } from "./share-plaintext.ts";
import {
  attemptOf,
  ceremony,
  flipped,
  plaintextsFor,
  receivedBy,
  TOO_LARGE,
  trusteeShare,
} from "./testing/ceremony.ts";

const run = ceremony(attemptOf("shares", 1), [1, 2, 3, 5], 3, seeded("shares"));
const { attempt, commitments } = run;
const dealer = (i: number): Dealing => run.dealings.get(i) as Dealing;
const points = (i: number): readonly Point[] => commitments.get(i) as readonly Point[];
const route = { ...attempt, dealer: 2, receiver: 5 };
const plaintext = dealer(2).sharePlaintext(5);

test("§03.2.4 honest shares of all dealers are right for every receiver, and only for that receiver", () => {
  for (const j of commitments.keys()) {
    for (const [i, share] of receivedBy(run, j)) {
      assert.ok(shareIsRight(points(i), j, share));
      assert.ok(!shareIsRight(points(i), j + 1, share));
      assert.ok(!shareIsRight(points(i), j, addScalars(share, 1n)));
    }
  }
});

test("§03.2.3 a share's plaintext reads back, and no other bytes do", () => {
  const share = expectOk(decodeSharePlaintext(route, plaintext), "own plaintext");
  assert.deepEqual(encodeSharePlaintext(route, share), plaintext);
  for (const bytes of [plaintext.subarray(1), concat(plaintext, new Uint8Array(1)), new Uint8Array(0)]) {
    assert.ok(!decodeSharePlaintext(route, bytes).ok);
  }
  const oversized = concat(plaintext.subarray(0, -32), TOO_LARGE);
  const verdict = decodeSharePlaintext(route, oversized);
  assert.equal(verdict.ok || verdict.error.code, "SHARE_NOT_A_SCALAR");
});

test("L3 a share's plaintext of another election, attempt, dealer or receiver is refused", () => {
  const others = [
    { ...route, electionId: attemptOf("another").electionId },
    { ...route, attempt: 0 },
    { ...route, dealer: 3 },
    { ...route, receiver: 3 },
  ];
  for (const other of others) {
    const verdict = decodeSharePlaintext(other, plaintext);
    assert.equal(verdict.ok || verdict.error.code, "SHARE_OF_ANOTHER_ROUTE");
  }
});

test("§03.2.4 the receiver complains against exactly those whose file did not open or is wrong", () => {
  const share = expectOk(decodeSharePlaintext(route, plaintext), "own plaintext");
  const got = plaintextsFor(run, 5);
  got.delete(1);
  got.set(2, encodeSharePlaintext(route, addScalars(share, 1n)));
  const verdict = judgeShares(attempt, 5, commitments, got);
  assert.deepEqual(verdict.against, [1, 2]);
  assert.deepEqual([...verdict.shares.keys()], [3]);
  assert.deepEqual(judgeShares(attempt, 5, commitments, plaintextsFor(run, 5)).against, []);
});

test("A5 complaint judged: a receiver who frames an honest dealer gets a right answer, and must use it", () => {
  const complaints = new Map([[5, [2]]]);
  const answer = dealer(2).answer(5, complaints);
  const share = expectOk(judgeAnswer(points(2), 5, answer), "honest answer");
  assert.equal(share, expectOk(decodeSharePlaintext(route, plaintext), "own plaintext"));
});

test("A5 complaint judged: a lying dealer has no right answer", () => {
  const right = dealer(2).answer(5, new Map([[5, [2]]]));
  const codes = [
    flipped(right, 0),
    dealer(2).answer(3, new Map([[3, [2]]])),
    dealer(1).answer(5, new Map([[5, [1]]])),
    encodeScalar(0n),
    TOO_LARGE,
  ].map((answer) => {
    const verdict = judgeAnswer(points(2), 5, answer);
    return verdict.ok || verdict.error.code;
  });
  assert.deepEqual(codes, [
    "ANSWER_WRONG",
    "ANSWER_WRONG",
    "ANSWER_WRONG",
    "ANSWER_WRONG",
    "ANSWER_NOT_A_SCALAR",
  ]);
});

test("A5 a dealer's tool answers only complaints that stand: the polynomial cannot be asked for point by point", () => {
  assert.throws(() => dealer(2).answer(5, new Map()), BugError);
  assert.throws(() => dealer(2).answer(5, new Map([[5, [1, 3]]])), BugError);
  assert.throws(() => dealer(2).answer(5, new Map([[3, [2]]])), BugError);
  assert.throws(() => dealer(2).sharePlaintext(2), BugError);
});

test("§03.4.1 x_j·B = Y_j, whether a share came by file or by answer", () => {
  const byFile = trusteeShare(run, 5);
  const answered = new Map(receivedBy(run, 5));
  answered.set(2, expectOk(judgeAnswer(points(2), 5, dealer(2).answer(5, new Map([[5, [2]]]))), "answer"));
  const byAnswer = expectOk(TrusteeShare.assemble(dealer(5), commitments, answered), "share");
  assert.deepEqual(byAnswer.backup(), byFile.backup());
  expectOk(TrusteeShare.restore(byFile.backup(), run.keys), "the key of the ledger");
});

test("§03.4.1 the keys are those of the sum of all polynomials, for any set of alive trustees", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 5 }),
      fc.string(),
      (alive, seed) => {
        const other = ceremony(attempt, alive, 2, seeded(seed));
        return alive.every((j) => {
          const received = [...receivedBy(other, j).values()];
          const own = (other.dealings.get(j) as Dealing).ownShare();
          const share = received.reduce(addScalars, own);
          return equalPoints(multiplyBase(share), other.keys.shares.get(j) as Point);
        });
      },
    ),
    { numRuns: 5 },
  );
});

test("§03.2.4 a trustee does not take a share it has not or that is wrong", () => {
  const received = new Map<number, Scalar>(receivedBy(run, 5));
  const codeWith = (changed: ReadonlyMap<number, Scalar>): unknown => {
    const share = TrusteeShare.assemble(dealer(5), commitments, changed);
    return share.ok || share.error;
  };
  const missing = new Map([...received].filter(([i]) => i !== 3));
  assert.deepEqual(codeWith(missing), { code: "SHARE_MISSING", dealer: 3 });
  const wrong = new Map([...received, [1, 12n]]);
  assert.deepEqual(codeWith(wrong), { code: "SHARE_WRONG", dealer: 1 });
});

test("L16 a share read back from a damaged backup, or for another key, is found", () => {
  const backup = trusteeShare(run, 5).backup();
  const restored = (bytes: Uint8Array, keys = run.keys): unknown => {
    const share = TrusteeShare.restore(bytes, keys);
    return share.ok || share.error.code;
  };
  assert.equal(restored(backup), true);
  assert.equal(restored(backup.subarray(1)), "BACKUP_MALFORMED");
  assert.equal(restored(dealer(5).backup()), "BACKUP_MALFORMED");
  const other = ceremony(attempt, [1, 2, 3, 5], 3, seeded("other"));
  assert.equal(restored(backup, other.keys), "BACKUP_OF_ANOTHER_KEY");
  assert.equal(restored(trusteeShare(other, 5).backup()), "BACKUP_OF_ANOTHER_KEY");
});
