import assert from "node:assert/strict";
import { test } from "node:test";
import type { EqualityVerdict } from "../proofs/equality.ts";
import { faultsOf, loneElection, placeAt, toldPool, transactionOf } from "../testing/lone-election.ts";
import type { Signer } from "../testing/parties.ts";
import { testManifest } from "../testing/test-manifest.ts";
import { ROLE } from "./authority.ts";
import type { Election } from "./election.ts";
import type { Result } from "./result.ts";
import { fixTally, type Tally } from "./tally.ts";
import { takeCertify, takeDecryption, takeHead } from "./tallying.ts";

const hash = (n: number) => new Uint8Array(32).fill(n);
const root = hash(7);
const DUE = testManifest().tallyNotBefore;
const SIZE = 40;

type Closed = { readonly election: Election; readonly tally: Tally };

/** An election that was closed with four ballots of style `b`, whose sums are nothing. */
function closed(verdict: EqualityVerdict = "right", count?: number): Closed {
  const { pool } = toldPool({
    equality: () => verdict,
    opening: (job) => (job.kind === "opening" ? job.claim.limits.map(() => count) : assert.fail()),
  });
  const election = loneElection(testManifest(), pool);
  const style = election.styles[1] ?? assert.fail();
  style.ballots = 4;
  const shares = new Map([1, 2, 3, 4].map((j) => [j, hash(j)]));
  election.ceremony = {
    ...election.ceremony,
    alive: [1, 2, 3, 4],
    step: "done",
    keys: { key: hash(0), shares },
  };
  election.phase = "closed";
  const tally = fixTally(election, SIZE, root);
  election.tally = tally;
  assert.ok(tally.limits.length > 0);
  return { election, tally };
}

const head = ({ election, tally }: Closed, trustee: number, time = DUE) => {
  const body = { aggregates: tally.aggregatesHash, root, size: SIZE, trustee };
  return faultsOf((judge) => takeHead(election, transactionOf("tally-head", body), placeAt(time), judge));
};
const decrypt = ({ election, tally }: Closed, trustee: number, points = tally.bases, time = DUE) => {
  const body = { points, proof: new Uint8Array(64), trustee };
  return faultsOf((judge) =>
    takeDecryption(election, transactionOf("decryption", body), placeAt(time), judge),
  );
};

test("heads come from the trustees of the ceremony, each once, when the tally is due", async () => {
  const one = closed();
  assert.deepEqual(await head(one, 1, DUE - 1), ["V09 TOO_EARLY"]);
  assert.deepEqual(await head(one, 1), []);
  assert.deepEqual(await head(one, 1), ["V22 ALREADY"]);
  assert.deepEqual(await head(one, 5), ["V22 NOT_ALIVE"]);
  assert.deepEqual(one.tally.heads.get(1), { entry: 0, same: true });
  for (const step of ["failed", "confirm"] as const) {
    const other = closed();
    other.election.ceremony.step = step;
    assert.deepEqual(await head(other, 1), ["V22 NOT_ALIVE"]);
  }
  const open = closed();
  open.election.phase = "open";
  assert.deepEqual(await head(open, 1), ["V09 PHASE"]);
});

test("decryptions come from trustees of the ceremony that have said the same head", async () => {
  const one = closed();
  assert.deepEqual(await decrypt(one, 1), ["V23 HEAD_DIFFERS"]);
  await head(one, 1);
  assert.deepEqual(await decrypt(one, 1, one.tally.bases, DUE - 1), ["V09 TOO_EARLY"]);
  assert.deepEqual(await decrypt(one, 1, one.tally.bases.subarray(32)), ["V06 BODY_FORM"]);
  assert.deepEqual(await decrypt(one, 1), []);
  assert.deepEqual(await decrypt(one, 1), ["V23 ALREADY"]);
  assert.deepEqual([...one.tally.decryptions.keys()], [1]);
  one.tally.heads.set(2, { entry: 1, same: false });
  assert.deepEqual(await decrypt(one, 2), ["V23 HEAD_DIFFERS"]);
});

