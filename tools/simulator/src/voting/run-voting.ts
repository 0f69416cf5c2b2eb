import type { Bytes } from "@veche/base";
import { blindedHash, issueHashOf } from "@veche/election";
import type { Answers, IssueOnLedger } from "@veche/election/spend";
import { buildTransaction, issuerSetOf, logNameOf } from "@veche/ledger";
import { mustCommit } from "../chain.ts";
import type { PlannedVoter } from "../plan.ts";
import { simulatedEntry } from "../roll.ts";
import type { Hall } from "./hall.ts";
import type { Begun, CastJob, MadeBallot, VotingFrame } from "./voter-jobs.ts";
import type { VoterPool } from "./voter-pool.ts";

/** So many voters make one job of a thread: seconds of work, not minutes. */
const VOTERS_A_JOB = 16;

/** Between `issue` and the casts of a round, ms. */
const ISSUE_LEAD_MS = 5 * 60_000;

export type CastBallot = {
  readonly style: number;
  readonly number: number;
  readonly seq: number;
  readonly tracker: string;
};

/**
 * All rounds of the vote: in each, the ballots of those who come first are issued, in a block of their own, and then all
 * ballots of the round are cast, in one block. Memory holds one round, and the credentials of those who will vote again.
 */
export async function runVoting(
  hall: Hall,
  pool: VoterPool,
  frame: VotingFrame,
  voters: readonly PlannedVoter[],
  moments: readonly number[],
  onCast: (ballots: readonly CastBallot[]) => void,
): Promise<void> {
  const kept = new Map<string, Bytes>();
  for (const [round, moment] of moments.entries()) {
    const comers = voters.filter(({ issuedIn }) => issuedIn === round);
    const sources = await issueAll(hall, pool, frame, comers, moment - ISSUE_LEAD_MS);
    const casters = voters.filter(({ ballots }) => ballots.some((ballot) => ballot.round === round));
    const jobs = chunks(casters).map((chunk) => castJob(frame, chunk, round, sources, kept));
    const made = (await Promise.all(jobs.map((job) => pool.cast(job)))).flat();
    const ballots: (CastBallot & MadeBallot)[] = [];
    casters.forEach(({ style, number, ballots: planned }, at) => {
      const { credential, ballots: own } = made[at] as (typeof made)[number];
      const name = nameOf(style, number);
      if (planned.some((ballot) => ballot.round > round)) kept.set(name, credential);
      else kept.delete(name);
      const seq = planned.findIndex((ballot) => ballot.round === round);
      ballots.push({ style, number, seq, ...(own[0] as MadeBallot) });
    });
    if (ballots.length === 0) continue;
    const log = logNameOf(hall.election);
    const casts = ballots.map(({ bytes }) => buildTransaction(log, "cast", 0, { ballot: bytes }, []));
    await mustCommit(hall.chain, moment, casts);
    onCast(ballots.map(({ style, number, seq, tracker }) => ({ style, number, seq, tracker })));
  }
}

type Sources = ReadonlyMap<string, CastJob["voters"][number]["source"]>;

/** Requests, `issue` entries in one block, and the issuers' signatures for those who will cast. */
async function issueAll(
  hall: Hall,
  pool: VoterPool,
  frame: VotingFrame,
  comers: readonly PlannedVoter[],
  time: number,
): Promise<Sources> {
  const requests = await beginAll(hall, pool, frame, comers);
  const { number: set } = issuerSetOf(hall.chain.state());
  const issues = requests.map(({ voter, begun }): IssueOnLedger => {
    const entry = simulatedEntry(hall.election, frame.seed, voter.style, voter.number);
    const { id } = hall.election.manifest.styles[voter.style] as { readonly id: string };
    const hash = issueHashOf(hall.election.electionId, id, entry, begun.blinded.map(blindedHash));
    return { entry, hash, set, style: voter.style };
  });
  if (issues.length === 0) return new Map();
  const log = logNameOf(hall.election);
  const transactions = issues.map((issue) => buildTransaction(log, "issue", 0, issue, [hall.issueSigner]));
  await mustCommit(hall.chain, time, transactions);
  const sources = new Map<string, CastJob["voters"][number]["source"]>();
  for (const [at, { voter, begun }] of requests.entries()) {
    if (voter.ballots.length === 0) continue;
    const issue = issues[at] as IssueOnLedger;
    const answers: Answers = await hall.collectSignatures(issue, begun.blinded);
    sources.set(nameOf(voter.style, voter.number), { pending: begun.pending, issue, answers });
  }
  return sources;
}

type IssuedRequest = { readonly voter: PlannedVoter; readonly begun: Begun };

async function beginAll(
  hall: Hall,
  pool: VoterPool,
  frame: VotingFrame,
  comers: readonly PlannedVoter[],
): Promise<readonly IssuedRequest[]> {
  const jobs = chunks(comers).map(async (chunk): Promise<IssuedRequest[]> => {
    const { style } = chunk[0] as PlannedVoter;
    const numbers = chunk.map(({ number }) => number);
    const begun = await pool.begin({ kind: "begin", frame, style, moduli: hall.moduliOf(style), numbers });
    return chunk.map((voter, at) => ({ voter, begun: begun[at] as Begun }));
  });
  return (await Promise.all(jobs)).flat();
}

function castJob(
  frame: VotingFrame,
  chunk: readonly PlannedVoter[],
  round: number,
  sources: Sources,
  kept: ReadonlyMap<string, Bytes>,
): CastJob {
  const { style } = chunk[0] as PlannedVoter;
  return {
    kind: "cast",
    frame,
    style,
    voters: chunk.map(({ number, ballots }) => {
      const name = nameOf(style, number);
      const seq = ballots.findIndex((ballot) => ballot.round === round);
      const { chosen } = ballots[seq] as PlannedVoter["ballots"][number];
      const source = sources.get(name) ?? { credential: kept.get(name) as Bytes };
      return { number, source, ballots: [{ seq, chosen }] };
    }),
  };
}

const nameOf = (style: number, number: number): string => `${style}/${number}`;

/** Voters of one style each, in groups for one job. The order is kept. */
function chunks(voters: readonly PlannedVoter[]): PlannedVoter[][] {
  const out: PlannedVoter[][] = [];
  for (const voter of voters) {
    const last = out.at(-1);
    if (last !== undefined && last.length < VOTERS_A_JOB && last[0]?.style === voter.style) last.push(voter);
    else out.push([voter]);
  }
  return out;
}
