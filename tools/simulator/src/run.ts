import { BugError, type Bytes, expectOk } from "@veche/base";
import { decodeResult, type Election, type ElectionResult, encodeManifest } from "@veche/election";
import { encodePoint } from "@veche/group";
import { decodeEntry, electionKeysOf, resultBytes } from "@veche/ledger";
import { exportRecord, type VecheNode } from "@veche/node";
import { TrusteeMachine, type VerifiedLedger } from "@veche/trustee";
import { type Chain, mustCommit, signed } from "./chain.ts";
import { countsOf, expectedCounts, insistOnCounts } from "./counts.ts";
import type { FinishedSimulation, SimulationFolder } from "./folder.ts";
import { castMoments } from "./manifest.ts";
import type { SimulationOptions, Stage } from "./options.ts";
import { commissionSigners, type Parties } from "./parties.ts";
import { type Plan, planVoting } from "./plan.ts";
import type { Scenario } from "./scenarios/index.ts";
import { seededRandom } from "./seeded-random.ts";
import * as setup from "./setup.ts";
import type { VotingFrame } from "./voting/frame.ts";
import { roundAt, runVoting } from "./voting/run-voting.ts";
import type { VoterPool } from "./voting/voter-pool.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Rounds of casting. In a small vote enough for its re-votes, few enough that a block is worth its checkpoint; in a large one so many
 * that a block has less than 5,000 casts, so that little is lost when a run is broken off.
 */
const ROUNDS = { min: 4, few: 24, ballots: 40, ballotsMax: 4_500 } as const;

export type RunOptions = {
  readonly options: SimulationOptions;
  readonly folder: SimulationFolder;
  readonly parties: Parties;
  readonly election: Election;
  readonly node: VecheNode;
  readonly pool: VoterPool;
  /** Simulated time, ms. */
  readonly clock: { now: number };
};

/** One simulated election from where its folder stands to its end. */
export class Run {
  readonly #options: SimulationOptions;
  readonly #folder: SimulationFolder;
  readonly #parties: Parties;
  readonly #election: Election;
  readonly #node: VecheNode;
  readonly #pool: VoterPool;
  readonly #clock: { now: number };
  readonly #chain: Chain;
  #machines: readonly TrusteeMachine[] = [];

