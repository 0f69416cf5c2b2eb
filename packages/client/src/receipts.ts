import { type Bytes, err, ok, type Result } from "@veche/base";
import { verifyIssue } from "@veche/crypto";
import type { Election, Manifest } from "@veche/election";
import { decodePoint, verifyEd25519Strict } from "@veche/group";
import {
  BODIES,
  type Body,
  decodeEntry,
  decodeTransaction,
  logNameOf,
  ROLES,
  signedMessage,
  type Transaction,
} from "@veche/ledger";
import { type VerifyTlogProofError, verifyReceipt } from "@veche/tlog";
import { policyOf } from "./policy.ts";

/** What a receipt shows (§07.5.1), checked with the manifest and nothing else. `time`: of the block, ms. */
export type Receipt = {
  readonly index: number;
  readonly time: number;
  readonly transaction: Bytes;
  readonly checkpoint: { readonly size: number; readonly root: Bytes };
};

export type ReceiptError =
  | {
      readonly code: "RECEIPT_WRONG";
      readonly reason: VerifyTlogProofError["code"] | "RECEIPT_WITHOUT_ENTRY" | "MALFORMED";
    }
  /** A good receipt, of something else than was asked for. */
  | { readonly code: "RECEIPT_OF_ANOTHER"; readonly reason: string };

export function checkReceipt(bytes: Bytes, manifest: Manifest): Result<Receipt, ReceiptError> {
  const proven = verifyReceipt(bytes, policyOf(manifest), verifyEd25519Strict);
  if (!proven.ok) return err({ code: "RECEIPT_WRONG", reason: proven.error.code });
  const entry = decodeEntry(proven.value.entry);
  if (!entry.ok) return err({ code: "RECEIPT_WRONG", reason: "MALFORMED" });
  const { size, root } = proven.value.checkpoint;
  return ok({ index: proven.value.index, ...entry.value, checkpoint: { size, root } });
}

/** §12.3.1: the body of the `open` that a receipt shows. */
export function checkOpenReceipt(bytes: Bytes, manifest: Manifest): Result<Body<"open">, ReceiptError> {
  const shown = transactionOf(bytes, manifest, "open");
  if (!shown.ok) return shown;
  const body = BODIES.open(shown.value.transaction.body, "");
  return body.ok ? ok(body.value) : ofAnother("no open");
}

/** §12.7.3: where the `certify` stands that a receipt shows. It stands there once, and only after its conditions held. */
export function checkCertifyReceipt(
  bytes: Bytes,
  manifest: Manifest,
): Result<{ readonly index: number; readonly time: number }, ReceiptError> {
  const shown = transactionOf(bytes, manifest, "certify");
  if (!shown.ok) return shown;
  const { index, time, transaction } = shown.value;
  return BODIES.certify(transaction.body, "").ok ? ok({ index, time }) : ofAnother("no certify");
}

/** An `issue` with what its receipt shows. */
export type IssueReceipt = Body<"issue"> & { readonly index: number; readonly time: number };

/** §04.5.5: the `issue` that a receipt shows, with the registrar's signature (§01.6.3) checked. */
export function checkIssueReceipt(bytes: Bytes, election: Election): Result<IssueReceipt, ReceiptError> {
  const shown = transactionOf(bytes, election.manifest, "issue");
  if (!shown.ok) return shown;
  const { index, time, transaction } = shown.value;
  const body = BODIES.issue(transaction.body, "");
  const key = decodePoint(election.manifest.registrar.issueKey);
  const signature = transaction.signatures.find(({ role }) => role === ROLES.issueKey)?.bytes;
  const message = signedMessage(logNameOf(election), "issue", 0, transaction.body);
  if (!body.ok || key === undefined || signature === undefined) return ofAnother("no issue");
  if (!verifyIssue("registrar-issue", key, message, signature))
    return ofAnother("not signed by the registrar");
  return ok({ ...body.value, index, time });
}

/**
 * The replacements of issuers (§04.3.1) that receipts show, in log order, for a voter whose `issue` stands at `issue.index`. ⚔ As many
 * as `issue` says must stand before it: with one left out another set than the real one would come out.
 */
export function checkReplacements(
  receipts: readonly Bytes[],
  issue: IssueReceipt,
  manifest: Manifest,
): Result<readonly Body<"issuer-set">[], ReceiptError> {
  const replacements: Body<"issuer-set">[] = [];
  let last = -1;
  let before = 0;
  for (const bytes of receipts) {
    const shown = transactionOf(bytes, manifest, "issuer-set");
    if (!shown.ok) return shown;
    const body = BODIES["issuer-set"](shown.value.transaction.body, "");
    if (!body.ok) return ofAnother("no issuer-set");
    if (shown.value.index <= last) return ofAnother("issuer sets out of order");
    last = shown.value.index;
    if (last < issue.index) before++;
    replacements.push(body.value);
  }
  return before === issue.set
    ? ok(replacements)
    : ofAnother(`${before} issuer sets before the issue, it names set ${issue.set}`);
}

function transactionOf(
  bytes: Bytes,
  manifest: Manifest,
  type: string,
): Result<
  { readonly index: number; readonly time: number; readonly transaction: Transaction },
  ReceiptError
> {
  const receipt = checkReceipt(bytes, manifest);
  if (!receipt.ok) return receipt;
  const transaction = decodeTransaction(receipt.value.transaction);
  if (!transaction.ok || transaction.value.type !== type) return ofAnother(`not of ${type}`);
  return ok({ index: receipt.value.index, time: receipt.value.time, transaction: transaction.value });
}

const ofAnother = (reason: string): Result<never, ReceiptError> =>
  err({ code: "RECEIPT_OF_ANOTHER", reason });
