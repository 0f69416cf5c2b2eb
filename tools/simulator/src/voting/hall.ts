import { type Bytes, expectOk } from "@veche/base";
import { rawSign, type SignerKey } from "@veche/crypto/signer";
import type { Election } from "@veche/election";
import type { Answers, IssueOnLedger } from "@veche/election/spend";
import { issuerSetOf, type Signer } from "@veche/ledger";
import type { Chain } from "../chain.ts";
import type { IssuerKeys } from "../setup.ts";

/** What voters meet in the simulated election besides the ledger: registrar and issuers. */
export type Hall = {
  readonly chain: Chain;
  readonly election: Election;
  readonly issueSigner: Signer;
  readonly moduliOf: (style: number) => readonly Bytes[];
  readonly collectSignatures: (issue: IssueOnLedger, blinded: readonly Bytes[]) => Promise<Answers>;
};

export function makeHall(chain: Chain, election: Election, issueSigner: Signer, keys: IssuerKeys): Hall {
  return {
    chain,
    election,
    issueSigner,
    moduliOf: (style) => keys.map((own) => (own[style] as SignerKey).modulus),
    collectSignatures: async ({ style }, blinded) => {
      const { number: set, members } = issuerSetOf(chain.state());
      const signatures = members.map((issuer) => {
        const key = keys[issuer - 1]?.[style] as SignerKey;
        const signature = rawSign(key, blinded[issuer - 1] as Bytes);
        return { issuer, blindSignature: expectOk(signature, "a blind signature") };
      });
      return { active: election.manifest.issuers.active, replacements: [], set, signatures };
    },
  };
}
