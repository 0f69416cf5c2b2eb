import { type Bytes, expectOk, type Result } from "@veche/base";
import { type Proposal, type ProposalError, propose, signProposal } from "@veche/client";
import type { Election } from "@veche/election";
import { assembleTransaction, type Body, logNameOf, type Signer } from "@veche/ledger";

/** `roll` transactions signed by the registrar, for the commission to sign after it (§06.5). */
export const rollProposals = (
  election: Election,
  chunks: readonly Body<"roll">[],
  registrar: Signer,
): readonly Proposal[] =>
  chunks.map((chunk) => {
    const proposal = expectOk(propose(logNameOf(election), "roll", 0, chunk), "own roll chunk");
    return expectOk(signProposal(proposal, registrar, election), "the registrar signs the roll");
  });

/** Numbers of a day (`YYYY-MM-DD`): applications, and what became of them, refusals by code (§06.5, L31: counts only). */
export type Totals = Body<"registration-totals">;

/** Transaction bytes of `registration-totals`; malformed numbers are the caller's mistake. */
export function totalsTransaction(
  election: Election,
  totals: Totals,
  registrar: Signer,
): Result<Bytes, ProposalError> {
  const proposal = propose(logNameOf(election), "registration-totals", 0, totals);
  if (!proposal.ok) return proposal;
  const signed = signProposal(proposal.value, registrar, election);
  if (!signed.ok) return signed;
  const { type, body, signatures } = signed.value;
  return { ok: true, value: assembleTransaction(type, body, signatures) };
}
