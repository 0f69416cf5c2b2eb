import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError } from "@veche/base";
import type { Transaction } from "../form/entry.ts";
import { faultsOf, loneElection, placeAt, transactionOf } from "../testing/lone-election.ts";
import { dispatch } from "./dispatch.ts";
import type { Election } from "./election.ts";

const hash = new Uint8Array(32);
const place = placeAt(5);

/** One of each transaction of the ceremony, to which trustee 1 has just come. */
const CEREMONY: readonly Transaction[] = [
  transactionOf("trustee-hash", { attempt: 0, hash, trustee: 1 }),
  transactionOf("trustee-commit", {
    attempt: 0,
    commitments: new Uint8Array(96),
    proof: new Uint8Array(64),
    trustee: 1,
  }),
  transactionOf("trustee-shares", { attempt: 0, shares: [1, 2, 3, 4].map(() => hash), trustee: 1 }),
  transactionOf("trustee-confirm", { attempt: 0, trustee: 1 }),
  transactionOf("trustee-complaint", { against: [2], attempt: 0, trustee: 1 }),
  transactionOf("trustee-answer", { attempt: 0, complainer: 2, share: hash, trustee: 1 }),
  transactionOf("deadline", { attempt: 0, step: "hash" }),
  transactionOf("ceremony-restart", { excluded: [1] }),
];

const judged = (election: Election, tx: Transaction) =>
  faultsOf((judge) => dispatch(election, tx, place, judge));

test("nothing of the ceremony comes after set-up, whatever its state", async () => {
  for (const phase of ["open", "closed"] as const) {
    for (const tx of CEREMONY) {
      const election = loneElection();
      election.phase = phase;
      assert.deepEqual(await judged(election, tx), ["V09 PHASE"], `${tx.type}, ${phase}`);
      assert.equal(place.block.control, undefined);
    }
  }
});

test("in set-up the ceremony judges by its own step", async () => {
  const wrong = (type: string): readonly string[] => {
    if (type === "trustee-hash" || type === "ceremony-restart") return [];
    return [type === "deadline" ? "V10 DEADLINE_NOT_DUE" : "V10 CEREMONY_STEP"];
  };
  for (const tx of CEREMONY) {
    const election = loneElection();
    election.phase = "set-up";
    assert.deepEqual(await judged(election, tx), wrong(tx.type), tx.type);
  }
});

test("what is taken elsewhere does not come here", async () => {
  for (const tx of [transactionOf("close", {}), transactionOf("cast", { ballot: hash })])
    await assert.rejects(judged(loneElection(), tx), BugError);
});
