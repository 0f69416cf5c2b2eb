import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProofPool } from "../pool/jobs.ts";
import { faultsOf, loneElection, placeAt, toldPool, transactionOf } from "../testing/lone-election.ts";
import { testManifest } from "../testing/test-manifest.ts";
import { hash32 } from "../transcript.ts";
import {
  ceremonyIsDone,
  isAscending,
  takeCommit,
  takeComplaint,
  takeConfirm,
  takeRestart,
} from "./ceremony.ts";
import { type Ceremony, newAttempt } from "./ceremony-state.ts";
import type { Election } from "./election.ts";

const place = placeAt(5000);
const STEP = ["V10 CEREMONY_STEP"];

function electionIn(step: Ceremony["step"], pool?: ProofPool): Election {
  const election = loneElection(testManifest(), pool);
  election.ceremony.step = step;
  return election;
}

const confirm = (election: Election, trustee: number): Promise<readonly string[]> =>
  faultsOf((judge) =>
    takeConfirm(election, transactionOf("trustee-confirm", { attempt: 0, trustee }), place, judge),
  );
const complain = (election: Election, trustee: number, ...against: readonly number[]) =>
  faultsOf((judge) => {
    const body = { against, attempt: 0, trustee };
    return takeComplaint(election, transactionOf("trustee-complaint", body), place, judge);
  });

test("each trustee confirms or complains, once", async () => {
  const election = electionIn("confirm");
  assert.deepEqual(await confirm(election, 1), []);
  assert.deepEqual(await confirm(election, 1), STEP);
  assert.deepEqual(await complain(election, 1, 2), STEP);
  assert.deepEqual(await complain(election, 2, 1), []);
  assert.deepEqual(await complain(election, 2, 1), STEP);
  assert.deepEqual(await confirm(election, 2), STEP);
  const { confirmed, complaints } = election.ceremony;
  assert.deepEqual([[...confirmed], [...complaints.keys()]], [[1], [2]]);
});

test("who complained confirms when there are answers, once, and nobody else does", async () => {
  const election = electionIn("reconfirm");
  const { confirmed, complaints } = election.ceremony;
  for (const j of [1, 5]) confirmed.add(j);
  for (const j of [2, 4]) complaints.set(j, new Set());
  assert.deepEqual(await confirm(election, 1), STEP);
  assert.deepEqual(await confirm(election, 3), STEP);
  assert.deepEqual(await confirm(election, 2), []);
  assert.deepEqual(await confirm(election, 2), STEP);
  assert.deepEqual(await complain(election, 4, 1), STEP);
  assert.ok(!ceremonyIsDone(election));
  assert.deepEqual(await confirm(election, 4), []);
  assert.ok(ceremonyIsDone(election));
});

test("a complaint is against others that are alive, each once, in their order", async () => {
  const FORM = ["V10 CEREMONY_FORM"];
  for (const [against, faults] of [
    [[2], []],
    [[2, 3, 5], []],
    [[], FORM],
    [[1], FORM],
    [[1, 2], FORM],
    [[6], FORM],
    [[2, 6], FORM],
    [[3, 2], FORM],
    [[2, 2], FORM],
  ] as const) {
    const election = electionIn("confirm");
    assert.deepEqual(await complain(election, 1, ...against), faults, `against ${against.join(" ")}`);
    assert.equal(election.ceremony.complaints.has(1), faults.length === 0);
  }
});

test("a new attempt leaves out trustees that are alive, and enough are left", async () => {
  const FORM = ["V10 CEREMONY_FORM"];
  for (const [excluded, faults] of [
    [[], []],
    [[2], []],
    [[2, 3], ["V10 CEREMONY_TOO_FEW"]],
    [[6], FORM],
    [[2, 6], FORM],
    [[3, 2], FORM],
    [[2, 2], FORM],
  ] as const) {
    const election = electionIn("confirm");
    election.canaries.set(1, new Set(["ceremony"]));
    const own = placeAt(7000);
    const tx = transactionOf("ceremony-restart", { excluded: [...excluded] });
    assert.deepEqual(await faultsOf((judge) => takeRestart(election, tx, own, judge)), faults);
    assert.equal(election.ceremony.attempt, 0, "it takes effect at the end of its block");
    own.block.control?.();
    if (faults.length > 0) assert.equal(election.ceremony.attempt, 0);
    else {
      const alive = [1, 2, 3, 4, 5].filter((j) => !(excluded as readonly number[]).includes(j));
      assert.deepEqual(election.ceremony, newAttempt(1, alive, 7000));
      assert.equal(election.canaries.size, 0);
    }
  }
});

test("a ceremony that failed is not done", () => {
  assert.ok(ceremonyIsDone(electionIn("done")));
  for (const step of ["failed", "hash", "confirm"] as const)
    assert.ok(!ceremonyIsDone(electionIn(step)), step);
});

test("commitments that make the election key, or a trustee's, the identity are blamed, and count as not given", async () => {
  for (const isIdentity of [true, false]) {
    const keys = new Uint8Array(96).fill(3);
    const { pool, jobs } = toldPool({
      knowledge: () => true,
      keys: () => (isIdentity ? undefined : keys),
    });
    const election = electionIn("hash", pool);
    const { electionId } = election;
    const commitments = new Uint8Array(96);
    election.ceremony = newAttempt(0, [1, 2], 0);
    const { ceremony } = election;
    ceremony.step = "commit";
    for (const j of [1, 2]) ceremony.hashes.set(j, hash32("commitments", electionId, 0, j, commitments));
    for (const trustee of [1, 2]) {
      const body = { attempt: 0, commitments, proof: new Uint8Array(64), trustee };
      assert.deepEqual(
        await faultsOf((judge) => takeCommit(election, transactionOf("trustee-commit", body), place, judge)),
        [],
      );
    }
    // Who is not the last to commit is not asked for what all of them make together.
    assert.deepEqual(
      jobs.map(({ kind }) => kind),
      ["knowledge", "knowledge", "keys"],
    );
    assert.deepEqual(
      election.blamed.map(({ trustee, wrong }) => [trustee, wrong]),
      isIdentity ? [[2, "keys"]] : [],
    );
    assert.deepEqual([...ceremony.commitments.keys()], isIdentity ? [1] : [1, 2]);
    assert.equal(ceremony.keys === undefined, isIdentity);
    assert.equal(ceremony.step, isIdentity ? "commit" : "shares");
  }
});

test("ascending is without equals", () => {
  assert.ok(isAscending([]) && isAscending([7]) && isAscending([1, 2, 9]));
  assert.ok(!isAscending([1, 1]) && !isAscending([2, 1]) && !isAscending([1, 3, 2]));
});
