import { BugError, type Bytes, type CborMap, concat, expectOk } from "@veche/base";
import { type Election, encodeManifest } from "@veche/election";
import { generateIssuerKeys, type IssuerKeys, issuerKeysTransactions } from "@veche/issuer";
import { buildTransaction, openBody, ROLL_CHUNK_ENTRIES_MAX, tallyStatus } from "@veche/ledger";
import type { TrusteeMachine, VerifiedLedger } from "@veche/trustee";
import { type Chain, mustCommit, signed } from "./chain.ts";
import { commissionSigners, genesisSigners, issuerSigner, type Parties, registrarSigner } from "./parties.ts";
import { sortEntries } from "./roll.ts";
import type { Scenario } from "./scenarios/index.ts";
import type { VoterPool } from "./voting/voter-pool.ts";

export async function define(
  chain: Chain,
  election: Election,
  parties: Parties,
  time: number,
): Promise<void> {
  const signers = [...genesisSigners(parties), ...commissionSigners(parties)];
  const log = { origin: election.manifest.origin, electionId: election.electionId };
  const body = { manifest: encodeManifest(election.manifest) };
  await mustCommit(chain, time, [buildTransaction(log, "define", 0, body, signers)]);
}

/** Lets every trustee's machine take its next step until none has one; a minute of simulated time for each round. */
export async function trusteesWork(
  chain: Chain,
  machines: readonly TrusteeMachine[],
  ledger: () => VerifiedLedger,
  from: number,
): Promise<number> {
  let time = from;
  for (;;) {
    const transactions: Bytes[] = [];
    for (const machine of machines) {
      // Every trustee confirms the characters that the one public session of the simulation announces.
      const code = tallyStatus(chain.state())?.code;
      const said = code === undefined ? {} : { confirmed: code };
      transactions.push(...expectOk(await machine.step(ledger(), said), "a trustee's step").transactions);
    }
    if (transactions.length === 0) return time;
    time += 60_000;
    await mustCommit(chain, time, transactions);
  }
}

/** Keys and `issuer-keys` of every issuer for every style. */
export async function publishIssuerKeys(
  chain: Chain,
  election: Election,
  parties: Parties,
  time: number,
  onKey: () => void,
): Promise<readonly IssuerKeys[]> {
  const keys: IssuerKeys[] = [];
  const transactions: Bytes[] = [];
  for (const [at] of parties.issuers.entries()) {
    const own = generateIssuerKeys(election.manifest.styles.length, onKey);
    transactions.push(...issuerKeysTransactions(election, issuerSigner(parties, at + 1), own));
    keys.push(own);
  }
  await mustCommit(chain, time, transactions);
  return keys;
}

/** So many entries are made in one job of a thread, and so many chunks of the roll go into one block. */
const ENTRIES_A_JOB = 4_096;
const CHUNKS_A_BLOCK = 32;
const ENTRY_BYTES = 32;

/** All roll entries of the scenario, in chunks, ascending by value in each style (§04.1.4). */
export async function publishRoll(
  chain: Chain,
  election: Election,
  parties: Parties,
  pool: VoterPool,
  { scenario, seed, from }: { readonly scenario: Scenario; readonly seed: string; readonly from: number },
  onEntries: (entries: number) => void,
): Promise<void> {
  let time = from;
  const signers = [...commissionSigners(parties), registrarSigner(parties)];
  for (const [style, { registered, id }] of scenario.styles.entries()) {
    const roll = { electionId: election.electionId, styleId: id, seed };
    const jobs = Array.from({ length: Math.ceil(registered / ENTRIES_A_JOB) }, (_, job) => {
      const to = Math.min(registered, (job + 1) * ENTRIES_A_JOB);
      return pool.entries({ kind: "entries", roll, style, from: job * ENTRIES_A_JOB, to });
    });
    const entries = sortEntries(concat(...(await Promise.all(jobs))));
    const perBlock = CHUNKS_A_BLOCK * ROLL_CHUNK_ENTRIES_MAX;
    for (let begin = 0; begin < registered; begin += perBlock) {
      const end = Math.min(registered, begin + perBlock);
      const chunks: Bytes[] = [];
      for (let first = begin; first < end; first += ROLL_CHUNK_ENTRIES_MAX) {
        const last = Math.min(end, first + ROLL_CHUNK_ENTRIES_MAX);
        const chunk = entries.slice(ENTRY_BYTES * first, ENTRY_BYTES * last);
        chunks.push(signed(chain, election, "roll", { entries: chunk, first, style }, signers));
      }
      time += 1_000;
      await mustCommit(chain, time, chunks);
      onEntries(end - begin);
    }
  }
}

/** Daily totals, once: the applications of the scenario that ended in the roll. */
export async function publishTotals(
  chain: Chain,
  election: Election,
  parties: Parties,
  scenario: Scenario,
  time: number,
): Promise<void> {
  const registered = scenario.styles.reduce((sum, style) => sum + style.registered, 0);
  const date = new Date(scenario.opens).toISOString().slice(0, 10);
  const body = { accepted: registered, applied: registered, date, recalled: 0, refused: {} };
  await mustCommit(chain, time, [
    signed(chain, election, "registration-totals", body, [registrarSigner(parties)]),
  ]);
}

export async function open(chain: Chain, election: Election, parties: Parties, time: number): Promise<void> {
  const body = openBody(chain.state(), chain.view());
  if (body === undefined) throw new BugError("the ceremony is not done");
  const transaction = signed(chain, election, "open", body as CborMap, commissionSigners(parties));
  await mustCommit(chain, time, [transaction]);
}
