import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { checkIssueReceipt, checkReplacements, type IssueReceipt } from "@veche/client";
import { type Election, issueHashOf, issuerSetsOf, type Replacement } from "@veche/election";
import {
  type AnswerError,
  decodePendingIssue,
  encodeCredential,
  finalizeCredential,
  type PendingIssue,
  pendingHashes,
} from "@veche/election/spend";
import type { Accepted, AcceptFault } from "../voting/engine.ts";
import { readSignedHandover, type SignedHandover } from "../voting/fragments.ts";

/**
 * §04.5.5, all of it offline. ⚔ A request is unblinded only if `issue` carries its own hash, under a receipt that the manifest's quorum signed,
 * and only with the complete set.
 */
export function acceptAnswer(
  election: Election,
  pending: Bytes,
  bytes: Bytes,
): Result<Accepted, AcceptFault> {
  const answer = readSignedHandover(bytes);
  if (answer === undefined) return err({ code: "HANDOVER_MALFORMED" });
  const issue = checkIssueReceipt(answer.proof, election);
  if (!issue.ok) return err({ code: "ISSUE_PROOF_WRONG" });
  const replaced = checkReplacements(answer.replacements, issue.value, election.manifest);
  if (!replaced.ok) return err({ code: "ISSUE_PROOF_WRONG" });
  const request = decodePendingIssue(pending);
  if (!request.ok || !isOwn(request.value, issue.value)) return err({ code: "ISSUE_OF_ANOTHER" });
  const credential = finalize(election, request.value, issue.value, answer, replaced.value);
  return credential.ok ? ok({ credential: credential.value }) : credential;
}

function isOwn(pending: PendingIssue, issue: IssueReceipt): boolean {
  const { electionId, styleId, style } = pending;
  const hash = issueHashOf(electionId, styleId, issue.entry, pendingHashes(pending));
  return style === issue.style && equalBytes(hash, issue.hash);
}

function finalize(
  { manifest }: Election,
  pending: PendingIssue,
  issue: IssueReceipt,
  { set, signatures }: SignedHandover,
  replacements: readonly Replacement[],
): Result<Bytes, AcceptFault> {
  const { active } = manifest.issuers;
  const sets = issuerSetsOf(active, replacements);
  const members = sets.ok ? sets.value[set] : undefined;
  if (members === undefined || members.length !== signatures.length)
    return err({ code: "SIGNATURES_INCOMPLETE" });
  const given = members.map((issuer, at) => ({ issuer, blindSignature: signatures[at] as Bytes }));
  const credential = finalizeCredential(pending, issue, { active, replacements, set, signatures: given });
  return credential.ok ? ok(encodeCredential(credential.value)) : err({ code: faultOf(credential.error) });
}

function faultOf({ code }: AnswerError): AcceptFault["code"] {
  if (code === "SIGNATURE_WRONG") return "SIGNATURE_WRONG";
  const isOther = code === "ISSUE_OF_ANOTHER" || code === "ISSUE_OF_ANOTHER_STYLE";
  return isOther ? "ISSUE_OF_ANOTHER" : "SIGNATURES_INCOMPLETE";
}
