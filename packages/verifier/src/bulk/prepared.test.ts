import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, type Bytes, concat, encodeCbor } from "@veche/base";
import { CONTEXT, sampleBallot, sampleIssue } from "../testing/sample.ts";
import { VOTES_A } from "../testing/steps-vote.ts";
import { hash64, hashScalar } from "../transcript.ts";
import type { ElectionContext } from "./election-context.ts";
import { PreparedElection, type PreparedStyle, prepare } from "./prepared.ts";

const { form, keys } = CONTEXT;

test("keys of issuers are imported once, and not before all of them are known", () => {
  const [[, ...others] = []] = keys.moduli;
  const some: ElectionContext = { ...CONTEXT, keys: { ...keys, moduli: [[undefined, ...others]] } };
  const election = new PreparedElection(some);
  assert.equal(election.tokenKeys(0, 0), undefined);
  assert.equal(election.tokenKeys(0, 0), undefined);
  const known = election.tokenKeys(0, 1);
  assert.equal(known?.length, 2);
  assert.equal(election.tokenKeys(0, 1), known);
  assert.equal(election.tokenKeys(0, 2), undefined);
  assert.equal(election.tokenKeys(1, 0), undefined);
});

test("keys are those of their set and style", () => {
  const [styles = []] = keys.moduli;
  const election = new PreparedElection({ ...CONTEXT, keys: { ...keys, moduli: [styles, styles] } });
  const all = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ].map(([set, style]) => election.tokenKeys(set as number, style as number));
  assert.equal(new Set(all).size, 4);
});

/** Challenge of §01.6.3 by its definition. */
function issueChallenge(body: Bytes, signature: Bytes): bigint {
  const message = hash64("tx", form.origin, form.electionId, "issue", "", body);
  return hashScalar("registrar-issue", form.issueKey, signature.subarray(0, 32), message);
}

test("the challenge of an issue is that of its definition, whatever was read before", () => {
  const election = new PreparedElection(CONTEXT);
  const { body, signature } = sampleIssue("prepared");
  for (const set of [2 ** 53 - 1, 0, 256]) {
    const encoded = new Uint8Array(encodeCbor({ ...body, set, style: set }));
    const bytes = concat(new Uint8Array(3), encoded, signature);
    const end = 3 + encoded.length;
    assert.equal(election.issueChallenge(bytes, 3, end, end), issueChallenge(encoded, signature));
  }
});

test("the body of an issue is as long as its largest numbers make it, and no longer", () => {
  const election = new PreparedElection(CONTEXT);
  const { body, signature } = sampleIssue("prepared");
  const longest = encodeCbor({ ...body, set: 2 ** 53 - 1, style: 2 ** 53 - 1 }).length;
  const bytes = concat(new Uint8Array(longest + 1), signature);
  const right = issueChallenge(new Uint8Array(longest), signature);
  assert.equal(election.issueChallenge(bytes, 0, longest, longest + 1), right);
  assert.throws(() => election.issueChallenge(bytes, 0, longest + 1, longest + 1), BugError);
});

test("the challenge of a ballot is that of its definition", () => {
  const election = new PreparedElection(CONTEXT);
  const style = election.styles[0] as PreparedStyle;
  const ballot = sampleBallot(0, VOTES_A[0] ?? [], 2);
  assert.equal(ballot.length, style.ballotBytes);
  const commitmentsAt = style.ciphertextsAt + 64 * style.layout.ciphertexts;
  const expected = hashScalar(
    "ballot",
    form.electionId,
    style.id,
    keys.electionKey as Bytes,
    ballot.subarray(6, 38),
    2,
    ballot.subarray(style.ciphertextsAt, commitmentsAt),
    ballot.subarray(commitmentsAt, style.responsesAt),
  );
  assert.equal(election.ballotChallenge(style, concat(new Uint8Array(4), ballot), 4), expected);
});

test("the last eight elections are kept, by their names", () => {
  const named = (n: number): ElectionContext => ({ ...CONTEXT, name: `kept ${n}` });
  const made = Array.from({ length: 8 }, (_, n) => prepare(named(n)));
  assert.equal(new Set(made).size, 8);
  made.forEach((one, n) => {
    assert.equal(one.context.name, `kept ${n}`);
    assert.equal(prepare(named(n)), one);
  });
  assert.ok(!made.includes(prepare(named(8))));
  assert.equal(prepare(named(1)), made[1]);
  assert.notEqual(prepare(named(0)), made[0]);
});
