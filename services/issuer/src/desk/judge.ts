import type { IssuerRefusalCode, Signing } from "@veche/api";
import { assert, type Bytes, compareBytes, equalBytes, err, ok, type Result } from "@veche/base";
import { MODULUS_LENGTH } from "@veche/crypto";
import type { SignerKey } from "@veche/crypto/signer";
import { blindedHash, type Election, issueHashOf } from "@veche/election";
import { modulusOf, rollEntryRecord, styleStatus } from "@veche/ledger";
import type { IssuerKeys } from "../keys.ts";
import type { VerifiedView } from "./own-ledger.ts";

/** Who judges, and when (ms). */
export type Judge = { readonly issuer: number; readonly keys: IssuerKeys; readonly now: number };

/** What a request that the ledger bears out asks for. All of it was read in one moment. */
export type Claim = {
  readonly key: SignerKey;
  readonly issueHash: Bytes;
  /** Log index of the `issue`. */
  readonly issuedAt: number;
  /** Number of the last issuer set with this issuer in it. */
  readonly lastSet: number;
  readonly isInCurrentSet: boolean;
  readonly hasEnded: boolean;
};

type Verdict<T> = Result<T, IssuerRefusalCode>;

const HASH_BYTES = 32;

/** The checks of §04.5.4 that form, key and ledger decide, in its order; the desk asks the journal and has the last word. */
export function judgeRequest(judge: Judge, signing: Signing, verified: VerifiedView): Verdict<Claim> {
  const { election } = verified.state;
  // Before `define` there is no `issue` either.
  if (election === undefined) return err("NOT_ISSUED");
  const style = election.manifest.styles.findIndex(({ id }) => id === signing.style);
  const key = judge.keys.get(style);
  if (key === undefined) return err("UNKNOWN_STYLE");
  const wrong = checkForm(judge, signing, election) ?? checkBlinded(judge, signing, key);
  if (wrong !== undefined) return err(wrong);
  const issue = findIssue(signing, verified, style);
  if (!issue.ok) return issue;
  // ⚔ Only the key that stands on the ledger, under this issuer and this style, ever signs (§04.2.2).
  const published = modulusOf(verified.view, judge.issuer, style);
  if (published === undefined || !equalBytes(published, key.modulus)) return err("UNKNOWN_STYLE");
  const lastSet = verified.state.issuerSets.findLastIndex((set) => set.includes(judge.issuer));
  // ⚔ A spare that was never called signs nothing, so that t signatures are those of a whole set (§04.4.3).
  if (lastSet < 0) return err("NOT_IN_SET");
  const isInCurrentSet = lastSet === verified.state.issuerSets.length - 1;
  return ok({ key, ...issue.value, lastSet, isInCurrentSet, hasEnded: hasEnded(judge, verified, style) });
}

function checkForm({ issuer }: Judge, signing: Signing, { electionId, manifest }: Election) {
  const issuers = manifest.issuers.members.length;
  assert(issuer >= 1 && issuer <= issuers, `the manifest has no issuer ${issuer}`);
  const isForm =
    equalBytes(signing.election, electionId) &&
    signing.entry.length === HASH_BYTES &&
    signing.hashes.length === issuers &&
    signing.hashes.every((hash) => hash.length === HASH_BYTES) &&
    signing.blinded.length === MODULUS_LENGTH;
  return isForm ? undefined : "MALFORMED";
}

function checkBlinded({ issuer }: Judge, { hashes, blinded }: Signing, { modulus }: SignerKey) {
  // §04.5.4: SHA-256(b_i) is the i-th hash.
  if (!equalBytes(blindedHash(blinded), hashes[issuer - 1] as Bytes)) return "HASH_DIFFERS";
  // §04.5.1: 0 < b_i < n_i.
  const isZero = blinded.every((byte) => byte === 0);
  return isZero || compareBytes(blinded, modulus) >= 0 ? "BLINDED_RANGE" : undefined;
}

/** §04.5.4: ⚔ the issueHash recomputed from ALL m hashes is the one that the ledger holds for this entry and style. */
function findIssue(
  signing: Signing,
  { view }: VerifiedView,
  style: number,
): Verdict<Pick<Claim, "issueHash" | "issuedAt">> {
  const record = rollEntryRecord(view, signing.entry);
  if (record?.issued === undefined) return err("NOT_ISSUED");
  const issueHash = issueHashOf(signing.election, signing.style, signing.entry, signing.hashes);
  const isSame = record.style === style && equalBytes(record.issued.hash, issueHash);
  return isSame ? ok({ issueHash, issuedAt: record.issued.at }) : err("ISSUE_DIFFERS");
}

/** §04.5.4: by clock and ledger, castEnds of the style (as extended) has passed. */
function hasEnded({ now }: Judge, { state, view }: VerifiedView, style: number): boolean {
  const { castEnds } = styleStatus(state, view, style);
  return state.phase === "closed" || state.time >= castEnds || now >= castEnds;
}
