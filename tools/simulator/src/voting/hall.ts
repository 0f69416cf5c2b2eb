import { BugError, type Bytes, expectOk, ok } from "@veche/base";
import { blindedHash, type Election } from "@veche/election";
import type { Answers, IssueOnLedger } from "@veche/election/spend";
import { IssuerDesk, type IssuerKeys, memoryJournal } from "@veche/issuer";
import { issuerSetOf, modulusOf, type Signer } from "@veche/ledger";
import type { VerifiedLedger } from "@veche/trustee";
import type { Chain } from "../chain.ts";

/** What voters meet in the simulated election besides the ledger: registrar and issuers. */
export type Hall = {
  readonly chain: Chain;
  readonly election: Election;
  readonly issueSigner: Signer;
  readonly moduliOf: (style: number) => readonly Bytes[];
  /** Takes the request to every issuer of the current set. */
  readonly collectSignatures: (issue: IssueOnLedger, blinded: readonly Bytes[]) => Promise<Answers>;
};

/** @param ledger what the simulated node has published: in one process all parties share that view. */
export function makeHall(
  chain: Chain,
  election: Election,
  issueSigner: Signer,
  keys: readonly IssuerKeys[],
  ledger: () => VerifiedLedger,
  clock: () => number,
): Hall {
  const desks = keys.map((own, at) => deskOf(election, at + 1, own, ledger, clock));
  return {
    chain,
    election,
    issueSigner,
    moduliOf: (style) =>
      keys.map((_, at) => {
        const modulus = modulusOf(chain.view(), at + 1, style);
        if (modulus === undefined) throw new BugError("an open election has all its issuers' keys");
        return modulus;
      }),
    collectSignatures: async ({ entry, style }, blinded) => {
      const { number: set, members } = issuerSetOf(chain.state());
      const { id } = election.manifest.styles[style] as { readonly id: string };
      const hashes = blinded.map(blindedHash);
      const signatures = await Promise.all(
        members.map(async (issuer) => {
          const own = blinded[issuer - 1] as Bytes;
          const request = { election: election.electionId, style: id, entry, hashes, blinded: own };
          const signed = await (desks[issuer - 1] as IssuerDesk).sign(request);
          return { issuer, blindSignature: expectOk(signed, "an issuer's answer").signature };
        }),
      );
      return { active: election.manifest.issuers.active, replacements: [], set, signatures };
    },
  };
}

function deskOf(
  { electionId }: Election,
  issuer: number,
  keys: IssuerKeys,
  ledger: () => VerifiedLedger,
  clock: () => number,
): IssuerDesk {
  return new IssuerDesk({
    electionId,
    issuer,
    keys,
    ledger: {
      get known() {
        return ledger();
      },
      refresh: async () => ok(undefined),
      entry: (index) => ledger().entry(index),
    },
    journal: memoryJournal(),
    clock,
    report: ({ event }) => {
      throw new BugError(`a simulated issuer reported ${event}`);
    },
  });
}
