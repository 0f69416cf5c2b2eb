import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { BugError, type Bytes, expectOk } from "@veche/base";
import {
  decodeResult,
  type Election,
  type ElectionResult,
  electionIdOf,
  encodeManifest,
} from "@veche/election";
import { encodePoint } from "@veche/group";
import type { IssuerKeys } from "@veche/issuer";
import { decodeEntry, electionKeysOf, resultBytes } from "@veche/ledger";
import { createHome, exportRecord, VecheNode } from "@veche/node";
import { TrusteeMachine, type VerifiedLedger } from "@veche/trustee";
import { type Chain, mustCommit, signed } from "./chain.ts";
import { type CountedContest, countsOf, expectedCounts, insistOnCounts } from "./counts.ts";
import { castMoments, manifestOf } from "./manifest.ts";
import { commissionSigners, issueSigner, makeParties, type Parties } from "./parties.ts";
import { type PlannedVoter, planVoters } from "./plan.ts";
import type { Scenario } from "./scenarios/index.ts";
import { seededRandom } from "./seeded-random.ts";
import * as setup from "./setup.ts";
import { makeHall } from "./voting/hall.ts";
import { type CastBallot, runVoting } from "./voting/run-voting.ts";
import { VoterPool } from "./voting/voter-pool.ts";
import { simulatedWitness } from "./witness.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Rounds of casting: enough for the re-votes of a scenario, few enough that a block is worth its checkpoint. */
const ROUNDS = { min: 4, max: 24, ballots: 40 } as const;

export type SimulationOptions = {
  readonly scenario: Scenario;
  /** Of the scenario, above 0 and at most 1. */
  readonly scale: number;
  readonly seed: string;
  /** A folder that does not exist yet, or is empty: gets `record`, `node` and the trustees' media. */
  readonly out: string;
  readonly onProgress: (progress: Progress) => void;
};

/** `total` and `done` count what the stage is made of: keys, voters, ballots. */
export type Progress = { readonly stage: Stage; readonly done: number; readonly total: number };
export type Stage = "ceremony" | "issuer keys" | "roll" | "voting" | "tally" | "record";

export type Simulation = {
  readonly electionId: Bytes;
  /** Folder of the election record (§09). */
  readonly record: string;
  readonly contests: readonly CountedContest[];
  /** Trackers in the order of casting. */
  readonly ballots: readonly CastBallot[];
  readonly entries: number;
};

/**
 * A whole election in one process, through the code of every party: node, commission, trustees, registrar, issuers, voters and a
 * witness, with a simulated clock. The same seed gives the same choices, ciphertexts and trackers; RSA keys, age output and the
 * randomness of proofs are fresh. The parties share one verified view of the ledger instead of keeping each their own.
 */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const { scenario, scale, seed, out } = options;
  await mkdir(out, { recursive: true });
  const parties = await makeParties(seed, join(out, "trustees"));
  const manifest = manifestOf(scenario, scale, seed, parties);
  const election: Election = { electionId: electionIdOf(encodeManifest(manifest)), manifest };
  const clock = { now: scenario.opens - 30 * DAY };
  const node = await openNode(join(out, "node"), election, parties, () => clock.now);
  try {
    return await new Run(options, parties, election, node, clock).whole();
  } finally {
    await node.close();
    await Promise.all(parties.trustees.map(({ vault }) => vault.close()));
  }
}

async function openNode(
  home: string,
  { manifest }: Election,
  parties: Parties,
  clock: () => number,
): Promise<VecheNode> {
  const made = await createHome(home, { name: "simulated node", genesis: manifest.genesis });
  expectOk(made, "the home of the simulated node");
  const node = await VecheNode.open({
    home,
    keys: { log: parties.validator.logSecret, validator: parties.validator.secret },
    clock,
    cosign: simulatedWitness(manifest, parties.witness, clock),
  });
  return expectOk(node, "the simulated node");
}

class Run {
  readonly #options: SimulationOptions;
  readonly #parties: Parties;
  readonly #election: Election;
  readonly #node: VecheNode;
  readonly #clock: { now: number };
  readonly #chain: Chain;
  #machines: readonly TrusteeMachine[] = [];

