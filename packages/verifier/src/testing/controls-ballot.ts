import { concat } from "@veche/base";
import { multiplyBase } from "@veche/group";
import type { BallotLayout } from "../form/layout.ts";
import { ROLE } from "../replay/authority.ts";
import { type Control, flip, forgedLog, UNTIL_VOTES } from "./control.ts";
import type { RecordMaker } from "./maker.ts";
import { rsaKeyOf } from "./parties.ts";
import { tokenSignature } from "./proving.ts";
import {
  ballotOf,
  type CastPlan,
  cast,
  castTransaction,
  forgeCast,
  issue,
  issueTransaction,
  VOTES_A,
  VOTES_B,
} from "./steps-vote.ts";
import { HOUR } from "./test-manifest.ts";

const [votesA, votesB] = [VOTES_A[0] ?? [], VOTES_B[0] ?? []];
const last = (maker: RecordMaker): Uint8Array => maker.entries.at(-1) as Uint8Array;

/** The honest voting, then something that must not enter. */
function after(
  name: string,
  expected: Parameters<typeof forgedLog>[1],
  more: (maker: RecordMaker) => void,
): Control {
  return forgedLog(name, expected, { ...UNTIL_VOTES, participants: more });
}

/** One cast more, of a voter who has been issued a credential. */
const forged = (name: string, check: "V20" | "V21", plan: Partial<CastPlan>): Control =>
  after(name, [check, check === "V20" ? "TOKEN_INVALID" : "PROOF_INVALID"], (maker) =>
    forgeCast(maker, { voter: "forger", style: 0, votes: votesA, ...plan }),
  );

const token = (style: number, issuers: readonly number[]) => (message: Uint8Array) =>
  concat(...issuers.map((issuer) => tokenSignature(rsaKeyOf(issuer, style), message)));

const TOKENS: readonly Control[] = [
  forged("a token in which one issuer counts twice", "V20", { issuers: [1, 1] }),
  forged("a token of issuers in the wrong order", "V20", { issuers: [2, 1] }),
  forged("a token of an issuer that is not in the set", "V20", { issuers: [1, 3] }),
  forged("a token of another style", "V20", { token: token(1, [1, 2]) }),
  forged("a token of another credential", "V20", { token: (message) => token(0, [1, 2])(flip(message, 40)) }),
  forged("no token", "V20", { token: () => new Uint8Array(512) }),
];

const approval = (layout: BallotLayout): BallotLayout => ({
  ...layout,
  contests: layout.contests.map((contest) => ({ ...contest, sums: [] })),
});

const PROOFS: readonly Control[] = [
  forged("two votes where one is allowed", "V21", { votes: [[1], [1, 1, 0], [0, 0, 0, 0]] }),
  forged("three votes where two are allowed", "V21", { votes: [[1], [0, 0, 0], [1, 1, 1, 0]] }),
  forged("two votes for one option", "V21", { votes: [[2], [0, 0, 0], [0, 0, 0, 0]] }),
  forged("a vote against an option", "V21", { votes: [[1], [0, 0, 0], [1, 1, 1, -1]] }),
  forged("a ballot under another key", "V21", { electionKey: multiplyBase(5n) }),
  after("a proof with one byte changed", ["V21", "PROOF_INVALID"], (maker) => {
    const ballot = ballotOf(maker, { voter: "x", style: 0, votes: votesA });
    maker.put(castTransaction(flip(ballot, ballot.length - 32)));
  }),
  after("a ciphertext exchanged for another", ["V21", "PROOF_INVALID"], (maker) => {
    const [mine, other] = ["x", "y"].map((voter) => ballotOf(maker, { voter, style: 0, votes: votesA }));
    mine?.set(other?.subarray(550, 614) ?? [], 550);
    maker.put(castTransaction(mine ?? new Uint8Array(0)));
  }),
  after("the ballot of a foreign style", ["V18", "BALLOT_FORM"], (maker) => {
    // Contests of style b under the number of style a, to vote where one must not.
    const ballot = ballotOf(maker, { voter: "x", style: 1, votes: votesB, token: token(0, [1, 2]) });
    maker.put(castTransaction(flip(ballot, 2)));
  }),
  after("a ballot without its sum proofs", ["V18", "BALLOT_FORM"], (maker) =>
    forgeCast(maker, {
      voter: "x",
      style: 0,
      votes: [[1], [1, 1, 1], [1, 1, 1, 1]],
      layout: approval(maker.layouts[0] as BallotLayout),
    }),
  ),
];

const BLOCKS: readonly Control[] = [
  after("time that runs backwards", ["V07", "TIME_DECREASES"], (maker) => {
    maker.put(issueTransaction(maker, 0, maker.roll[0]?.[5] as Uint8Array), maker.time - 1);
  }),
  after("a cast before the issue of its block", ["V07", "CAST_BEFORE_OTHERS"], (maker) => {
    cast(maker, { voter: "x", style: 0, votes: votesA });
    maker.put(issueTransaction(maker, 0, maker.roll[0]?.[5] as Uint8Array), maker.time);
  }),
  after("casts of a block in another order", ["V07", "CAST_ORDER"], (maker) => {
    issue(maker, 0, 5);
    maker.block(
      [],
      ["x", "y"].map((voter) => castTransaction(ballotOf(maker, { voter, style: 0, votes: votesA }))),
    );
    maker.entries.splice(-2, 2, last(maker), maker.entries.at(-2) as Uint8Array);
  }),
  after("two control transactions in a block", ["V07", "CONTROL_TAKEN"], (maker) => {
    const reason = { en: "a pause", ru: "пауза" };
    const one = maker.transaction("suspend", { reason }, COMMISSION_OF_TWO);
    const two = maker.transaction("extend", { by: HOUR, reason, styles: [0] }, COMMISSION_OF_TWO);
    maker.block([one, two], []);
  }),
];

const COMMISSION_OF_TWO = [
  [ROLE.commission, 1],
  [ROLE.commission, 2],
] as const;

export const BALLOT_CONTROLS: readonly Control[] = [...TOKENS, ...PROOFS, ...BLOCKS];
