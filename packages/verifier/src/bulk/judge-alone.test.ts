import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, type Bytes, concat, encodeCbor } from "@veche/base";
import { seededBytes } from "../testing/random.ts";
import { CONTEXT, sampleBallot, sampleIssue } from "../testing/sample.ts";
import { VOTES_A, VOTES_B } from "../testing/steps-vote.ts";
import { holdsAlone } from "./judge-alone.ts";
import { PreparedElection, type PreparedStyle } from "./prepared.ts";

const seed = seededBytes("alone")(32);
const { styles } = new PreparedElection(CONTEXT);
const { body, signature } = sampleIssue("alone");
const ISSUE = { body: new Uint8Array(encodeCbor(body)), signature };
const BALLOTS = [VOTES_A, VOTES_B].map((votes, i) => ({
  ballot: sampleBallot(i, votes[0] ?? []),
  style: styles[i] as PreparedStyle,
}));
const flipped = (bytes: Bytes, at: number): Bytes => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
const put = (bytes: Bytes, at: number, part: Bytes): Bytes =>
  concat(bytes.subarray(0, at), part, bytes.subarray(at + part.length));
const NO_NUMBER = new Uint8Array(32).fill(0xff);

test("the signature of an issue holds for its body alone", () => {
  assert.ok(holdsAlone(CONTEXT, ISSUE, seed));
  assert.ok(!holdsAlone(CONTEXT, { ...ISSUE, body: flipped(ISSUE.body, 40) }, seed));
  assert.ok(!holdsAlone(CONTEXT, { ...ISSUE, signature: flipped(signature, 33) }, seed));
});

test("what cannot be read does not hold", () => {
  for (const at of [0, 32]) {
    assert.ok(!holdsAlone(CONTEXT, { ...ISSUE, signature: put(signature, at, NO_NUMBER) }, seed));
  }
  for (const { ballot, style } of BALLOTS) {
    for (const at of [6, style.ciphertextsAt, style.responsesAt - 32, style.responsesAt]) {
      assert.ok(!holdsAlone(CONTEXT, { ballot: put(ballot, at, NO_NUMBER), style }, seed));
    }
  }
});

test("a ballot holds as it is alone, under the key of its election", () => {
  for (const { ballot, style } of BALLOTS) {
    assert.ok(holdsAlone(CONTEXT, { ballot, style }, seed));
    // seq, and a response of the first contest.
    for (const at of [3, style.responsesAt]) {
      assert.ok(!holdsAlone(CONTEXT, { ballot: flipped(ballot, at), style }, seed));
    }
    const without = { ...CONTEXT, keys: { ...CONTEXT.keys, electionKey: undefined } };
    assert.ok(!holdsAlone(without, { ballot, style }, seed));
  }
});

test("keys that are no points are a mistake of the caller", () => {
  const wrong = { ...CONTEXT, form: { ...CONTEXT.form, issueKey: NO_NUMBER } };
  assert.throws(() => holdsAlone(wrong, ISSUE, seed), BugError);
});
