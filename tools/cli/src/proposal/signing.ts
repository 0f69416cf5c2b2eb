import { type Bytes, equalBytes, expectOk } from "@veche/base";
import {
  checkProposal,
  finishProposal,
  type Missing,
  type ProposalError,
  partyKey,
  signProposal,
} from "@veche/client";
import type { Election, Manifest } from "@veche/election";
import { signEd25519 } from "@veche/group";
import type { Role, Signer } from "@veche/ledger";
import { refused, type Stop, unusable } from "../framework/stop.ts";
import type { Party } from "../keys/home.ts";
import { faults } from "../texts/faults.ts";
import type { Proposals } from "./file.ts";

const SIGNING_ROLES = ["genesis", "commission", "registrar", "issuer"] as const satisfies readonly Role[];

/** The party as the manifest knows it. */
export function signerOf({ home, publicKeys, secretKeys }: Party, manifest: Manifest): Signer {
  const role = SIGNING_ROLES.find((known) => known === publicKeys.role);
  const index = role === undefined ? undefined : indexOf(manifest, role, publicKeys.key);
  if (role === undefined || index === undefined) throw unusable(faults.notInManifest(home));
  return { role, index, sign: (message: Bytes) => signEd25519(secretKeys.key, message) };
}

function indexOf(manifest: Manifest, role: Role, key: Bytes): number | undefined {
  for (let index = 1; ; index++) {
    const listed = partyKey(manifest, role, index);
    if (listed === undefined) return undefined;
    if (equalBytes(listed, key)) return index;
  }
}

/** The proposals with the signatures of these parties. */
export function signedBy(proposals: Proposals, parties: readonly Party[], election: Election): Proposals {
  const signers = parties.map((party) => signerOf(party, election.manifest));
  const [first, ...others] = proposals.map((proposal) =>
    signers.reduce((now, signer) => {
      const signed = signProposal(now, signer, election);
      if (!signed.ok) throw stopOf(signed.error);
      return signed.value;
    }, proposal),
  );
  return [first as Proposals[0], ...others];
}

/** Whose signatures are still wanted, over all of them. Stops at a signature that is wrong. */
export function missingIn(proposals: Proposals, election: Election): readonly Missing[] {
  const missing = new Map<Role, number>();
  for (const proposal of proposals) {
    const checked = checkProposal(proposal, election);
    if (!checked.ok) throw stopOf(checked.error);
    for (const { role, more } of checked.value.missing) {
      missing.set(role, Math.max(more, missing.get(role) ?? 0));
    }
  }
  return [...missing].map(([role, more]) => ({ role, more }));
}

/** The bytes to post, in order; stops if somebody has not signed. */
export function finished(proposals: Proposals, election: Election): readonly Bytes[] {
  const missing = missingIn(proposals, election);
  if (missing.length > 0) throw unusable(faults.signaturesMissing(missing));
  return proposals.map((proposal) => expectOk(finishProposal(proposal, election), "nobody is missing"));
}

export function stopOf(error: ProposalError): Stop {
  switch (error.code) {
    case "PROPOSAL_MALFORMED":
      return unusable(faults.proposalMalformed(error.reason));
    case "PROPOSAL_OF_ANOTHER":
      return unusable(faults.proposalElection());
    case "PROPOSALS_DIFFER":
      return unusable(faults.proposalsDiffer());
    case "SIGNATURES_MISSING":
      return unusable(faults.signaturesMissing(error.missing));
    case "SIGNER_WRONG":
      return unusable(faults.signerWrong(error.role, error.index));
    case "SIGNATURE_WRONG":
      return refused(faults.signatureWrong(error.role, error.index));
  }
}
