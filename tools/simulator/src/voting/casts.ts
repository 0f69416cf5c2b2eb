import { BugError, type Bytes, expectOk, type RandomBytes } from "@veche/base";
import type { BallotRequest, Choices } from "@veche/election";
import { type Credential, finalizeCredential, type PendingIssue } from "@veche/election/spend";
import { buildTransaction, logNameOf, rollEntryRecord } from "@veche/ledger";
import { encryptBallots } from "../bulk/ballots.ts";
import type { Booth } from "./frame.ts";
import {
  cutRows,
  type Group,
  joinEqual,
  makeRows,
  names,
  readRow,
  type Voter,
  voterRandom,
  votersOf,
} from "./requests.ts";
import { openSnapshot, type Snapshot } from "./snapshot.ts";

/** Ballots of one group of voters, one each. */
export type Casting = {
  readonly group: Group;
  readonly set: number;
  /** By voter: seq, and the option chosen; the number of options for none. */
  readonly seqs: Uint8Array;
  readonly chosen: Uint16Array;
  /** What `makeRequests` gave for these voters; left out if it was long ago, as it can be made again. */
  readonly rows?: Bytes;
  readonly ledger: Snapshot;
  /** Simulated time, ms. */
  readonly now: number;
};

/** The `cast` transactions of a group, one after the other, equally long: signed by the issuers, unblinded, encrypted, proved. */
export async function makeCasts(booth: Booth, casting: Casting, fresh: RandomBytes): Promise<Bytes> {
  const { group, set, seqs, chosen, now } = casting;
  booth.issuers.look(openSnapshot(casting.ledger), now);
  const { style, moduli } = group;
  const voters = votersOf(booth, group);
  const rows = cutRows(casting.rows ?? makeRows(booth, group), moduli.length);
  const requests: BallotRequest[] = [];
  for (const [at, voter] of voters.entries()) {
    const { x, token } = await credentialOf(booth, group, voter, rows[at] as Bytes, set);
    const seq = seqs[at] as number;
    const seed = voterRandom(booth, style, voter.number, `ballot ${seq}`)(32);
    const choices = choicesOf(booth, style, chosen[at] as number);
    requests.push({ style, seq, set, x, token, choices, seed });
  }
  const log = logNameOf(booth.election);
  const ballots = encryptBallots(booth.context, booth.bases, style, requests, fresh);
  return joinEqual(ballots.map(({ bytes }) => buildTransaction(log, "cast", 0, { ballot: bytes }, [])));
}

/** §04.5.5: checked and unblinded as every voter does it. A voter who votes again asks again and gets the same answers. */
async function credentialOf(
  booth: Booth,
  { style, moduli }: Group,
  { x, point }: Voter,
  row: Bytes,
  set: number,
): Promise<Credential> {
  const { entry, shares } = readRow(row, moduli);
  const hash = rollEntryRecord(booth.issuers.ledger.view, entry)?.issued?.hash;
  if (hash === undefined) throw new BugError("a voter who casts has been issued a ballot");
  const blinded = shares.map(({ blindedMessage }) => blindedMessage);
  const answers = await booth.issuers.answers(style, entry, blinded);
  const pending: PendingIssue = { ...names(booth, style), style, x, point, shares };
  return expectOk(finalizeCredential(pending, { entry, hash, set, style }, answers), "the issuers' answers");
}

function choicesOf({ election }: Booth, style: number, chosen: number): Choices {
  const { contests, styles } = election.manifest;
  return (styles[style]?.contests ?? []).map((contest) =>
    (contests[contest]?.options ?? []).map((_, option) => (option === chosen ? 1 : 0)),
  );
}
