import type { RandomBytes } from "@veche/base";
import type { Scenario, ScenarioContest, ScenarioStyle } from "./scenarios/index.ts";
import { seededRandom, shuffle, uniform } from "./seeded-random.ts";

/** In place of a round: a voter who never asks. */
export const NEVER = 0xffff;

/**
 * Who votes how and when in one style, as flat columns: a million voters are some megabytes. Voters are numbered from 0; the ballots
 * of voter n are those from `firstBallot[n]` to `firstBallot[n + 1]`, in the order of their seq.
 */
export type StylePlan = {
  readonly voters: number;
  readonly ballots: number;
  readonly firstBallot: Uint32Array;
  /** By ballot: its voter, the option chosen (the number of options: none), and the round it is cast in. */
  readonly voterOf: Uint32Array;
  readonly chosen: Uint16Array;
  readonly castIn: Uint16Array;
  /** By voter: the round in which the ballot is issued, or `NEVER`. */
  readonly issuedIn: Uint16Array;
};

/** Voters whose ballots are issued in a round, and ballots cast in it, by style. */
export type RoundPlan = {
  readonly comers: readonly Uint32Array[];
  readonly ballots: readonly Uint32Array[];
};

export type Plan = {
  readonly styles: readonly StylePlan[];
  readonly rounds: number;
  /** Ballots of all styles, replaced ones too. */
  readonly ballots: number;
  readonly round: (round: number) => RoundPlan;
};

/**
 * From the seed alone: every style's final and replaced ballots are dealt to its voters at random, and each voter's ballots to
 * ascending rounds. How many rounds there are changes when somebody votes, not how.
 */
export function planVoting(scenario: Scenario, rounds: number, seed: number | string): Plan {
  const styles = scenario.styles.map((style) => planStyle(style, scenario, rounds, seed));
  const comers = styles.map(({ issuedIn }) => byRound(issuedIn, rounds));
  const ballots = styles.map(({ castIn }) => byRound(castIn, rounds));
  return {
    styles,
    rounds,
    ballots: styles.reduce((sum, style) => sum + style.ballots, 0),
    round: (round) => ({
      comers: comers.map((of) => of(round)),
      ballots: ballots.map((of) => of(round)),
    }),
  };
}

function planStyle(
  style: ScenarioStyle,
  { revoteMax, contests }: Scenario,
  rounds: number,
  seed: number | string,
): StylePlan {
  const random = seededRandom(seed, `plan ${style.id}`);
  const finals = expand(style.final);
  shuffle(finals, random);
  const superseded = expand(style.superseded);
  shuffle(superseded, random);
  const most = Math.min(revoteMax, rounds - 1);
  const earlier = new Uint8Array(finals.length);
  // Owners of the replaced ballots, in the order of these.
  const owners = Uint32Array.from(superseded, () => {
    let voter = uniform(random, finals.length);
    while ((earlier[voter] as number) >= most) voter = (voter + 1) % finals.length;
    earlier[voter] = (earlier[voter] as number) + 1;
    return voter;
  });
  const voters = style.registered;
  const firstBallot = new Uint32Array(voters + 1);
  for (let n = 0; n < voters; n++) {
    const own = n < finals.length ? 1 + (earlier[n] as number) : 0;
    firstBallot[n + 1] = (firstBallot[n] as number) + own;
  }
  const ballots = firstBallot[voters] as number;
  const voterOf = new Uint32Array(ballots);
  const chosen = new Uint16Array(ballots);
  const next = firstBallot.slice();
  const put = (voter: number, option: number): void => {
    const at = next[voter] as number;
    next[voter] = at + 1;
    voterOf[at] = voter;
    chosen[at] = option;
  };
  for (const [at, option] of superseded.entries()) put(owners[at] as number, option);
  for (const [voter, option] of finals.entries()) put(voter, option);
  const options = (contests[style.contest] as ScenarioContest).options.length;
  if (chosen.some((option) => option > options)) throw new RangeError("an option that is none");
  const when = dealRounds(style, firstBallot, rounds, seededRandom(seed, `rounds ${style.id}`));
  return { voters, ballots, firstBallot, voterOf, chosen, ...when };
}

/** Distinct rounds for the ballots of each voter, ascending; one for those who ask and do not cast. */
function dealRounds(
  { issued }: ScenarioStyle,
  firstBallot: Uint32Array,
  rounds: number,
  random: RandomBytes,
): Pick<StylePlan, "castIn" | "issuedIn"> {
  const voters = firstBallot.length - 1;
  const castIn = new Uint16Array(firstBallot[voters] as number);
  const issuedIn = new Uint16Array(voters).fill(NEVER);
  for (let n = 0; n < voters; n++) {
    const [from, to] = [firstBallot[n] as number, firstBallot[n + 1] as number];
    if (from === to) {
      if (n < issued) issuedIn[n] = uniform(random, rounds);
      continue;
    }
    const own = new Set<number>();
    while (own.size < to - from) own.add(uniform(random, rounds));
    castIn.set(
      [...own].sort((a, b) => a - b),
      from,
    );
    issuedIn[n] = castIn[from] as number;
  }
  return { castIn, issuedIn };
}

/** Each option as often as it was chosen. */
function expand(counts: readonly number[]): Uint16Array {
  const out = new Uint16Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const [option, count] of counts.entries()) {
    out.fill(option, at, at + count);
    at += count;
  }
  return out;
}

/** The positions of a column by their value, ascending: a counting sort. */
function byRound(column: Uint16Array, rounds: number): (round: number) => Uint32Array {
  const ends = new Uint32Array(rounds + 1);
  for (const round of column) if (round !== NEVER) ends[round + 1] = (ends[round + 1] as number) + 1;
  for (let round = 0; round < rounds; round++)
    ends[round + 1] = (ends[round + 1] as number) + (ends[round] as number);
  const next = ends.slice();
  const order = new Uint32Array(ends[rounds] as number);
  for (const [at, round] of column.entries()) {
    if (round === NEVER) continue;
    const place = next[round] as number;
    order[place] = at;
    next[round] = place + 1;
  }
  return (round) => order.subarray(ends[round], ends[round + 1]);
}
