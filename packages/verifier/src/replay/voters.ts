import type { Transaction } from "../form/entry.ts";
import { decodeEntry } from "../form/entry.ts";
import { ballotBytes } from "../form/layout.ts";
import type { BallotVerdict } from "../pool/jobs.ts";
import { type BallotHead, type Ciphertext, readCiphertexts, readHead } from "../proofs/ballot.ts";
import { signedMessage } from "./authority.ts";
import { type Election, type Handler, mapKey, type Place, type StyleState } from "./election.ts";
import type { Judge } from "./judge.ts";
import { currentSet } from "./set-up.ts";
import { noteCast, tickAllows } from "./tick.ts";

/** V16, §06.5.3. */
export const takeIssue: Handler<"issue"> = async (election, tx, place, judge) => {
  judge.examined("V16");
  judge.examined("V17");
  const { entry, set, style } = tx.body;
  const state = election.styles[style];
  if (state === undefined) return judge.fail("V16", "STYLE_UNKNOWN");
  const signature = tx.signatures[0]?.signature.slice() ?? new Uint8Array(64);
  const message = messageOf(election, tx);
  await election.queue.push({ kind: "issue", message, signature }, (right) => {
    const name = mapKey(entry);
    const mark = election.roll.get(name);
    const fresh = mark === 2 * style;
    judge.expect(right === true, "V16", "ISSUE_SIGNATURE");
    judge.expect(election.phase === "open", "V16", "PHASE");
    judge.expect(!election.suspended, "V16", "SUSPENDED");
    judge.expect(place.time >= state.window.opens, "V16", "WINDOW_NOT_OPEN");
    judge.expect(place.time < state.window.issueEnds, "V16", "WINDOW_ENDED");
    judge.expect(fresh || mark === 2 * style + 1, "V16", "ROLL_ENTRY_UNKNOWN");
    judge.expect(mark !== 2 * style + 1, "V16", "ISSUED_ALREADY");
    judge.expect(set === election.issuerSets.length - 1, "V16", "ISSUER_SET_STALE");
    if (judge.failed) return;
    election.roll.set(name, 2 * style + 1);
    state.issued += 1;
  });
};

function messageOf(election: Election, tx: Transaction): Uint8Array {
  const { manifest, electionId, controlSeq } = election;
  return signedMessage({ manifest, electionId, controlSeq, defined: true }, tx);
}

/** V17 … V21, §06.5.4. The rules that need no proof are checked when the worker has answered. */
export const takeCast: Handler<"cast"> = async (election, { body }, place, judge) => {
  for (const check of ["V17", "V18", "V19", "V20", "V21"] as const) judge.examined(check);
  const head = readHead(body.ballot);
  const state = head && election.styles[head.style];
  const layout = head && election.layouts[head.style];
  const set = head && election.issuerSets[head.set];
  const formed =
    layout !== undefined && set !== undefined && body.ballot.length === ballotBytes(layout, set.length);
  if (!formed || head === undefined || state === undefined) return judge.fail("V18", "BALLOT_FORM");
  const moduli = set.flatMap((issuer) => state.moduli.get(issuer) ?? []);
  if (election.ceremony.keys === undefined || moduli.length !== set.length) return judge.fail("V18", "PHASE");
  const ballot = body.ballot.slice();
  await election.queue.push({ kind: "ballot", ballot, style: head.style, moduli }, (verdict) =>
    countBallot({ election, place, judge, head, ballot, state }, verdict as BallotVerdict),
  );
};

type Cast = {
  readonly election: Election;
  readonly place: Place;
  readonly judge: Judge;
  readonly head: BallotHead;
  readonly ballot: Uint8Array;
  readonly state: StyleState;
};

async function countBallot(cast: Cast, verdict: BallotVerdict): Promise<void> {
  const { election, place, judge, head, ballot, state } = cast;
  judgeBallot(cast, verdict);
  if (judge.failed) {
    // Its proofs are right, so the worker has counted it.
    if (verdict.token && verdict.proof) takeBack(election, head, ballot);
    return;
  }
  const name = mapKey(head.credential);
  const known = election.credentials.get(name);
  if (known === undefined) {
    election.credentials.set(name, { style: head.style, seq: 0, entry: judge.entry });
    state.ballots += 1;
  } else {
    await takeBackEntry(election, known.entry, judge);
    known.seq = head.seq;
    known.entry = judge.entry;
  }
  state.casts += 1;
  place.block.credentials.add(name);
  noteCast(state, place.time);
}

function judgeBallot({ election, place, judge, head, state }: Cast, verdict: BallotVerdict): void {
  if (!judge.expect(verdict.form, "V18", "BALLOT_FORM")) return;
  const { window } = state;
  const { time, block } = place;
  judge.expect(election.phase === "open", "V18", "PHASE");
  judge.expect(time >= window.opens, "V18", "WINDOW_NOT_OPEN");
  judge.expect(time < window.castEnds, "V18", "WINDOW_ENDED");
  judge.expect(!election.suspended, "V18", "SUSPENDED");
  const tick = election.manifest.styles[head.style]?.tick ?? 0;
  judge.expect(tickAllows(state, tick, time), "V18", "TICK_WAIT");
  const name = mapKey(head.credential);
  // A second cast in a block is one fact: that its number is wrong as well follows from it.
  if (judge.expect(!block.credentials.has(name), "V18", "CREDENTIAL_IN_BLOCK")) {
    const known = election.credentials.get(name);
    const next = known === undefined ? 0 : known.seq + 1;
    const right =
      head.seq === next &&
      head.seq <= election.manifest.revoteMax &&
      (known === undefined || known.style === head.style);
    judge.expect(right, "V19", "SEQ_WRONG");
  }
  judge.expect(verdict.token, "V20", "TOKEN_INVALID");
  if (!judge.failed && head.seq === 0) {
    judge.expect(state.ballots < state.issued, "V17", "CAST_BEYOND_ISSUES");
  }
  judge.expect(verdict.proof, "V21", "PROOF_INVALID");
}

/** §05.4.2: the ballot before leaves the aggregates; it is read again from the log. */
async function takeBackEntry(election: Election, entry: number, judge: Judge): Promise<void> {
  const bytes = await election.source.entry(entry);
  const decoded = bytes === undefined ? undefined : decodeEntry(bytes);
  const tx = decoded !== undefined && "value" in decoded ? decoded.value.transaction : undefined;
  const head = tx?.type === "cast" ? readHead(tx.body.ballot) : undefined;
  if (tx?.type === "cast" && head !== undefined && takeBack(election, head, tx.body.ballot)) return;
  judge.fail("V03", "FILE_CHANGED");
}

function takeBack(election: Election, head: BallotHead, ballot: Uint8Array): boolean {
  const layout = election.layouts[head.style];
  const issuers = (election.issuerSets[head.set] ?? currentSet(election)).length;
  const ciphertexts: readonly Ciphertext[] | undefined = layout && readCiphertexts(ballot, layout, issuers);
  if (ciphertexts === undefined) return false;
  election.aggregates.subtract(head.style, ciphertexts);
  return true;
}
