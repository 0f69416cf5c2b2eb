import { BugError, type Bytes, type CborMap, compareBytes, concat, expectOk } from "@veche/base";
import { type Election, encodeManifest } from "@veche/election";
import { generateIssuerKeys, type IssuerKeys, issuerKeysTransactions } from "@veche/issuer";
import { buildTransaction, openBody, ROLL_CHUNK_ENTRIES_MAX, tallyStatus } from "@veche/ledger";
import type { TrusteeMachine, VerifiedLedger } from "@veche/trustee";
import { type Chain, mustCommit, signed } from "./chain.ts";
import { commissionSigners, genesisSigners, issuerSigner, type Parties, registrarSigner } from "./parties.ts";
import { simulatedEntry } from "./roll.ts";
import type { Scenario } from "./scenarios/index.ts";

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

/** All roll entries of the scenario, in chunks, ascending by value in each style (§04.1.4). */
export async function publishRoll(
  chain: Chain,
  election: Election,
  parties: Parties,
  scenario: Scenario,
  seed: string,
  from: number,
): Promise<number> {
  let time = from;
  const signers = [...commissionSigners(parties), registrarSigner(parties)];
  for (const [style, { registered }] of scenario.styles.entries()) {
    const entries = Array.from({ length: registered }, (_, n) => simulatedEntry(election, seed, style, n));
    entries.sort(compareBytes);
    const chunks: Bytes[] = [];
    for (let first = 0; first < entries.length; first += ROLL_CHUNK_ENTRIES_MAX) {
      const chunk = concat(...entries.slice(first, first + ROLL_CHUNK_ENTRIES_MAX));
      chunks.push(signed(chain, election, "roll", { entries: chunk, first, style }, signers));
    }
    time += 1_000;
    await mustCommit(chain, time, chunks);
  }
  return time;
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
