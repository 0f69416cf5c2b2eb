import { BugError, type Bytes } from "@veche/base";
import type { Election } from "@veche/election";
import { issuerSetOf, modulusOf } from "@veche/ledger";
import { type Chain, mustCommit } from "../chain.ts";
import type { Plan, StylePlan } from "../plan.ts";
import { simulatedEntry } from "../roll.ts";
import type { VotingFrame } from "./frame.ts";
import { cutRows, entryOfRow, type Group, joinEqual } from "./requests.ts";
import { takeSnapshot } from "./snapshot.ts";
import { THREADS, type VoterPool } from "./voter-pool.ts";

/** So many voters make one job at most: what is flat gains from many, progress and even load from few. */
const VOTERS_A_JOB = 128;

const MINUTE = 60_000;
/** Voters are issued a ballot this long before the casts of the round before theirs, the first ones before their own. */
const ISSUE_LEAD = 5 * MINUTE;
const FIRST_ISSUE_LEAD = 6 * MINUTE;

export type Hall = {
  readonly chain: Chain;
  readonly election: Election;
  readonly pool: VoterPool;
  readonly frame: VotingFrame;
  readonly plan: Plan;
  /** Of the casts of each round, simulated time in ms; ten minutes apart at least. */
  readonly moments: readonly number[];
  /** Told of ballots that have entered the log. */
  readonly onCast: (ballots: number) => void;
};

/** The round that the log stands in: the first whose casts it does not hold. `plan.rounds` after the last one. */
export function roundAt(moments: readonly number[], time: number): number {
  const round = moments.findIndex((moment) => moment > time);
  return round < 0 ? moments.length : round;
}

/**
 * All rounds of the vote from the one that the log stands in. Each round has two blocks: those who come first are issued their
 * ballots, and all ballots of the round are cast. A round is issued before the casts of the one before, so that the threads
 * have ballots to make while the node takes those. Memory holds three rounds; nothing of a voter is kept any longer, because
 * all of it can be made again.
 */
export async function runVoting(hall: Hall): Promise<void> {
  const { chain, moments, plan } = hall;
  const first = roundAt(moments, chain.state().time);
  if (first === plan.rounds) return;
  let asked = started(ask(hall, first));
  await issue(hall, first, await asked);
  let made = started(make(hall, first, await asked));
  if (first + 1 < plan.rounds) asked = started(ask(hall, first + 1));
  for (let round = first; round < plan.rounds; round++) {
    let next = made;
    if (round + 1 < plan.rounds) {
      const requests = await asked;
      await issue(hall, round + 1, requests);
      if (round + 2 < plan.rounds) asked = started(ask(hall, round + 2));
      next = started(make(hall, round + 1, requests));
    }
    const casts = await made;
    if (casts.length > 0) await mustCommit(chain, moments[round] as number, casts);
    hall.onCast(casts.length);
    made = next;
  }
}

/** What fails is heard of when it is waited for, and not before. */
function started<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** A group that asks, with what came of it. */
type Asked = { readonly group: Group; readonly rows: Bytes; readonly transactions: Bytes };

function ask({ chain, pool, frame, plan }: Hall, round: number): Promise<readonly Asked[]> {
  const { number: set } = issuerSetOf(chain.state());
  const { comers } = plan.round(round);
  const groups = comers.flatMap((numbers, style) => groupsOf(chain, frame, style, numbers));
  return Promise.all(
    groups.map(async (group) => ({ group, ...(await pool.request({ kind: "request", frame, group, set })) })),
  );
}

async function issue({ chain, moments }: Hall, round: number, asked: readonly Asked[]): Promise<void> {
  const time =
    round === 0 ? (moments[0] as number) - FIRST_ISSUE_LEAD : (moments[round - 1] as number) - ISSUE_LEAD;
  const transactions = asked.flatMap(({ group, transactions: all }) => split(all, group.numbers.length));
  // What a run before this one has issued is in the log, with these very bytes.
  if (time > chain.state().time && transactions.length > 0) await mustCommit(chain, time, transactions);
}

