import { type EntryColumns, VERDICT } from "../bulk/batch.ts";
import type { Election, Place, StyleState } from "./election.ts";
import type { Judge } from "./judge.ts";
import { noteCast, tickAllows } from "./tick.ts";

/** One row of a batch: an `issue` or a `cast` as the worker read and judged it. */
export type Row = { readonly columns: EntryColumns; readonly row: number };

const KEY = 32;

/** V16, §06.5.3. */
export function takeIssue(election: Election, { columns, row }: Row, place: Place, judge: Judge): void {
  const style = columns.styles[row] as number;
  const state = election.styles[style];
  if (state === undefined) {
    judge.fail("V16", "STYLE_UNKNOWN");
    return;
  }
  const at = KEY * row;
  const entry = election.roll.stateOf(columns.keys, at, style);
  judge.expect(hasVerdict(columns, row, VERDICT.proof), "V16", "ISSUE_SIGNATURE");
  judge.expect(election.phase === "open", "V16", "PHASE");
  judge.expect(!election.suspended, "V16", "SUSPENDED");
  judge.expect(place.time >= state.window.opens, "V16", "WINDOW_NOT_OPEN");
  judge.expect(place.time < state.window.issueEnds, "V16", "WINDOW_ENDED");
  judge.expect(entry !== "unknown", "V16", "ROLL_ENTRY_UNKNOWN");
  judge.expect(entry !== "issued", "V16", "ISSUED_ALREADY");
  judge.expect(columns.sets[row] === election.issuerSets.length - 1, "V16", "ISSUER_SET_STALE");
  if (judge.failed) return;
  election.roll.issue(columns.keys, at);
  state.issued += 1;
}

const hasVerdict = (columns: EntryColumns, row: number, verdict: number): boolean =>
  ((columns.verdicts[row] as number) & verdict) !== 0;

/** V17 … V21, §06.5.4. Gives whether the ballot counts. */
export function takeCast(election: Election, { columns, row }: Row, place: Place, judge: Judge): boolean {
  const style = columns.styles[row] as number;
  const state = election.styles[style];
  const isShaped = hasVerdict(columns, row, VERDICT.shaped);
  if (!isShaped || state === undefined) return refuse(judge, "BALLOT_FORM");
  if (!hasVerdict(columns, row, VERDICT.judged)) return refuse(judge, "PHASE");
  if (!hasVerdict(columns, row, VERDICT.formed)) return refuse(judge, "BALLOT_FORM");
  const known = election.credentials.find(columns.keys, KEY * row);
  judgeTime(election, state, style, place, judge);
  // A second cast in a block is one fact: that its number is wrong as well follows from it.
  const isSecond = known >= 0 && election.credentials.blockOf(known) === place.block.number;
  const seq = columns.seqs[row] as number;
  if (judge.expect(!isSecond, "V18", "CREDENTIAL_IN_BLOCK")) {
    judge.expect(isNext(election, known, style, seq), "V19", "SEQ_WRONG");
  }
  judge.expect(hasVerdict(columns, row, VERDICT.token), "V20", "TOKEN_INVALID");
  if (!judge.failed && seq === 0) {
    judge.expect(state.ballots < state.issued, "V17", "CAST_BEYOND_ISSUES");
  }
  judge.expect(hasVerdict(columns, row, VERDICT.proof), "V21", "PROOF_INVALID");
  if (judge.failed) return false;
  // §05.4.2: the ballot before leaves the aggregates.
  if (known >= 0) election.aggregates.takeOut(election.credentials.entryOf(known));
  else state.ballots += 1;
  election.credentials.put(columns.keys, KEY * row, style, seq, judge.entry, place.block.number);
  state.casts += 1;
  noteCast(state, place.time);
  return true;
}

function refuse(judge: Judge, code: "BALLOT_FORM" | "PHASE"): false {
  judge.fail("V18", code);
  return false;
}

function judgeTime(
  election: Election,
  state: StyleState,
  style: number,
  { time }: Place,
  judge: Judge,
): void {
  const { window } = state;
  judge.expect(election.phase === "open", "V18", "PHASE");
  judge.expect(time >= window.opens, "V18", "WINDOW_NOT_OPEN");
  judge.expect(time < window.castEnds, "V18", "WINDOW_ENDED");
  judge.expect(!election.suspended, "V18", "SUSPENDED");
  const tick = election.manifest.styles[style]?.tick ?? 0;
  judge.expect(tickAllows(state, tick, time), "V18", "TICK_WAIT");
}

/** §05.3.4, §05.4.3. */
function isNext(election: Election, known: number, style: number, seq: number): boolean {
  const next = known < 0 ? 0 : election.credentials.seqOf(known) + 1;
  return (
    seq === next &&
    seq <= election.manifest.revoteMax &&
    (known < 0 || election.credentials.styleOf(known) === style)
  );
}
