import {
  type Bytes,
  codeOf,
  equalBytes,
  err,
  ok,
  type RandomBytes,
  type Result,
  sha256,
  toHex,
} from "@veche/base";
import { checkCertifyReceipt, checkPromise, checkReceipt } from "@veche/client";
import {
  type BallotStyle,
  type Choices,
  type Contest,
  type Election,
  encryptBallot,
  type Manifest,
  recomputeTracker,
  requestOf,
  SEED_BYTES,
  splitBallot,
  trackerHash,
} from "@veche/election";
import {
  beginIssue,
  decodeCredential,
  decodePendingIssue,
  encodePendingIssue,
  encodeResumeCode,
  type PendingIssue,
  pendingHashes,
  readResumeCodeHead,
  resumeRequest,
} from "@veche/election/spend";
import { BODIES, decodeTransaction, encodeTransaction } from "@veche/ledger";
import type {
  Begun,
  ElectionFacts,
  Engine,
  PlacedBallot,
  Recomputed,
  Released,
  Sealed,
  SealFault,
} from "../voting/engine.ts";
import { choicesOf, readShown, shownBytes } from "../voting/fragments.ts";
import { readElection, readVoting, type Voting } from "../voting/read-voting.ts";
import { acceptAnswer } from "./accept-answer.ts";
import { practise } from "./practise.ts";

/** A sealed ballot. ⚔ It leaves either by `release` or by `reveal`, and never by both. */
type Held = { readonly released: Released; readonly shown: Bytes };