  constructor(
    options: SimulationOptions,
    parties: Parties,
    election: Election,
    node: VecheNode,
    clock: { now: number },
  ) {
    this.#options = options;
    this.#parties = parties;
    this.#election = election;
    this.#node = node;
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

  async whole(): Promise<Simulation> {
    const { scenario, seed, out } = this.#options;
    const issuerKeys = await this.#setUp();
    const moments = castMoments(scenario, roundsFor(scenario));
    const voters = planVoters(scenario, moments.length, seed);
    const ballots = await this.#vote(voters, moments, issuerKeys);
    await this.#tally(moments.at(-1) as number);
    this.#report("record", 0, 1);
    const record = join(out, "record");
    expectOk(await exportRecord(logOf(this.#node, this.#election.electionId), record), "the record");
    this.#report("record", 1, 1);
    const contests = countsOf(this.#result());
    insistOnCounts(contests, expectedCounts(scenario));
    const { electionId } = this.#election;
    return { electionId, record, contests, ballots, entries: this.#chain.state().frontier.size };
  }

  async #setUp(): Promise<readonly IssuerKeys[]> {
    const { scenario, seed } = this.#options;
    const [chain, election, parties] = [this.#chain, this.#election, this.#parties] as const;
    const begin = scenario.opens - 30 * DAY;
    this.#report("ceremony", 0, 1);
    await setup.define(chain, election, parties, begin);
    await this.#openMachines();
    await this.#trusteesWork(begin);
    this.#report("ceremony", 1, 1);
    const total = parties.issuers.length * election.manifest.styles.length;
    let made = 0;
    const onKey = () => this.#report("issuer keys", ++made, total);
    const keys = await setup.publishIssuerKeys(chain, election, parties, begin + DAY, onKey);
    this.#report("roll", 0, 1);
    await setup.publishRoll(chain, election, parties, scenario, seed, begin + 2 * DAY);
    await setup.publishTotals(chain, election, parties, scenario, scenario.opens - 2 * DAY);
    this.#report("roll", 1, 1);
    const ready = await this.#trusteesWork(scenario.opens - DAY);
    await setup.open(chain, election, parties, ready + HOUR);
    return keys;
  }

  async #vote(
    voters: readonly PlannedVoter[],
    moments: readonly number[],
    keys: readonly IssuerKeys[],
  ): Promise<readonly CastBallot[]> {
    const { seed } = this.#options;
    const hall = makeHall(
      this.#chain,
      this.#election,
      issueSigner(this.#parties, seed),
      keys,
      () => this.#verifiedLedger(),
      () => this.#clock.now,
    );
    const electionKeys = electionKeysOf(this.#chain.state(), this.#chain.view());
    if (electionKeys === undefined) throw new BugError("an open election has its key");
    const frame = {
      electionId: this.#election.electionId,
      manifest: encodeManifest(this.#election.manifest),
      electionKey: encodePoint(electionKeys.key),
      seed,
    };
    const total = voters.reduce((sum, { ballots }) => sum + ballots.length, 0);
    const cast: CastBallot[] = [];
    const pool = new VoterPool();
    this.#report("voting", 0, total);
    try {
      await runVoting(hall, pool, frame, voters, moments, (ballots) => {
        cast.push(...ballots);
        this.#report("voting", cast.length, total);
      });
    } finally {
      await pool.close();
    }
    return cast;
  }

  async #tally(lastMoment: number): Promise<void> {
    const { manifest } = this.#election;
    this.#report("tally", 0, 1);
    await this.#trusteesWork(lastMoment);
    const castEnds = Math.max(...manifest.styles.map((style) => style.castEnds));
    await mustCommit(this.#chain, castEnds, [signed(this.#chain, this.#election, "close", {}, [])]);
    const done = await this.#trusteesWork(manifest.tallyNotBefore);
    const { resultHash } = this.#chain.state();
    if (resultHash === undefined) throw new BugError("the trustees made no result");
    const certificate = signed(
      this.#chain,
      this.#election,
      "certify",
      { result: resultHash },
      commissionSigners(this.#parties),
    );
    await mustCommit(this.#chain, done + HOUR, [certificate]);
    this.#report("tally", 1, 1);
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
  return Math.min(ROUNDS.max, Math.max(ROUNDS.min, Math.ceil(ballots / ROUNDS.ballots)));
}
