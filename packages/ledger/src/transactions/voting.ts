import { type Bytes, concat, equalBytes, sha256 } from "@veche/base";
import {
  type BallotParts,
  type BallotStyle,
  ciphertextsOf,
  splitBallot,
  tokenMessage,
} from "@veche/election";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Rule } from "../rule.ts";
import { keyOf } from "../state/keys.ts";
import {
  type CredentialRecord,
  decodeCredentialRecord,
  decodeRollEntry,
  encodeCredentialRecord,
  encodeRollEntry,
  type RollRecordState,
} from "../state/records.ts";
import type { Work } from "../work.ts";
import { unknownStyle } from "./references.ts";
import { checkTick } from "./tick.ts";

/** §06.5.3 */
export const issue: Rule<"issue"> = (work, body) => {
  const entry = rollEntryIn(work, body.entry);
  // ⚔ One roll entry, one `issue`, for ever (§04.5.2).
  if (entry?.issued !== undefined) return refuse("ALREADY", "a ballot is issued on this entry");
  return {
    reference: () => unknownStyle(work, body.style),
    conditions: () => {
      const { opens, issueEnds } = work.window(body.style);
      const outside = checkWindow(work, opens, issueEnds);
      if (outside !== undefined) return outside;
      if (entry?.style !== body.style)
        return refuse("ROLL_ENTRY_UNKNOWN", `not in the roll of style ${body.style}`);
      const current = work.state.issuerSets.length - 1;
      return body.set === current ? undefined : refuse("ISSUER_SET_STALE", `the current set is ${current}`);
    },
    apply: () => {
      const issued = { at: work.state.frontier.size, hash: body.hash };
      work.overlay.set(keyOf.rollEntry(body.entry), encodeRollEntry({ style: body.style, issued }));
      work.changeStyle(body.style, { issued: work.style(body.style).issued + 1 });
      const { counters } = work.state;
      work.change({ counters: { ...counters, issued: counters.issued + 1 } });
      return undefined;
    },
  };
};

function rollEntryIn(work: Work, entry: Bytes): RollRecordState | undefined {
  const bytes = work.overlay.get(keyOf.rollEntry(entry));
  return bytes && decodeRollEntry(bytes);
}

function checkWindow(work: Work, opens: number, ends: number): Refusal | undefined {
  if (work.time < opens) return refuse("WINDOW_NOT_OPEN", `opens at ${opens}`);
  if (work.time >= ends) return refuse("WINDOW_ENDED", `ended at ${ends}`);
  return work.state.suspended ? refuse("SUSPENDED", "voting is suspended") : undefined;
}

/** §06.5.4, in its order. */
export const cast: Rule<"cast"> = (work, body) => {
  const split = splitBallot(body.ballot, work.manifest);
  if (!split.ok) return refuse("MALFORMED", `ballot: ${split.error.reason}`);
  const parts = split.value;
  // §05.3.2
  if (parts.set >= work.state.issuerSets.length) return refuse("MALFORMED", `no issuer set ${parts.set}`);
  const before = credentialIn(work, parts.credential);
  const ballotHash = sha256(body.ballot);
  // §06.6.2: what is in the log has the right form.
  if (before?.ballotHashes.some((hash) => equalBytes(hash, ballotHash))) {
    return refuse("ALREADY", "this ballot is in the log");
  }
  if (!work.checks.ballotForm(parts, ballotHash)) return refuse("MALFORMED", "ballot: a point or scalar");
  return {
    conditions: () => checkCast(work, parts, before, ballotHash),
    apply: () => {
      countBallot(work, parts, before, ballotHash);
      storeCredential(work, parts, before, ballotHash);
      return undefined;
    },
  };
};

function credentialIn(work: Work, credential: Bytes): CredentialRecord | undefined {
  const bytes = work.overlay.get(keyOf.credential(credential));
  return bytes && decodeCredentialRecord(bytes);
}

function checkCast(
  work: Work,
  parts: BallotParts,
  before: CredentialRecord | undefined,
  ballotHash: Bytes,
): Refusal | undefined {
  const { opens, castEnds } = work.window(parts.style);
  const early = checkWindow(work, opens, castEnds) ?? checkTick(work, parts.style);
  if (early !== undefined) return early;
  if (before?.time === work.time) return refuse("CREDENTIAL_IN_BLOCK", "a cast of X stands in this block");
  return (
    checkSequence(work, parts, before) ??
    checkToken(work, parts) ??
    checkCount(work, parts) ??
    checkProofs(work, parts, ballotHash)
  );
}

/** ⚔ §05.3.4, §05.4.3: an old ballot, public and valid, cannot replace a new one. */
function checkSequence(
  work: Work,
  { seq, style }: BallotParts,
  before: CredentialRecord | undefined,
): Refusal | undefined {
  const next = before?.ballotHashes.length ?? 0;
  if (seq !== next || seq > work.manifest.revoteMax)
    return refuse("SEQ_WRONG", `the next ballot has seq ${next}`);
  if (before !== undefined && before.style !== style)
    return refuse("SEQ_WRONG", `X is of style ${before.style}`);
  return undefined;
}

/** §04.4.3 */
function checkToken(work: Work, { set, style, credential, token }: BallotParts): Refusal | undefined {
  const moduli = work.moduli(set, style);
  const message = tokenMessage(
    work.state.electionId,
    (work.manifest.styles[style] as BallotStyle).id,
    credential,
  );
  return work.checks.token(moduli, message, token)
    ? undefined
    : refuse("TOKEN_INVALID", `no token of issuer set ${set}`);
}

/** §06.5.4: ⚔ a ballot more than were issued shows that tokens are forged. */
function checkCount(work: Work, parts: BallotParts): Refusal | undefined {
  const { ballots, issued } = work.style(parts.style);
  if (parts.seq === 0 && ballots >= issued) {
    return refuse("CAST_BEYOND_ISSUES", `${issued} issued, ${ballots} cast`);
  }
  return undefined;
}

/** §05.2, last because it costs most. */
function checkProofs(work: Work, parts: BallotParts, ballotHash: Bytes): Refusal | undefined {
  return work.checks.ballotProofs(parts, ballotHash, () => work.ballotContext())
    ? undefined
    : refuse("PROOF_INVALID", "a proof does not hold");
}

/** §08.1.1, §05.4.2 */
function countBallot(
  work: Work,
  parts: BallotParts,
  before: CredentialRecord | undefined,
  ballotHash: Bytes,
): void {
  const key = keyOf.lastCiphertexts(parts.credential);
  const replaced = before === undefined ? undefined : work.overlay.get(key);
  const hints = work.checks.ballotHints?.(parts, ballotHash);
  work.count(parts.style, ciphertextsOf(parts, hints), replaced);
  // Only a ballot that can be replaced has to be known again.
  if (work.manifest.revoteMax > 0) work.overlay.set(key, concat(parts.ciphertextBytes));
  const added = before === undefined ? 1 : 0;
  work.changeStyle(parts.style, { ballots: work.style(parts.style).ballots + added, lastCast: work.time });
  const { counters } = work.state;
  work.change({ counters: { ...counters, ballots: counters.ballots + added, casts: counters.casts + 1 } });
}

function storeCredential(
  work: Work,
  { style, credential }: BallotParts,
  before: CredentialRecord | undefined,
  ballotHash: Bytes,
): void {
  const record = {
    style,
    time: work.time,
    at: work.state.frontier.size,
    ballotHashes: [...(before?.ballotHashes ?? []), ballotHash],
  };
  work.overlay.set(keyOf.credential(concat(credential)), encodeCredentialRecord(record));
}