/** The engine of this thread: what a worker runs, and what tests run beside themselves. */
export function createEngine(randomBytes: RandomBytes): Engine {
  let election: Election | undefined;
  let held: Held | undefined;
  const known = new Map<number, Voting>();
  const manifestOf = (): Manifest => required(election, "the manifest was read").manifest;
  const votingOf = (style: number): Voting => required(known.get(style), `style ${style} was read`);
  const take = (): Held | undefined => {
    const taken = held;
    held = undefined;
    return taken;
  };
  return {
    async read(electionId, style, answer) {
      const voting = readVoting(answer, electionId, style);
      if (!voting.ok) return voting;
      election = voting.value.election;
      known.set(style, voting.value);
      return ok(factsOf(election));
    },
    async readManifest(electionId, answer) {
      const read = readElection(answer, electionId);
      if (!read.ok) return read;
      election = read.value;
      return ok(factsOf(election));
    },
    async begin(style) {
      const { election, styleId, moduli } = votingOf(style);
      const begun = beginIssue({ electionId: election.electionId, styleId, style }, moduli, randomBytes);
      return begun.ok ? ok(begunOf(begun.value)) : err({ code: "ISSUER_KEY_UNUSABLE" });
    },
    async reopen(bytes) {
      const pending = decodePendingIssue(bytes);
      return pending.ok ? ok(begunOf(pending.value)) : err({ code: "STORED_DAMAGED" });
    },
    async resume(code) {
      const voting = known.get(readResumeCodeHead(code)?.style ?? -1);
      if (voting === undefined) return err({ code: "RESUME_CODE_WRONG" });
      const { election, style, styleId, moduli } = voting;
      const resumed = resumeRequest({ electionId: election.electionId, style, styleId }, moduli, code);
      return resumed.ok ? ok(begunOf(resumed.value)) : err({ code: "RESUME_CODE_WRONG" });
    },
    async accept(pending, answer) {
      return acceptAnswer(required(election, "the manifest was read"), pending, answer);
    },
    async seal(credential, seq, choices) {
      held = undefined;
      const sealed = sealBallot(votingOf, credential, seq, choices, randomBytes);
      if (!sealed.ok) return sealed;
      held = sealed.value;
      const { trackerHash } = held.released;
      return ok<Sealed>({ trackerHash, tracker: codeOf(trackerHash) });
    },
    async unseal() {
      take();
    },
    async release() {
      return take()?.released;
    },
    async reveal() {
      return take()?.shown;
    },
    async checkReceipt(receipt, transaction) {
      const checked = checkReceipt(receipt, manifestOf());
      if (!checked.ok) return err({ code: "RECEIPT_WRONG" });
      const { index, time, transaction: shown } = checked.value;
      return equalBytes(shown, transaction) ? ok({ index, time }) : err({ code: "RECEIPT_OF_ANOTHER" });
    },
    async readBallot(receipt) {
      const ballot = placedBallot(receipt, required(election, "the manifest was read"));
      return ballot === undefined ? err({ code: "RECEIPT_WRONG" }) : ok(ballot);
    },
    async checkCertificate(receipt) {
      const shown = checkCertifyReceipt(receipt, manifestOf());
      return shown.ok ? shown : err({ code: "RECEIPT_WRONG" });
    },
    async checkPromise(transaction, promise) {
      return checkPromise(required(election, "the manifest was read"), transaction, promise);
    },
    async recompute(bytes) {
      const recomputed = recompute(known, bytes);
      return recomputed === undefined ? err({ code: "MALFORMED" }) : ok(recomputed);
    },
    async practise(contests, choices) {
      return practise(contests, choices, randomBytes);
    },
  };
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the engine is used before ${what}`);
  return value;
}

function factsOf({ electionId, manifest }: Election): ElectionFacts {
  const { title, kind, minimumGroup, revoteMax, contests } = manifest;
  const styles = manifest.styles.map((style: BallotStyle) => ({
    title: style.title,
    contests: style.contests.map((at) => contests[at] as Contest),
    tickSeconds: style.tick,
    opens: style.opens,
    issueEnds: style.issueEnds,
    castEnds: style.castEnds,
    latestEnd: style.latestEnd,
  }));
  return { id: toHex(electionId), title, kind, minimumGroup, revoteMax, styles };
}

function begunOf(pending: PendingIssue): Begun {
  return {
    pending: encodePendingIssue(pending),
    request: requestOf(pending.electionId, pendingHashes(pending)),
    style: pending.style,
    blinded: pending.shares.map(({ blindedMessage }) => blindedMessage),
    resumeCode: encodeResumeCode(pending),
  };
}

function sealBallot(
  votingOf: (style: number) => Voting,
  stored: Bytes,
  seq: number,
  choices: Choices,
  randomBytes: RandomBytes,
): Result<Held, SealFault> {
  const credential = decodeCredential(stored);
  if (!credential.ok) return err({ code: "STORED_DAMAGED" });
  const { style, set, x, point, token } = credential.value;
  const { context } = votingOf(style);
  // §12.6.4: every seal draws a seed of its own.
  const seed = randomBytes(SEED_BYTES);
  const encrypted = encryptBallot(context, { style, seq, set, x, token, choices, seed }, randomBytes);
  if (!encrypted.ok) {
    return err({ code: encrypted.error.code === "SEQ_TOO_HIGH" ? "SEQ_TOO_HIGH" : "CHOICES_INVALID" });
  }
  const { bytes, trackerHash } = encrypted.value;
  const transaction = encodeTransaction({ type: "cast", body: { ballot: bytes }, signatures: [] });
  return ok({
    released: { transaction, hash: sha256(transaction), trackerHash },
    shown: shownBytes({ seq, style, credential: point, seed }, choices),
  });
}

function placedBallot(receipt: Bytes, { electionId, manifest }: Election): PlacedBallot | undefined {
  const checked = checkReceipt(receipt, manifest);
  const transaction = checked.ok ? decodeTransaction(checked.value.transaction) : undefined;
  if (!checked.ok || !transaction?.ok || transaction.value.type !== "cast") return undefined;
  const body = BODIES.cast(transaction.value.body, "");
  const parts = body.ok ? splitBallot(body.value.ballot, manifest) : undefined;
  if (!parts?.ok) return undefined;
  const { credential, seq, style } = parts.value;
  const hash = trackerHash(electionId, parts.value);
  const { index, time } = checked.value;
  return {
    index,
    time,
    trackerHash: hash,
    tracker: codeOf(hash),
    credential: credential.slice(),
    seq,
    style,
  };
}

/** §12.6.2: contests, their order and their options come from the manifest, never from what was shown. */
function recompute(known: ReadonlyMap<number, Voting>, bytes: Bytes): Recomputed | undefined {
  const shown = readShown(bytes);
  const context = shown && known.get(shown.style)?.context;
  if (shown === undefined || context === undefined) return undefined;
  const { manifest } = context;
  const options = manifest.styles[shown.style]?.contests.map(
    (at) => (manifest.contests[at] as Contest).options.length,
  );
  const choices = options && choicesOf(shown.marks, options);
  const computed = choices && recomputeTracker(context, { ...shown, choices });
  if (choices === undefined || !computed?.ok) return undefined;
  const { trackerHash, tracker } = computed.value;
  const { credential, seq, style } = shown;
  return { trackerHash, tracker, credential, seq, style, choices };
}
