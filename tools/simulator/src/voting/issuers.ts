import { BugError, type Bytes, expectOk, ok } from "@veche/base";
import { blindedHash, type Election } from "@veche/election";
import type { Answers } from "@veche/election/spend";
import { IssuerDesk, type IssuerKeys, type Journal } from "@veche/issuer";
import { issuerSetOf, rollEntryRecord } from "@veche/ledger";
import type { VerifiedState } from "./snapshot.ts";

/**
 * All issuers of the simulated election, each at its own desk with every check of §04.5.4. Their view of the ledger is what the
 * simulated node, which verified it, had published when the job began.
 */
export class Issuers {
  readonly #election: Election;
  readonly #desks: readonly IssuerDesk[];
  #known: VerifiedState | undefined;
  #now = 0;

  constructor(election: Election, keys: readonly IssuerKeys[]) {
    this.#election = election;
    this.#desks = keys.map((own, at) => this.#deskOf(at + 1, own));
  }

  /** What the ledger holds from now on; `now`: simulated time, ms. */
  look(known: VerifiedState, now: number): void {
    this.#known = known;
    this.#now = now;
  }

  /** The answers of the current set to the request of a voter. `blinded`: one message for every issuer. */
  async answers(style: number, entry: Bytes, blinded: readonly Bytes[]): Promise<Answers> {
    const { electionId, manifest } = this.#election;
    const { number: set, members } = issuerSetOf(this.ledger.state);
    const { id } = manifest.styles[style] as { readonly id: string };
    const hashes = blinded.map(blindedHash);
    const signatures: { issuer: number; blindSignature: Bytes }[] = [];
    for (const issuer of members) {
      const own = blinded[issuer - 1] as Bytes;
      const desk = this.#desks[issuer - 1] as IssuerDesk;
      const signed = await desk.sign({ election: electionId, style: id, entry, hashes, blinded: own });
      signatures.push({ issuer, blindSignature: expectOk(signed, "an issuer's answer").signature });
    }
    return { active: manifest.issuers.active, replacements: [], set, signatures };
  }

  get ledger(): VerifiedState {
    if (this.#known === undefined) throw new BugError("an issuer looks at the ledger first");
    return this.#known;
  }

  #deskOf(issuer: number, keys: IssuerKeys): IssuerDesk {
    const ledger = () => this.ledger;
    return new IssuerDesk({
      electionId: this.#election.electionId,
      issuer,
      keys,
      ledger: {
        get known() {
          return ledger();
        },
        refresh: async () => ok(undefined),
        entry: async () => {
          throw new BugError("no issuer is replaced in a simulation");
        },
      },
      journal: journalOf(ledger),
      clock: () => this.#now,
      report: ({ event }) => {
        throw new BugError(`a simulated issuer reported ${event}`);
      },
    });
  }
}

/**
 * The journal keeps an issuer from signing twice should the ledger that it follows take an `issue` back. Here all parties stand on
 * one durable ledger, which holds one issueHash for a roll entry for ever (§06.5.3): that is the journal.
 */
function journalOf(ledger: () => VerifiedState): Journal {
  const standing = (entry: Bytes): Bytes => {
    const hash = rollEntryRecord(ledger().view, entry)?.issued?.hash;
    if (hash === undefined) throw new BugError("a desk binds what the ledger shows as issued");
    return hash;
  };
  return { find: async (entry) => standing(entry), bind: async (entry) => standing(entry) };
}