test("who is not of the ceremony, or has no key, decrypts nothing", async () => {
  const NOT = ["V23 NOT_ALIVE"];
  const one = closed();
  assert.deepEqual(await decrypt(one, 5), NOT);
  const { ceremony } = one.election;
  const failed: Closed = { ...one, election: { ...one.election, ceremony: { ...ceremony, step: "failed" } } };
  assert.deepEqual(await decrypt(failed, 1), NOT);
  const left: Closed = { ...one, election: { ...one.election, ceremony: { ...ceremony, alive: [2, 3, 4] } } };
  assert.deepEqual(await decrypt(left, 1), NOT);
  const keyless: Closed = {
    ...one,
    election: { ...one.election, ceremony: { ...ceremony, keys: undefined } },
  };
  assert.deepEqual(await decrypt(keyless, 1), NOT);
});

test("a wrong proof is blamed, a point that is none refused", async () => {
  const wrong = closed("wrong");
  await head(wrong, 1);
  assert.deepEqual(await decrypt(wrong, 1), []);
  assert.deepEqual(
    wrong.election.blamed.map((one) => [one.trustee, one.wrong]),
    [[1, "proof"]],
  );
  assert.equal(wrong.tally.decryptions.size, 0);
  const malformed = closed("malformed");
  await head(malformed, 1);
  assert.deepEqual(await decrypt(malformed, 1), ["V06 POINT_INVALID"]);
  assert.equal(malformed.tally.decryptions.size, 0);
});

test("the last decryption that is needed makes the result, or shows that there is none", async () => {
  for (const count of [1, undefined]) {
    const one = closed("right", count);
    const quorum = one.election.manifest.trustees.quorum;
    for (let j = 1; j <= quorum; j++) {
      assert.deepEqual([one.tally.result, one.tally.uncountableAt], [undefined, undefined]);
      await head(one, j);
      assert.deepEqual(await decrypt(one, j), []);
    }
    assert.equal(one.tally.result === undefined, count === undefined);
    assert.equal(one.tally.uncountableAt, count === undefined ? 0 : undefined);
  }
});

const RESULT: Result = { contests: [], bytes: new Uint8Array(3), hash: hash(9) };
const COMMISSION: readonly Signer[] = [
  [ROLE.commission, 1],
  [ROLE.commission, 3],
];

const certify = (election: Election, result = RESULT.hash, signers = COMMISSION) =>
  faultsOf((judge) => {
    const place = placeAt(DUE);
    takeCertify(election, transactionOf("certify", { result }, signers), place, judge);
    assert.equal(place.block.control === undefined, judge.failed);
    place.block.control?.();
  }, 44);

test("the commission certifies the result that was computed, once, after the end", async () => {
  const { election, tally } = closed();
  assert.deepEqual(await certify(election), ["V25 RESULT_NOT_COMPUTED"]);
  tally.result = RESULT;
  assert.deepEqual(await certify(election, hash(1)), ["V25 RESULT_DIFFERS"]);
  for (const phase of ["set-up", "open"] as const)
    assert.deepEqual(await certify({ ...election, phase }), ["V09 PHASE"]);
  assert.deepEqual(await certify({ ...election, tally: undefined }), ["V09 PHASE"]);
  assert.equal(tally.certificate, undefined);
  assert.deepEqual(await certify(election), []);
  assert.deepEqual(tally.certificate, { entry: 44, signers: [1, 3] });
  assert.deepEqual(await certify(election), ["V09 ALREADY"]);
});

test("a certificate names members of the commission alone", async () => {
  const { election, tally } = closed();
  tally.result = RESULT;
  assert.deepEqual(await certify(election, RESULT.hash, [...COMMISSION, [ROLE.registrar, 1]]), []);
  assert.deepEqual(election.tally?.certificate?.signers, [1, 3]);
});
