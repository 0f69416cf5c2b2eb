import { type Bytes, concat } from "@veche/base";
import { multiplyBase } from "@veche/group";
import type { RecordMaker } from "../maker.ts";
import { rsaKeyOf } from "../parties.ts";
import { tokenSignature } from "../proving.ts";
import { ballotOf, type CastPlan, VOTES_A } from "../steps-vote.ts";
import type { Expected } from "./row.ts";

/** A ballot that its voter makes anew, with proofs, from something that must not be. */
export type PlannedBallot = {
  readonly field: string;
  readonly name: string;
  readonly plan: () => Bytes;
  readonly expected: Expected;
  readonly at?: number;
};

const votes = VOTES_A[0] ?? [];
const TOKEN = ["V20", "TOKEN_INVALID"] as const;
const PROOF = ["V21", "PROOF_INVALID"] as const;
const SEQ = ["V19", "SEQ_WRONG"] as const;

/** For the place of the first ballot, which voter `a0` cast under set 0. */
export function plannedBallots(maker: RecordMaker): readonly PlannedBallot[] {
  const usual: CastPlan = { voter: "a0", style: 0, votes, set: 0, issuers: [1, 2] };
  const make = (field: string, name: string, rest: Partial<CastPlan>, expected: Expected): PlannedBallot => ({
    field,
    name,
    plan: () => ballotOf(maker, { ...usual, ...rest }),
    expected,
  });
  const token =
    (style: number, issuers: readonly number[]) =>
    (message: Bytes): Bytes =>
      concat(...issuers.map((issuer) => tokenSignature(rsaKeyOf(issuer, style), message)));
  const other = new Uint8Array(32);
  return [
    make("seq", "one", { seq: 1 }, SEQ),
    make("seq", "255", { seq: 255 }, SEQ),
    make("token[]", "one issuer twice", { issuers: [1, 1] }, TOKEN),
    make("token[]", "issuers in the wrong order", { issuers: [2, 1] }, TOKEN),
    make("token[]", "an issuer of a later set", { issuers: [1, 3] }, TOKEN),
    make("token[]", "issuers of another style", { token: token(1, [1, 2]) }, TOKEN),
    make("token[]", "on another message", { token: () => token(0, [1, 2])(other) }, TOKEN),
    make("ciphertexts[].beta", "two votes for an option", { votes: changed(0, 0, 2) }, PROOF),
    make("ciphertexts[].beta", "a vote against an option", { votes: changed(0, 0, -1) }, PROOF),
    make("ciphertexts[].beta", "a vote too many in contest 1", { votes: changed(1, 0, 1) }, PROOF),
    make("ciphertexts[].beta", "a vote too many in contest 2", { votes: changed(2, 2, 1) }, PROOF),
    make("ciphertexts[].beta", "under another key", { electionKey: multiplyBase(5n) }, PROOF),
  ];
}

/** The votes of voter `a0` with one of them changed. */
const changed = (contest: number, option: number, vote: number): readonly (readonly number[])[] =>
  votes.map((own, i) => (i === contest ? own.map((one, j) => (j === option ? vote : one)) : own));