  constructor({ options, folder, parties, election, node, pool, clock }: RunOptions) {
    this.#options = options;
    this.#folder = folder;
    this.#parties = parties;
    this.#election = election;
    this.#node = node;
    this.#pool = pool;
    this.#clock = clock;
    const { electionId } = election;
    this.#chain = {
      state: () => logOf(node, electionId).ledger.state,
      view: () => logOf(node, electionId).ledger.view,
      commit: (time, transactions) => {
        clock.now = time;
        return node.commitBlock(electionId, time, transactions);
      },
    };
  }

  async whole(): Promise<Omit<FinishedSimulation, "electionId">> {
    const { scenario, seed } = this.#options;
    const continues = this.#folder.begun;
    if (continues) this.#clock.now = this.#chain.state().time;
    await (continues ? this.#openMachines() : this.#setUp());
    const moments = castMoments(scenario, roundsFor(scenario));
    const plan = planVoting(scenario, moments.length, seed);
    if (continues) this.#tellRound(moments);
    await this.#vote(plan, moments);
    await this.#tally(moments.at(-1) as number);
    await this.#export();
    const contests = countsOf(this.#result());
    insistOnCounts(contests, expectedCounts(scenario));
    return { contests, ballots: plan.ballots, entries: this.#chain.state().frontier.size };
  }

  async #setUp(): Promise<void> {
    const { scenario, seed } = this.#options;
    const [chain, election, parties] = [this.#chain, this.#election, this.#parties] as const;
    const begin = scenario.opens - 30 * DAY;
    this.#report("ceremony", 0, 1);
    await setup.define(chain, election, parties, begin);
    await this.#openMachines();
    await this.#trusteesWork(begin);
    this.#report("ceremony", 1, 1);
    await this.#issuerKeys(begin + DAY);
    const registered = scenario.styles.reduce((sum, style) => sum + style.registered, 0);
    let published = 0;
    this.#report("roll", 0, registered);
    const roll = { scenario, seed, from: begin + 2 * DAY };
    await setup.publishRoll(chain, election, parties, this.#pool, roll, (entries) => {
      published += entries;
      this.#report("roll", published, registered);
    });
    await setup.publishTotals(chain, election, parties, scenario, scenario.opens - 2 * DAY);
    const ready = await this.#trusteesWork(scenario.opens - DAY);
    await setup.open(chain, election, parties, ready + HOUR);
    await this.#folder.begin();
  }

  async #issuerKeys(time: number): Promise<void> {
    const { manifest } = this.#election;
    const total = this.#parties.issuers.length * manifest.styles.length;
    let made = 0;
    const onKey = () => this.#report("issuer keys", ++made, total);
    const all = await setup.publishIssuerKeys(this.#chain, this.#election, this.#parties, time, onKey);
    for (const [at, keys] of all.entries()) await this.#folder.keepIssuerKeys(at + 1, keys);
  }

  async #vote(plan: Plan, moments: readonly number[]): Promise<void> {
    const chain = this.#chain;
    let cast = chain.state().counters.casts;
    this.#report("voting", cast, plan.ballots);
    await runVoting({
      chain,
      election: this.#election,
      pool: this.#pool,
      frame: await this.#frame(),
      plan,
      moments,
      onCast: (ballots) => {
        cast += ballots;
        this.#report("voting", cast, plan.ballots);
      },
    });
  }

  #tellRound(moments: readonly number[]): void {
    const round = roundAt(moments, this.#chain.state().time) + 1;
    this.#options.onContinue?.({ round, rounds: moments.length });
  }

  async #frame(): Promise<VotingFrame> {
    const { electionId, manifest } = this.#election;
    const keys = electionKeysOf(this.#chain.state(), this.#chain.view());
    if (keys === undefined) throw new BugError("an open election has its key");
    return {
      electionId,
      manifest: encodeManifest(manifest),
      electionKey: encodePoint(keys.key),
      seed: this.#options.seed,
      issuerKeys: await Promise.all(this.#parties.issuers.map((_, at) => this.#folder.issuerKeys(at + 1))),
    };
  }

  /** From `close` to `certify`, or from where a run before this one was broken off. */
  async #tally(lastMoment: number): Promise<void> {
    const { manifest } = this.#election;
    const chain = this.#chain;
    this.#report("tally", 0, 1);
    if (chain.state().phase === "open") {
      await this.#trusteesWork(Math.max(lastMoment, chain.state().time));
      const castEnds = Math.max(...manifest.styles.map((style) => style.castEnds));
      await mustCommit(chain, castEnds, [signed(chain, this.#election, "close", {}, [])]);
    }
    if (!chain.state().certified) {
      const done = await this.#trusteesWork(Math.max(manifest.tallyNotBefore, chain.state().time));
      const { resultHash } = chain.state();
      if (resultHash === undefined) throw new BugError("the trustees made no result");
      const signers = commissionSigners(this.#parties);
      const certificate = signed(chain, this.#election, "certify", { result: resultHash }, signers);
      await mustCommit(chain, done + HOUR, [certificate]);
    }
    this.#report("tally", 1, 1);
  }

  async #export(): Promise<void> {
    this.#report("record", 0, 1);
    const exported = await exportRecord(logOf(this.#node, this.#election.electionId), this.#folder.record);
    // It appears whole: one that is there was made of this log, after its last entry.
    if (!exported.ok && exported.error.code !== "RECORD_EXISTS") expectOk(exported, "the record");
    this.#report("record", 1, 1);
  }

  async #openMachines(): Promise<void> {
    const { seed } = this.#options;
    this.#machines = await Promise.all(
      this.#parties.trustees.map(async ({ vault }, at) => {
        const random = seededRandom(seed, `trustee ${at + 1} machine`);
        const world = { now: () => this.#clock.now, randomBytes: random };
        return expectOk(await TrusteeMachine.open(vault, this.#election, world), "a trustee's machine");
      }),
    );
  }

  /** All machines work until none has anything to do; `from`: simulated time, ms. Returns the time of the last block. */
  #trusteesWork(from: number): Promise<number> {
    this.#clock.now = from;
    return setup.trusteesWork(this.#chain, this.#machines, () => this.#verifiedLedger(), from);
  }

  #result(): ElectionResult {
    const bytes = resultBytes(this.#chain.view());
    if (bytes === undefined) throw new BugError("a tallied election has a result");
    return expectOk(decodeResult(bytes), "the result");
  }

  #verifiedLedger(): VerifiedLedger {
    const log = logOf(this.#node, this.#election.electionId);
    const entry = async (index: number) => {
      const bytes = log.store.entry(index);
      return bytes === undefined ? undefined : expectOk(decodeEntry(bytes), "an entry of the log");
    };
    return { ...log.ledger, entry };
  }

  #report(stage: Stage, done: number, total: number): void {
    this.#options.onProgress({ stage, done, total });
  }
}

function logOf(node: VecheNode, electionId: Bytes) {
  const log = node.log(electionId);
  if (log === undefined) throw new BugError("the simulated node has the election");
  return log;
}

function roundsFor({ styles }: Scenario): number {
  const counts = styles.flatMap(({ final, superseded }) => [...final, ...superseded]);
  const ballots = counts.reduce((sum, count) => sum + count, 0);
  const few = Math.min(ROUNDS.few, Math.max(ROUNDS.min, Math.ceil(ballots / ROUNDS.ballots)));
  return Math.max(few, Math.ceil(ballots / ROUNDS.ballotsMax));
}
