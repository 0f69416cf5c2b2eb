import { type CborValue, concat, encodeCbor, sha256, toHex } from "@veche/base";
import { ROLE } from "../replay/authority.ts";
import { type Control, flip, forgedLog, then, UNTIL_VOTES } from "./control.ts";
import type { RecordMaker } from "./maker.ts";
import type { Scenario } from "./scenario.ts";
import { canaries, open } from "./steps-setup.ts";
import {
  ballotOf,
  cast,
  castTransaction,
  forgeCast,
  issue,
  issueTransaction,
  VOTES_A,
  VOTES_B,
  waitUntil,
} from "./steps-vote.ts";

const [votesA, votesB] = [VOTES_A[0] ?? [], VOTES_B[0] ?? []];

/** The honest voting, then something that must not enter. */
function after(
  name: string,
  expected: Parameters<typeof forgedLog>[1],
  more: (maker: RecordMaker) => void,
): Control {
  return forgedLog(name, expected, { ...UNTIL_VOTES, participants: more });
}

const ISSUES: readonly Control[] = [
  after("two issues for one entry", ["V16", "ISSUED_ALREADY"], (maker) => issue(maker, 0, 0)),
  after("an issue for nobody", ["V16", "ROLL_ENTRY_UNKNOWN"], (maker) => issue(maker, 0, 99)),
  after("an issue for an entry of another style", ["V16", "ROLL_ENTRY_UNKNOWN"], (maker) =>
    maker.put(issueTransaction(maker, 1, maker.roll[0]?.[5] as Uint8Array)),
  ),
  after("an issue for no style", ["V16", "STYLE_UNKNOWN"], (maker) =>
    maker.put(issueTransaction(maker, 7, maker.roll[0]?.[5] as Uint8Array)),
  ),
  after("an issue without the registrar", ["V16", "ISSUE_SIGNATURE"], (maker) => {
    const [type, body] = issueTransaction(maker, 0, maker.roll[0]?.[5] as Uint8Array) as readonly CborValue[];
    maker.put([type ?? "", body ?? {}, [[ROLE.issueKey, 1, new Uint8Array(64)]]]);
  }),
  after("an issue signed twice", ["V16", "SIGNATURE_ORDER"], (maker) => {
    const [type, body, signatures] = issueTransaction(
      maker,
      0,
      maker.roll[0]?.[5] as Uint8Array,
    ) as readonly CborValue[];
    const [one] = signatures as readonly CborValue[];
    maker.put([type ?? "", body ?? {}, [one ?? "", one ?? ""]]);
  }),
  after("an issue after the window", ["V16", "WINDOW_ENDED"], (maker) => {
    waitUntil(maker, maker.manifest.styles[0]?.issueEnds);
    issue(maker, 0, 5);
  }),
  forgedLog("an issue before the window", ["V16", "WINDOW_NOT_OPEN"], {
    ...UNTIL_VOTES,
    open: then(open, (maker) => issue(maker, 0, 5)),
  }),
  forgedLog("an issue before the opening", ["V16", "PHASE"], {
    ...UNTIL_VOTES,
    canaries: then(canaries, (maker) => issue(maker, 0, 5)),
    voting: () => {},
  }),
  after("an issue while suspended", ["V16", "SUSPENDED"], (maker) => {
    maker.control("suspend", { reason: { en: "a pause", ru: "пауза" } });
    issue(maker, 0, 5);
  }),
  after("an issue for a set that was replaced", ["V16", "ISSUER_SET_STALE"], (maker) => {
    maker.control("issuer-set", { in: 3, out: 1 });
    issue(maker, 0, 5);
  }),
];

const suspended = (maker: RecordMaker): void =>
  maker.control("suspend", { reason: { en: "a pause", ru: "пауза" } });

/** A first ballot and a re-vote whose hashes stand in this order, as they must in a block. */
function inOrder(maker: RecordMaker): readonly CborValue[] {
  const make = (seq: number): CborValue =>
    castTransaction(ballotOf(maker, { voter: "x", style: 0, votes: votesA, seq }));
  const hash = (transaction: CborValue): string => toHex(sha256(encodeCbor(transaction)));
  const first = make(0);
  let second = make(1);
  while (hash(second) < hash(first)) second = make(1);
  return [first, second];
}

