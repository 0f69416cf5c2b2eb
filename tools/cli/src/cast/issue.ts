import { encodeIssueRequest, type Issued, REGISTRAR_ROUTES, readIssueAnswer, readRefusal } from "@veche/api";
import { type Bytes, equalBytes, utf8 } from "@veche/base";
import {
  checkIssueReceipt,
  checkReplacements,
  httpOver,
  type IssueReceipt,
  jsonBytes,
  jsonOf,
  type Known,
  type ReceiptError,
} from "@veche/client";
import { issuerSetsOf } from "@veche/election";
import {
  type AnswerError,
  beginIssue,
  type Credential,
  finalizeCredential,
  type PendingIssue,
} from "@veche/election/spend";
import { modulusOf } from "@veche/ledger";
import type { Context } from "../framework/command.ts";
import { refused, unusable } from "../framework/stop.ts";
import { castFaults } from "../texts/cast.ts";
import { faults } from "../texts/faults.ts";
import type { Letter } from "./letter.ts";

const ANSWER_BYTES_MAX = 40_000_000;
/** The registrar waits for the log and for every issuer. */
const TIMEOUT_MS = 60_000;

/**
 * §04.5.1: a credential and a blinded message for every issuer. The keys come from the own verified view, whose state machine
 * checked their form (§04.2.2); a page without such a view would check it itself.
 */
export function beginFor({ world }: Context, { election, view }: Known, style: number): PendingIssue {
  const { electionId, manifest } = election;
  const moduli: Bytes[] = [];
  for (const issuer of manifest.issuers.members.keys()) {
    const modulus = modulusOf(view, issuer + 1, style);
    if (modulus === undefined) throw refused(castFaults.issuerKeysMissing());
    moduli.push(modulus);
  }
  const styleId = manifest.styles[style]?.id ?? "";
  const begun = beginIssue({ electionId, styleId, style }, moduli, world.randomBytes);
  if (!begun.ok) throw refused(castFaults.issuerKeyUnusable(begun.error.issuer));
  return begun.value;
}

/** Asks the registrar with what was stored; asked again it answers the same. */
export async function askRegistrar(
  { world }: Context,
  registrar: string,
  letter: Letter,
  pending: PendingIssue,
): Promise<Issued> {
  const { voter, secret, styleId: style } = letter;
  const blinded = pending.shares.map(({ blindedMessage }) => blindedMessage);
  const answer = await httpOver(world.fetch)({
    method: "POST",
    url: `${registrar}${REGISTRAR_ROUTES.issue}`,
    body: jsonBytes(encodeIssueRequest({ voter, secret, style, blinded })),
    contentType: "application/json",
    maxBytes: ANSWER_BYTES_MAX,
    timeoutMs: TIMEOUT_MS,
  });
  if (!answer.ok) throw unusable(faults.unreachable(registrar, answer.error.reason));
  const json = jsonOf(answer.value.body);
  const issued = answer.value.status === 200 ? readIssueAnswer(json) : undefined;
  if (issued !== undefined) return issued;
  const refusal = readRefusal(json);
  if (refusal !== undefined) throw refused({ code: refusal.code, sentence: refusal.message });
  throw unusable(faults.answerUnusable(registrar, answer.value.status));
}

/** An answer that was not taken: somebody cheats, and what proves it. */
export type Alarm = { readonly code: string };

/** §04.5.5: unblinds only what `issue`, checked offline, names as the answer to this very request. */
export function finalizeFor(
  { election }: Known,
  letter: Letter,
  pending: PendingIssue,
  issued: Issued,
): { readonly credential: Credential } | { readonly alarm: Alarm } {
  const { manifest } = election;
  const issue = checkIssueReceipt(utf8(issued.proof), election);
  if (!issue.ok) return { alarm: alarmOf(issue.error) };
  if (!equalBytes(issue.value.entry, letter.entry)) return { alarm: { code: "ISSUE_OF_ANOTHER_ENTRY" } };
  const replacements = checkReplacements(issued.replacements.map(utf8), issue.value, manifest);
  if (!replacements.ok) return { alarm: alarmOf(replacements.error) };
  const { active } = manifest.issuers;
  const sets = issuerSetsOf(active, replacements.value);
  const members = sets.ok ? (sets.value[issued.set] ?? []) : [];
  const signatures = issued.signatures.map((blindSignature, at) => ({
    issuer: members[at] ?? 0,
    blindSignature,
  }));
  const answers = { active, replacements: replacements.value, set: issued.set, signatures };
  const made = finalizeCredential(pending, onLedger(issue.value), answers);
  return made.ok ? { credential: made.value } : { alarm: alarmOf(made.error) };
}

const onLedger = ({ entry, hash, set, style }: IssueReceipt) => ({ entry, hash, set, style });

const alarmOf = (error: ReceiptError | AnswerError): Alarm => ({
  code: "reason" in error ? `${error.code}: ${error.reason}` : error.code,
});
