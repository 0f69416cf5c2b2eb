import { webcrypto } from "node:crypto";
import type { VotingAnswer } from "@veche/api";
import type { PortalIssueAnswer } from "@veche/api/portal";
import {
  assert,
  type Bytes,
  equalBytes,
  expectOk,
  fromBase64,
  fromHex,
  type RandomBytes,
  toBase64,
  utf8,
} from "@veche/base";
import { checkIssueReceipt, checkReceipt } from "@veche/client";
import {
  type BallotContext,
  type BallotRequest,
  decodeManifest,
  type Election,
  electionIdOf,
  encryptBallot,
  encryptionContext,
  SEED_BYTES,
} from "@veche/election";
import { beginIssue, type Credential, finalizeCredential, type PendingIssue } from "@veche/election/spend";
import { decodePoint } from "@veche/group";
import { assembleTransaction } from "@veche/ledger";

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));

/** One style of an election, as a voter's device has checked it. */
export type Voting = {
  readonly election: Election;
  readonly style: number;
  readonly moduli: readonly Bytes[];
  readonly context: BallotContext;
};

export type Sealed = { readonly transaction: Bytes; readonly tracker: string };

/** What a voter's device does between the answers of portal and ballot host, without a page: §12.2, §05. It throws at what it would refuse. */
export function votingOf(id: string, style: number, answer: VotingAnswer): Voting {
  const electionId = bytesOf(fromHex(id));
  const manifest = bytesOf(fromBase64(answer.manifest));
  assert(equalBytes(electionIdOf(manifest), electionId), "the manifest of this election");
  const election = { electionId, manifest: expectOk(decodeManifest(manifest), "manifest") };
  const key = decodePoint(bytesOf(fromHex(answer.key.electionKey)));
  assert(key !== undefined, "the election key is a point");
  return {
    election,
    style,
    moduli: answer.style.moduli.map((modulus) => bytesOf(fromBase64(modulus))),
    context: encryptionContext(election, key),
  };
}

export function beginBallot({ election, style, moduli }: Voting): PendingIssue {
  const { electionId, manifest } = election;
  const styleId = manifest.styles[style]?.id ?? "";
  return expectOk(beginIssue({ electionId, styleId, style }, moduli, randomBytes), "issue");
}

/** For the portal's request of issue. */
export const blindedOf = ({ shares }: PendingIssue): readonly string[] =>
  shares.map(({ blindedMessage }) => toBase64(blindedMessage));

export function credentialOf(
  { election }: Voting,
  pending: PendingIssue,
  issued: PortalIssueAnswer,
): Credential {
  const issue = expectOk(checkIssueReceipt(utf8(issued.proof), election), "the proof of issue");
  const { active } = election.manifest.issuers;
  const signatures = issued.signatures.map((text, at) => ({
    issuer: active[at] ?? 0,
    blindSignature: bytesOf(fromBase64(text)),
  }));
  const answers = { active, replacements: [], set: issued.set, signatures };
  return expectOk(finalizeCredential(pending, issue, answers), "the credential");
}

/** First option of each contest that needs one. */
export function sealBallot({ election, context }: Voting, { style, set, x, token }: Credential): Sealed {
  const { manifest } = election;
  const contests = (manifest.styles[style]?.contests ?? []).map((at) => manifest.contests[at]);
  const choices = contests.map((contest) => {
    const { min = 0, options = [] } = contest ?? {};
    return options.map((_, option) => (option < min ? 1 : 0) as 0 | 1);
  });
  const request: BallotRequest = { style, seq: 0, set, x, token, choices, seed: randomBytes(SEED_BYTES) };
  const ballot = expectOk(encryptBallot(context, request, randomBytes), "ballot");
  return {
    transaction: assembleTransaction("cast", { ballot: ballot.bytes }, []),
    tracker: ballot.tracker,
  };
}

/** Throws unless the receipt is of just this transaction. */
export function checkReceiptOf({ election }: Voting, { transaction }: Sealed, proof: string): void {
  const receipt = expectOk(checkReceipt(utf8(proof), election.manifest), "receipt");
  assert(equalBytes(receipt.transaction, transaction), "a receipt of this ballot");
}

function bytesOf(bytes: Bytes | undefined): Bytes {
  assert(bytes !== undefined, "bytes in their encoding");
  return bytes;
}
