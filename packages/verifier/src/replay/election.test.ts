import assert from "node:assert/strict";
import { test } from "node:test";
import type { Transaction } from "../form/entry.ts";
import { faultsOf, loneElection, transactionOf } from "../testing/lone-election.ts";
import type { Signer } from "../testing/parties.ts";
import { blame, type Election, lastEnd, wasBlamed } from "./election.ts";

const hash = (n: number) => new Uint8Array(32).fill(n);
const answer = (n: number, signers: readonly Signer[] = []): Transaction =>
  transactionOf("trustee-answer", { attempt: 0, complainer: 2, share: hash(n), trustee: 1 }, signers);
const canary = (n: number): Transaction =>
  transactionOf("canary", {
    attempt: 0,
    point: hash(n),
    proof: new Uint8Array(64),
    stage: "open",
    trustee: 1,
  });

const blamed = (election: Election, tx: Transaction, trustee: number, entry = 0) =>
  faultsOf((judge) => blame(election, tx, trustee, "proof", judge), entry);

test("of each type each trustee is blamed three times", async () => {
  const election = loneElection();
  const LIMIT = ["V15 BLAME_LIMIT"];
  for (const n of [1, 2, 3]) assert.deepEqual(await blamed(election, answer(n), 1, n), []);
  assert.deepEqual(await blamed(election, answer(4), 1), LIMIT);
  for (const n of [1, 2, 3]) assert.deepEqual(await blamed(election, canary(n), 1, 10 + n), []);
  assert.deepEqual(await blamed(election, canary(4), 1), LIMIT);
  for (const n of [1, 2, 3]) assert.deepEqual(await blamed(election, answer(n), 2, 20 + n), []);
  assert.deepEqual(await blamed(election, answer(4), 2), LIMIT);
  assert.deepEqual(
    election.blamed.map(({ entry, trustee, type }) => [entry, trustee, type]),
    [
      ...[1, 2, 3].map((n) => [n, 1, "trustee-answer"]),
      ...[11, 12, 13].map((n) => [n, 1, "canary"]),
      ...[21, 22, 23].map((n) => [n, 2, "trustee-answer"]),
    ],
  );
});

test("what was blamed is known again by its body and its signatures", async () => {
  const election = loneElection();
  assert.ok(!wasBlamed(election, answer(1)));
  await blamed(election, answer(1, [[3, 1]]), 1);
  assert.ok(wasBlamed(election, answer(1, [[3, 1]])));
  assert.ok(!wasBlamed(election, answer(1)));
  assert.ok(!wasBlamed(election, answer(1, [[3, 2]])));
  assert.ok(!wasBlamed(election, answer(2, [[3, 1]])));
  assert.ok(!wasBlamed(election, canary(1)));
  await blamed(election, canary(1), 1);
  assert.ok(wasBlamed(election, canary(1)));
  assert.ok(!wasBlamed(election, canary(2)));
});

test("an election ends with the style that ends last", () => {
  const election = loneElection();
  const [a, b] = election.styles;
  assert.ok(a !== undefined && b !== undefined);
  a.window.castEnds += 5;
  b.window.issueEnds += 7;
  assert.equal(lastEnd(election, "castEnds"), a.window.castEnds);
  assert.equal(lastEnd(election, "issueEnds"), b.window.issueEnds);
});
