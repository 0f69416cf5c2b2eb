import type { Scenario, ScenarioContest, ScenarioStyle } from "./scenarios/index.ts";
import { seededRandom, shuffled, uniform } from "./seeded-random.ts";

/** One ballot: options chosen (none where a voter abstains in a contest of min = 0) and the round it is cast in. */
export type PlannedBallot = { readonly round: number; readonly chosen: readonly number[] };

/** One entry of the roll and what its owner does: `issuedIn` absent: never asked; no ballots: issued and not cast. */
export type PlannedVoter = {
  readonly style: number;
  /** Number in the style, from 0. */
  readonly number: number;
  readonly issuedIn?: number;
  readonly ballots: readonly PlannedBallot[];
};

/**
 * Who votes how and when, from the seed alone: every style's final and replaced ballots are dealt to its voters at random,
 * and each voter's ballots to ascending rounds.
 */
export function planVoters(
  scenario: Scenario,
  rounds: number,
  seed: number | string,
): readonly PlannedVoter[] {
  return scenario.styles.flatMap((style, index) => planStyle(style, index, scenario, rounds, seed));
}

function planStyle(
  style: ScenarioStyle,
  index: number,
  { revoteMax, contests }: Scenario,
  rounds: number,
  seed: number | string,
): PlannedVoter[] {
  const random = seededRandom(seed, `plan ${style.id}`);
  const finals = shuffled(expand(style.final), random);
  const options = (contests[style.contest] as ScenarioContest).options.length;
  const earlier: number[][] = finals.map(() => []);
  for (const option of shuffled(expand(style.superseded), random)) {
    const most = Math.min(revoteMax, rounds - 1);
    let voter = uniform(random, finals.length);
    while ((earlier[voter] as number[]).length >= most) voter = (voter + 1) % finals.length;
    (earlier[voter] as number[]).push(option);
  }
  const abstains = (option: number): boolean => option === options;
  return Array.from({ length: style.registered }, (_, number): PlannedVoter => {
    const final = finals[number];
    if (final === undefined) {
      const issued = number < style.issued;
      return { style: index, number, ballots: [], ...(issued ? { issuedIn: uniform(random, rounds) } : {}) };
    }
    const choices = [...(earlier[number] as number[]), final];
    const when = shuffled(
      Array.from({ length: rounds }, (_, round) => round),
      random,
    )
      .slice(0, choices.length)
      .sort((a, b) => a - b);
    return {
      style: index,
      number,
      issuedIn: when[0] as number,
      ballots: choices.map((option, at) => ({
        round: when[at] as number,
        chosen: abstains(option) ? [] : [option],
      })),
    };
  });
}

/** Each option as often as it was chosen. */
const expand = (counts: readonly number[]): number[] =>
  counts.flatMap((count, option) => Array.from({ length: count }, () => option));
