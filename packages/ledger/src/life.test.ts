import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCbor, expectOk } from "@veche/base";
import { ceremonyStatus, issuerSetOf, phaseOf, resultBytes, styleStatus, tallyStatus } from "./index.ts";
import { credentialRecord, modulusOf, rollEntryRecord } from "./read.ts";
import {
  close,
  decrypt,
  finish,
  openElection,
  seededRandom,
  signHeads,
  TIMES,
  vote,
} from "./testing/index.ts";

const { ledger, voters } = openElection({}, [3, 2], seededRandom("life"));
const [north = [], south = []] = voters;
vote(ledger, north, [
  [1, 0],
  [0, 1, 1],
]);
vote(ledger, south.slice(0, 1), [[0, 1]]);

test("what tools show while an election is open", () => {
  const { state, view } = ledger;
  assert.equal(phaseOf(state), "open");
  assert.deepEqual(issuerSetOf(state), { number: 0, members: [1, 2] });
  assert.deepEqual(state.counters, { roll: 5, issued: 4, ballots: 4, casts: 4 });
  const { roll, issued, ballots, opens, castEnds } = styleStatus(state, view, 1);
  assert.deepEqual([roll, issued, ballots, opens, castEnds], [2, 1, 1, TIMES.opens, TIMES.castEnds]);
  assert.equal(ceremonyStatus(state)?.step, "done");
  assert.equal(ceremonyStatus(state)?.deadline, undefined);
  assert.equal(tallyStatus(state), undefined);
  assert.equal(modulusOf(view, 3, 1)?.length, 256);
  assert.equal(modulusOf(view, 4, 1), undefined);
});

test("a voter's entry and credential are found with their places in the log", () => {
  const { view } = ledger;
  const [voter, silent] = [south[0], south[1]];
  assert.ok(voter !== undefined && silent !== undefined);
  const issued = rollEntryRecord(view, voter.rollEntry);
  const cast = credentialRecord(view, voter.credential);
  assert.equal(issued?.issued?.at, ledger.entries.length - 2);
  assert.equal(cast?.at, ledger.entries.length - 1);
  assert.equal(cast?.ballotHashes.length, 1);
  assert.deepEqual(rollEntryRecord(view, silent.rollEntry), { style: 1 });
  assert.equal(credentialRecord(view, silent.credential), undefined);
  assert.equal(rollEntryRecord(view, new Uint8Array(32)), undefined);
});

test("L14: the result is computed from the ballots, and nobody can type one in", () => {
  const end = ledger.fork();
  finish(end);
  const result = expectOk(decodeCbor(resultBytes(end.view) ?? new Uint8Array(0)), "result");
  assert.deepEqual(result, {
    contests: [
      // Style 1 alone has too few ballots for a group: it joins the other.
      { ballots: 4, contest: 0, groups: [{ ballots: 4, counts: [3, 1], styles: [0, 1] }], status: "counted" },
      { ballots: 3, contest: 1, groups: [{ ballots: 3, counts: [0, 3, 3], styles: [0] }], status: "counted" },
    ],
    election: end.test.electionId,
  });
  assert.equal(end.state.certified, true);
});

test("L4: the tally goes on while k trustees are left", () => {
  const end = ledger.fork();
  close(end);
  signHeads(end);
  const tally = tallyStatus(end.state);
  assert.deepEqual([tally?.agreeing, tally?.differing, tally?.needed], [[1, 2, 3, 4, 5], [], 4]);
  assert.match(tally?.code ?? "", /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  assert.equal(resultBytes(end.view), undefined);
  decrypt(end);
  assert.deepEqual(tallyStatus(end.state)?.decryptions, [1, 2, 3]);
  assert.ok(resultBytes(end.view) !== undefined);
});