const CASTS: readonly Control[] = [
  after("a ballot after the window", ["V18", "WINDOW_ENDED"], (maker) => {
    waitUntil(maker, maker.manifest.styles[0]?.castEnds);
    forgeCast(maker, { voter: "late", style: 0, votes: votesA });
  }),
  forgedLog("a ballot before the window", ["V18", "WINDOW_NOT_OPEN"], {
    ...UNTIL_VOTES,
    open: then(open, (maker) => forgeCast(maker, { voter: "early", style: 0, votes: votesA })),
    voting: () => {},
  }),
  after("a ballot while suspended", ["V18", "SUSPENDED"], (maker) => {
    suspended(maker);
    forgeCast(maker, { voter: "x", style: 0, votes: votesA });
  }),
  after("a ballot one byte longer", ["V18", "BALLOT_FORM"], (maker) => {
    const ballot = ballotOf(maker, { voter: "x", style: 0, votes: votesA });
    maker.put(castTransaction(concat(ballot, new Uint8Array(1))));
  }),
  after("a ballot of another version", ["V18", "BALLOT_FORM"], (maker) => {
    const ballot = ballotOf(maker, { voter: "x", style: 0, votes: votesA });
    maker.put(castTransaction(flip(ballot, 0)));
  }),
  after("a ballot with a scalar that is too large", ["V18", "BALLOT_FORM"], (maker) => {
    const ballot = ballotOf(maker, { voter: "x", style: 0, votes: votesA });
    ballot.fill(0xff, ballot.length - 32);
    maker.put(castTransaction(ballot));
  }),
  after("a ballot of nobody: X is the identity", ["V18", "BALLOT_FORM"], (maker) => {
    const ballot = ballotOf(maker, { voter: "x", style: 0, votes: votesA });
    ballot.fill(0, 6, 38);
    maker.put(castTransaction(ballot));
  }),
  after("a ballot of an issuer set yet to come", ["V18", "BALLOT_FORM"], (maker) =>
    forgeCast(maker, { voter: "x", style: 0, votes: votesA, set: 1 }),
  ),
  after("two ballots of one credential in a block", ["V18", "CREDENTIAL_IN_BLOCK"], (maker) =>
    maker.block([], inOrder(maker)),
  ),
];

/** A style `a` with a tick of ten minutes, aligned to five minutes before the end of casting. */
const TICKING: Scenario = {
  ...UNTIL_VOTES,
  manifest: (m) => ({
    ...m,
    styles: m.styles.map((style, i) => (i === 0 ? { ...style, tick: 600 } : style)),
  }),
};
const MINUTE = 60_000;

function castAt(maker: RecordMaker, voter: string, minutes: number): void {
  waitUntil(maker, (maker.manifest.styles[0]?.opens ?? 0) + minutes * MINUTE - 1000);
  cast(maker, { voter, style: 0, votes: votesA });
}

const TICKS: readonly Control[] = [
  forgedLog("two blocks of casts in one tick", ["V18", "TICK_WAIT"], {
    ...TICKING,
    voting: (maker) => {
      waitUntil(maker);
      for (const n of [0, 1, 2]) issue(maker, 0, n);
      castAt(maker, "a0", 14);
      castAt(maker, "a1", 16);
      castAt(maker, "a2", 24);
    },
  }),
  forgedLog("a cast in the short interval at the opening", ["V18", "TICK_WAIT"], {
    ...TICKING,
    voting: (maker) => {
      waitUntil(maker);
      issue(maker, 0, 0);
      castAt(maker, "a0", 3);
    },
  }),
];

const CREDENTIALS: readonly Control[] = [
  after("a ballot replayed", ["V19", "SEQ_WRONG"], (maker) => {
    const ballot = ballotOf(maker, { voter: "x", style: 0, votes: votesA });
    maker.put(castTransaction(ballot));
    maker.put(castTransaction(ballot));
  }),
  after("a re-vote replayed", ["V19", "SEQ_WRONG"], (maker) => {
    const [first, again] = [0, 1].map((seq) => ballotOf(maker, { voter: "x", style: 0, votes: votesA, seq }));
    for (const ballot of [first, again, again]) maker.put(castTransaction(ballot as Uint8Array));
  }),
  after("a re-vote that skips a number", ["V19", "SEQ_WRONG"], (maker) =>
    forgeCast(maker, { voter: "a0", style: 0, votes: votesA, seq: 2 }),
  ),
  after("a first ballot that is not number 0", ["V19", "SEQ_WRONG"], (maker) =>
    forgeCast(maker, { voter: "x", style: 0, votes: votesA, seq: 1 }),
  ),
  after("more re-votes than the manifest allows", ["V19", "SEQ_WRONG"], (maker) =>
    forgeCast(maker, { voter: "a1", style: 0, votes: votesA, seq: 3 }),
  ),
  after("one credential in two styles", ["V19", "SEQ_WRONG"], (maker) =>
    forgeCast(maker, { voter: "a0", style: 1, votes: votesB, seq: 1 }),
  ),
  after("more casts than issues", ["V17", "CAST_BEYOND_ISSUES"], (maker) => {
    for (const voter of ["x", "y"]) forgeCast(maker, { voter, style: 0, votes: votesA });
  }),
];

export const VOTE_CONTROLS: readonly Control[] = [...ISSUES, ...CASTS, ...TICKS, ...CREDENTIALS];
