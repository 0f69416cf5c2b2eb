import { join } from "node:path";
import { BugError, type Bytes, expectOk, fromHex, type Result, toHex } from "@veche/base";
import { type Election, electionIdOf, encodeManifest } from "@veche/election";
import { createHome, VecheNode } from "@veche/node";
import type { CountedContest } from "./counts.ts";
import { type FolderRefusal, SimulationFolder } from "./folder.ts";
import { manifestOf } from "./manifest.ts";
import type { SimulationOptions } from "./options.ts";
import { makeParties, type Parties } from "./parties.ts";
import { Run } from "./run.ts";
import { VoterPool } from "./voting/voter-pool.ts";
import { simulatedWitness } from "./witness.ts";

const DAY = 24 * 3_600_000;

export type Simulation = {
  readonly electionId: Bytes;
  /** Folder of the election record (§09). */
  readonly record: string;
  readonly contests: readonly CountedContest[];
  /** Ballots cast, replaced ones too. */
  readonly ballots: number;
  readonly entries: number;
  /** Whether it was there already, and nothing was done. */
  readonly wasFinished: boolean;
};

/**
 * A whole election in one process, through the code of every party: node, commission, trustees, registrar, issuers, voters and a
 * witness, with a simulated clock. The same seed gives the same choices, ciphertexts and trackers; RSA keys, age output and the
 * randomness of proofs are fresh. The parties share one verified view of the ledger instead of keeping each their own.
 *
 * The process may be killed at any moment: the same options continue in the same folder at the first round of voting that is not in
 * the log. Only the set-up, which takes a minute of a national vote, begins again.
 */
export async function trySimulate(options: SimulationOptions): Promise<Result<Simulation, FolderRefusal>> {
  const { scenario, scale, seed, out } = options;
  const opened = await SimulationFolder.open(out, { scenario: scenario.id, scale, seed });
  if (!opened.ok) return opened;
  const folder = opened.value;
  try {
    const finished = folder.finished !== undefined;
    if (!finished) await runIn(folder, options);
    const { electionId, ...facts } = folder.finished ?? missing();
    const id = fromHex(electionId) ?? missing();
    return { ok: true, value: { ...facts, electionId: id, record: folder.record, wasFinished: finished } };
  } finally {
    await folder.close();
  }
}

/** The same for a caller who knows that the folder is new, or holds this simulation. */
export const simulate = async (options: SimulationOptions): Promise<Simulation> =>
  expectOk(await trySimulate(options), "the folder of the simulation");

function missing(): never {
  throw new BugError("a finished simulation says what came of it");
}

async function runIn(folder: SimulationFolder, options: SimulationOptions): Promise<void> {
  const { scenario, scale, seed, out } = options;
  const parties = await makeParties(seed, join(out, "trustees"), folder.begun);
  const manifest = manifestOf(scenario, scale, seed, parties);
  const election: Election = { electionId: electionIdOf(encodeManifest(manifest)), manifest };
  const clock = { now: scenario.opens - 30 * DAY };
  const node = await openNode(folder, election, parties, () => clock.now);
  const pool = new VoterPool();
  try {
    const finished = await new Run({ options, folder, parties, election, node, pool, clock }).whole();
    await folder.finish({ electionId: toHex(election.electionId), ...finished });
  } finally {
    await pool.close();
    await node.close();
    await Promise.all(parties.trustees.map(({ vault }) => vault.close()));
  }
}

async function openNode(
  folder: SimulationFolder,
  { manifest }: Election,
  parties: Parties,
  clock: () => number,
): Promise<VecheNode> {
  const home = join(folder.path, "node");
  if (!folder.begun) {
    const made = await createHome(home, { name: "simulated node", genesis: manifest.genesis });
    expectOk(made, "the home of the simulated node");
  }
  const node = await VecheNode.open({
    home,
    keys: { log: parties.validator.logSecret, validator: parties.validator.secret },
    clock,
    cosign: await simulatedWitness(manifest, parties.witness, folder.witness, clock),
  });
  return expectOk(node, "the simulated node");
}
