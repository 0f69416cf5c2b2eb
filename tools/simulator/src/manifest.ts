import type { BallotStyle, Manifest } from "@veche/election";
import { type Parties, SIZES } from "./parties.ts";
import type { Scenario, ScenarioStyle } from "./scenarios/index.ts";
import { seededRandom } from "./seeded-random.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A style with fewer roll entries gets the default tick of an election (§02.2.12). */
const SMALL_STYLE = 2_000;
const TICK_SECONDS = 600;

/**
 * The manifest of a simulated election: an `election` in every respect, on the embedded engine with one witness. Below
 * scale 1 `minimumGroup` is 1, because a scaled style may hold fewer ballots than any real group.
 */
export function manifestOf(scenario: Scenario, scale: number, seed: string, parties: Parties): Manifest {
  return {
    veche: 1,
    kind: "election",
    engine: "embedded",
    nonce: seededRandom(seed, `nonce ${scenario.id} ${scale}`)(32),
    origin: `veche.example/simulated/${scenario.id}`,
    title: scenario.title,
    genesis: { organisations: parties.genesis.map((g) => g.member), quorum: 1 },
    commission: { members: parties.commission.map((c) => c.member), quorum: SIZES.commissionQuorum },
    trustees: {
      members: parties.trustees.map(({ vault, name }) => vault.member(name)),
      quorum: SIZES.quorum,
      stepSeconds: 24 * 3_600,
    },
    registrar: { ...parties.registrar.member, issueKey: parties.registrar.issueKey },
    issuers: { active: SIZES.active, members: parties.issuers.map((i) => i.member) },
    validators: [parties.validator.validator],
    witnesses: { members: [parties.witness.member], quorum: 1 },
    contests: scenario.contests.map((contest) => ({ ...contest, proof: "disjunctive" as const })),
    styles: scenario.styles.map((style) => styleOf(scenario, style)),
    tallyNotBefore: scenario.ends + 3 * HOUR,
    revoteMax: scenario.revoteMax,
    minimumGroup: scale < 1 ? 1 : 10,
    tiny: "withhold",
  };
}

function styleOf(scenario: Scenario, style: ScenarioStyle): BallotStyle {
  return {
    id: style.id,
    title: style.title,
    district: style.id,
    contests: [style.contest],
    opens: scenario.opens,
    portalEnds: scenario.ends,
    issueEnds: scenario.ends,
    castEnds: scenario.ends + 10 * MINUTE,
    latestEnd: scenario.ends + 2 * HOUR,
    tick: style.registered < SMALL_STYLE ? TICK_SECONDS : 0,
  };
}

/** The moments at which casts of every style, ticking or not, may enter (§06.5.5), ascending. */
export function castMoments({ opens, ends }: Scenario, count: number): number[] {
  const last = ends + 5 * MINUTE;
  const tick = TICK_SECONDS * 1_000;
  const all: number[] = [];
  for (let time = last - tick; time - 6 * MINUTE >= opens; time -= tick) all.unshift(time);
  const step = all.length / Math.min(count, all.length);
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * step)] as number);
}
