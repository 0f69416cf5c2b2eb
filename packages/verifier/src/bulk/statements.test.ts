import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodeScalar, ORDER } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { seededBytes } from "../testing/random.ts";
import { CONTEXT, sampleBallot } from "../testing/sample.ts";
import { VOTES_A, VOTES_B } from "../testing/steps-vote.ts";
import { drawCoefficients } from "./coefficients.ts";
import { BASE_BYTES, PreparedElection, type PreparedStyle } from "./prepared.ts";
import { viewOf } from "./scalars.ts";
import { BallotEquations, readResponses } from "./statements.ts";
import { EquationSum } from "./sum.ts";

const kernel = createKernel();
const election = new PreparedElection(CONTEXT);
const seed = seededBytes("statements")(32);
const STYLES = [VOTES_A, VOTES_B].map((votes, i) => {
  const style = election.styles[i] as PreparedStyle;
  return { style, ballots: votes.map((one) => sampleBallot(i, one)) };
});

/** Whether the equations of a ballot hold. */
function holds(
  style: PreparedStyle,
  ballot: Bytes,
  change: (responses: readonly bigint[]) => readonly bigint[] = (same) => same,
): boolean {
  const { layout, ciphertextsAt, responsesAt } = style;
  kernel.clear();
  kernel.decode(concat(BASE_BYTES, CONTEXT.keys.electionKey as Bytes, CONTEXT.form.issueKey));
  const points = concat(ballot.subarray(6, 38), ballot.subarray(ciphertextsAt, responsesAt));
  const { first } = kernel.decode(points);
  const coefficients = drawCoefficients(seed, layout.commitments);
  const sum = new EquationSum(kernel, 1 + 2 * layout.ciphertexts, coefficients);
  const challenge = election.ballotChallenge(style, ballot, 0);
  const responses = readResponses(viewOf(ballot), 0, style) ?? [];
  assert.equal(responses.length, layout.responses);
  new BallotEquations(sum, layout, first, challenge, change(responses));
  assert.equal(sum.statements, 1);
  return sum.holds(0, 1);
}

test("the equations of every kind of contest hold, whatever was chosen", () => {
  for (const { style, ballots } of STYLES) {
    for (const ballot of ballots) assert.ok(holds(style, ballot), style.id);
  }
});

test("each response and each commitment is in an equation", () => {
  for (const { style, ballots } of STYLES) {
    const ballot = ballots[0] as Bytes;
    for (let n = 0; n < style.layout.responses; n++) {
      const other = (all: readonly bigint[]): readonly bigint[] =>
        all.map((one, i) => (i === n ? one + 1n : one));
      assert.ok(!holds(style, ballot, other), `response ${n}`);
    }
    const from = style.ciphertextsAt + 64 * style.layout.ciphertexts;
    for (let at = from; at < style.responsesAt; at += 32) {
      const changed = ballot.slice();
      changed.set(BASE_BYTES, at);
      assert.ok(!holds(style, changed), `commitment at ${at}`);
    }
  }
});

test("responses are read if all of them are below the order", () => {
  for (const { style, ballots } of STYLES) {
    const ballot = ballots[0] as Bytes;
    for (let n = 0; n < style.layout.responses; n++) {
      const at = style.responsesAt + 32 * n;
      const put = (bytes: Bytes): Bytes => concat(ballot.subarray(0, at), bytes, ballot.subarray(at + 32));
      const most = put(encodeScalar(ORDER - 1n));
      assert.equal(readResponses(viewOf(most), 0, style)?.[n], ORDER - 1n);
      const order = encodeScalar(ORDER - 1n).slice();
      order[0] = (order[0] as number) + 1;
      assert.equal(readResponses(viewOf(put(order)), 0, style), undefined);
    }
    const moved = concat(new Uint8Array(5), ballot);
    assert.deepEqual(readResponses(viewOf(moved), 5, style), readResponses(viewOf(ballot), 0, style));
  }
});