/** The casts of a round: of those who just asked, and of those who voted before. */
async function make(hall: Hall, round: number, asked: readonly Asked[]): Promise<readonly Bytes[]> {
  const { chain, frame, plan } = hall;
  const again = plan.round(round).ballots.flatMap((ballots, style) => {
    const { firstBallot, voterOf } = plan.styles[style] as StylePlan;
    const later = ballots.filter((ballot) => firstBallot[voterOf[ballot] as number] !== ballot);
    return cut(later).map((part) =>
      castJob(
        hall,
        round,
        groupOf(
          chain,
          frame,
          style,
          part.map((b) => voterOf[b] as number),
        ),
        part,
      ),
    );
  });
  const fresh = asked.flatMap(({ group, rows }) => {
    const { firstBallot } = plan.styles[group.style] as StylePlan;
    const all = cutRows(rows, group.moduli.length);
    const casting = [...group.numbers.keys()].filter((at) => {
      const voter = group.numbers[at] as number;
      return firstBallot[voter] !== firstBallot[voter + 1];
    });
    if (casting.length === 0) return [];
    const numbers = Uint32Array.from(casting, (at) => group.numbers[at] as number);
    const ballots = numbers.map((voter) => firstBallot[voter] as number);
    const own = joinEqual(casting.map((at) => all[at] as Bytes));
    return [castJob(hall, round, { ...group, numbers }, ballots, own)];
  });
  return (await Promise.all([...fresh, ...again])).flat();
}

async function castJob(
  hall: Hall,
  round: number,
  group: Group,
  ballots: Uint32Array,
  rows?: Bytes,
): Promise<readonly Bytes[]> {
  const { chain, frame, election, plan, pool } = hall;
  const { chosen, firstBallot } = plan.styles[group.style] as StylePlan;
  const issuers = group.moduli.length;
  const styleId = (election.manifest.styles[group.style] as { readonly id: string }).id;
  const roll = { electionId: election.electionId, styleId, seed: frame.seed };
  const entries =
    rows === undefined
      ? [...group.numbers].map((number) => simulatedEntry(roll, group.style, number))
      : cutRows(rows, issuers).map(entryOfRow);
  const casting = {
    group,
    set: issuerSetOf(chain.state()).number,
    seqs: Uint8Array.from(
      ballots,
      (ballot, at) => ballot - (firstBallot[group.numbers[at] as number] as number),
    ),
    chosen: Uint16Array.from(ballots, (ballot) => chosen[ballot] as number),
    ledger: takeSnapshot({ state: chain.state(), view: chain.view() }, issuers, group.style, entries),
    now: hall.moments[round] as number,
    ...(rows === undefined ? {} : { rows }),
  };
  return split(await pool.cast({ kind: "cast", frame, casting }), ballots.length);
}

const groupsOf = (chain: Chain, frame: VotingFrame, style: number, numbers: Uint32Array): readonly Group[] =>
  cut(numbers).map((part) => groupOf(chain, frame, style, part));

function groupOf(chain: Chain, { issuerKeys }: VotingFrame, style: number, numbers: Uint32Array): Group {
  const moduli = issuerKeys.map((_, at) => {
    const modulus = modulusOf(chain.view(), at + 1, style);
    if (modulus === undefined) throw new BugError("an open election has all its issuers' keys");
    return modulus;
  });
  return { style, numbers, moduli };
}

/** Parts of equal size, one for each thread at least. */
function cut(column: Uint32Array): readonly Uint32Array[] {
  const size = Math.max(1, Math.min(VOTERS_A_JOB, Math.ceil(column.length / THREADS)));
  const parts: Uint32Array[] = [];
  for (let at = 0; at < column.length; at += size) parts.push(column.slice(at, at + size));
  return parts;
}

/** Transactions of one length, each in bytes of its own. */
function split(all: Bytes, count: number): readonly Bytes[] {
  const length = all.length / count;
  return Array.from({ length: count }, (_, at) => all.slice(at * length, (at + 1) * length));
}
