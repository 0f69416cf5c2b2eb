import { type Bytes, type CborValue, concat, sha256, utf8 } from "@veche/base";
import type { Point, Scalar } from "@veche/group";
import type { BallotLayout } from "../form/layout.ts";
import { ROLE } from "../replay/authority.ts";
import { hashScalar } from "../transcript.ts";
import type { RecordMaker } from "./maker.ts";
import { rsaKeyOf } from "./parties.ts";
import { makeBallot, tokenSignature } from "./proving.ts";

/** Goes on to a later time, to the style's opening unless another is given. */
export function waitUntil(maker: RecordMaker, time = maker.manifest.styles[0]?.opens ?? 0): void {
  maker.time = Math.max(maker.time, time);
}

export function issueTransaction(maker: RecordMaker, style: number, entry: Bytes): CborValue {
  const body = { entry, hash: sha256(entry), set: maker.setNumber, style };
  return maker.transaction("issue", body, [[ROLE.issueKey, 1]]);
}

/** Issues for the n-th entry of a style's roll. */
export function issue(maker: RecordMaker, style: number, n: number): void {
  maker.put(issueTransaction(maker, style, maker.roll[style]?.[n] ?? sha256(utf8("nobody"))));
}

export const secretOf = (voter: string): Scalar => hashScalar("test-credential", voter);

export type CastPlan = {
  readonly voter: string;
  readonly style: number;
  readonly votes: readonly (readonly number[])[];
  readonly seq?: number;
  /** Issuers whose signatures make up the token; the present set unless given. */
  readonly issuers?: readonly number[];
  readonly set?: number;
  readonly electionKey?: Point;
  readonly layout?: BallotLayout;
  readonly token?: (message: Bytes) => Bytes;
};

export function ballotOf(maker: RecordMaker, plan: CastPlan): Bytes {
  const issuers = plan.issuers ?? maker.set;
  const signature = (message: Bytes): Bytes =>
    concat(...issuers.map((issuer) => tokenSignature(rsaKeyOf(issuer, plan.style), message)));
  return makeBallot(maker.random, {
    electionId: maker.electionId,
    styleId: maker.manifest.styles[plan.style]?.id ?? "",
    style: plan.style,
    set: plan.set ?? maker.setNumber,
    seq: plan.seq ?? 0,
    secret: secretOf(plan.voter),
    electionKey: plan.electionKey ?? (maker.electionKey as Point),
    layout: plan.layout ?? (maker.layouts[plan.style] as BallotLayout),
    votes: plan.votes,
    token: plan.token ?? signature,
  });
}

export const castTransaction = (ballot: Bytes): CborValue => ["cast", { ballot }, []];

/** Casts and counts a ballot. */
export function cast(maker: RecordMaker, plan: CastPlan): void {
  const bytes = ballotOf(maker, plan);
  maker.put(castTransaction(bytes));
  maker.counted.set(plan.voter, { style: plan.style, votes: plan.votes, bytes });
}

/** Casts a ballot that must not count. */
export function forgeCast(maker: RecordMaker, plan: CastPlan): void {
  maker.put(castTransaction(ballotOf(maker, plan)));
}

/** Votes of style `a`: yes or no; one of four, the last one implied; up to two of four. */
export const VOTES_A: readonly (readonly (readonly number[])[])[] = [
  [[1], [0, 0, 1], [1, 1, 0, 0]],
  [[0], [0, 0, 0], [0, 0, 0, 0]],
  [[1], [1, 0, 0], [0, 1, 0, 0]],
  [[1], [1, 0, 0], [0, 1, 0, 1]],
];
/** Votes of style `b`: yes or no; any of three. */
export const VOTES_B: readonly (readonly (readonly number[])[])[] = [
  [[0], [1, 1, 1]],
  [[1], [0, 0, 0]],
  [[1], [0, 1, 0]],
];

/** Four voters of style `a`, one of whom votes three times, three of style `b`, and one who stays away. */
export function voting(maker: RecordMaker): void {
  waitUntil(maker);
  VOTES_A.forEach((votes, n) => {
    issue(maker, 0, n);
    cast(maker, { voter: `a${n}`, style: 0, votes });
  });
  issue(maker, 0, 4);
  VOTES_B.forEach((_, n) => {
    issue(maker, 1, n);
  });
  VOTES_B.forEach((votes, n) => {
    cast(maker, { voter: `b${n}`, style: 1, votes });
  });
  const [first, second] = VOTES_A;
  cast(maker, { voter: "a1", style: 0, seq: 1, votes: first ?? [] });
  cast(maker, { voter: "a1", style: 0, seq: 2, votes: second ?? [] });
}
