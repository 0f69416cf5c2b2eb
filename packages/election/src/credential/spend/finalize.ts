import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { finalize } from "@veche/crypto";
import { issueHashOf } from "../issue.ts";
import { type IssuerSets, issuerSetsOf, type Replacement } from "../issuer-sets.ts";
import { tokenMessage } from "../token.ts";
import type { Credential } from "./credential.ts";
import { type PendingIssue, pendingHashes } from "./pending.ts";

/** Body of the `issue` entry (§04.5.3), whose `tlog-proof` the caller has checked offline. */
export type IssueOnLedger = {
  readonly entry: Bytes;
  readonly hash: Bytes;
  readonly set: number;
  readonly style: number;
};

/**
 * What came back. `set`: number of the issuer set that signed; `signatures`: its members' blind signatures, ascending
 * by issuer. `replacements`: the bodies of ALL `issuer-set` entries up to that set, each shown by inclusion.
 */
export type Answers = {
  readonly active: readonly number[];
  readonly replacements: readonly Replacement[];
  readonly set: number;
  readonly signatures: readonly { readonly issuer: number; readonly blindSignature: Bytes }[];
};

export type AnswerError =
  /** Somebody had another request issued on this entry: an alarm, with an evidence file (§04.5.5). */
  | { readonly code: "ISSUE_OF_ANOTHER" }
  | { readonly code: "ISSUE_OF_ANOTHER_STYLE" }
  | { readonly code: "ISSUER_SET_UNKNOWN" }
  | { readonly code: "ISSUER_SET_TOO_EARLY" }
  | { readonly code: "SIGNATURES_INCOMPLETE" }
  | { readonly code: "SIGNATURE_WRONG"; readonly issuer: number };

/**
 * §04.5.5: the credential, or the reason not to unblind. ⚔ Nothing is unblinded unless `issue` carries this request's own
 * hash; and only the complete set that `issue` names, or a later one, is taken: a subset of choice would mark the voter.
 */
export function finalizeCredential(
  pending: PendingIssue,
  issue: IssueOnLedger,
  answers: Answers,
): Result<Credential, AnswerError> {
  const { electionId, styleId, style, x, point } = pending;
  if (issue.style !== style) return err({ code: "ISSUE_OF_ANOTHER_STYLE" });
  const own = issueHashOf(electionId, styleId, issue.entry, pendingHashes(pending));
  if (!equalBytes(issue.hash, own)) return err({ code: "ISSUE_OF_ANOTHER" });
  const members = membersOf(issue, answers);
  if (!members.ok) return members;
  const token = unblind(pending, members.value, answers.signatures);
  return token.ok
    ? ok({ electionId, styleId, style, set: answers.set, x, point, token: token.value })
    : token;
}

function membersOf(issue: IssueOnLedger, answers: Answers): Result<readonly number[], AnswerError> {
  const sets = issuerSetsOf(answers.active, answers.replacements);
  const known: IssuerSets = sets.ok ? sets.value : [];
  const members = known[answers.set];
  if (members === undefined || known[issue.set] === undefined) return err({ code: "ISSUER_SET_UNKNOWN" });
  if (answers.set < issue.set) return err({ code: "ISSUER_SET_TOO_EARLY" });
  return ok(members);
}

function unblind(
  pending: PendingIssue,
  members: readonly number[],
  signatures: Answers["signatures"],
): Result<readonly Bytes[], AnswerError> {
  const isComplete =
    signatures.length === members.length && members.every((issuer, at) => signatures[at]?.issuer === issuer);
  if (!isComplete) return err({ code: "SIGNATURES_INCOMPLETE" });
  const message = tokenMessage(pending.electionId, pending.styleId, pending.point);
  const token: Bytes[] = [];
  for (const { issuer, blindSignature } of signatures) {
    const share = pending.shares[issuer - 1];
    if (share === undefined) return err({ code: "ISSUER_SET_UNKNOWN" });
    const signature = finalize(share.modulus, message, blindSignature, share.inverse);
    if (!signature.ok) return err({ code: "SIGNATURE_WRONG", issuer });
    token.push(signature.value);
  }
  return ok(token);
}
