import { assert, type Bytes, equalBytes, err, expectOk, ok, type Result } from "@veche/base";
import {
  type CanaryStage,
  type Commitments,
  type Dealing,
  deal,
  judgeAnswer,
  judgeShares,
  TrusteeShare,
  type Verdict,
} from "@veche/election";
import type { Point, Scalar } from "@veche/group";
import { answerOf, electionKeysOf } from "@veche/ledger";
import { type Desk, presentAttempt, signTransaction } from "./desk.ts";
import { keptDealing, keptShare } from "./kept.ts";
import { allCommitments, ceremonyOf, shareFilesFor, type VerifiedLedger } from "./ledger.ts";
import type { MachineError } from "./machine-error.ts";
import { openShares, sealShares } from "./share-files.ts";

type Sent = Promise<Result<readonly Bytes[], MachineError>>;

/** §03.2.1: the polynomial is on both media before its hash leaves, and is drawn once for each attempt. */
export async function sendHash(desk: Desk, ledger: VerifiedLedger): Sent {
  const attempt = presentAttempt(desk, ledger);
  const kept = await keptDealing(desk, attempt);
  if (!kept.ok) return kept;
  const { quorum } = desk.election.manifest.trustees;
  const dealing = kept.value ?? deal(attempt, desk.trustee, quorum, desk.randomBytes);
  const done = await desk.vault.keep(`polynomial-${attempt.attempt}`, dealing.backup());
  if (!done.ok) return done;
  const body = { attempt: attempt.attempt, hash: dealing.hash(), trustee: desk.trustee };
  return ok(signTransaction(desk, ledger, "trustee-hash", body));
}

/** §03.2.2. ⚔ The state machine's step says that all hashes are there: nobody can fit theirs to these commitments (L4). */
export async function sendCommitments(desk: Desk, ledger: VerifiedLedger): Sent {
  const dealing = await ownDealing(desk, ledger);
  if (!dealing.ok) return dealing;
  const { attempt } = dealing.value.attempt;
  const body = { attempt, ...dealing.value.commitBody(desk.randomBytes) };
  return ok(signTransaction(desk, ledger, "trustee-commit", body));
}

/** §03.2.3 */
export async function sendShares(desk: Desk, ledger: VerifiedLedger): Sent {
  const receivers = ceremonyOf(ledger).alive.filter((one) => one !== desk.trustee);
  const dealing = await ownDealing(desk, ledger);
  if (!dealing.ok) return dealing;
  const shares = await sealShares(dealing.value, receivers, desk.election.manifest.trustees.members);
  const body = { attempt: dealing.value.attempt.attempt, shares, trustee: desk.trustee };
  return ok(signTransaction(desk, ledger, "trustee-shares", body));
}

/** §03.2.4: confirms, after the share is on both media, or complains against `against`. */
export async function sendVerdict(
  desk: Desk,
  ledger: VerifiedLedger,
): Promise<Result<{ readonly against: readonly number[]; readonly sent: readonly Bytes[] }, MachineError>> {
  const received = readReceived(desk, ledger);
  const { attempt } = presentAttempt(desk, ledger);
  const { against } = await judge(desk, ledger, received);
  if (against.length > 0) {
    const body = { against, attempt, trustee: desk.trustee };
    return ok({ against, sent: signTransaction(desk, ledger, "trustee-complaint", body) });
  }
  const sent = await sendConfirmation(desk, ledger, received);
  return sent.ok ? ok({ against, sent: sent.value }) : sent;
}

/** §03.2.5, §03.2.7: what is confirmed is a share that is kept. */
export async function sendConfirmation(
  desk: Desk,
  ledger: VerifiedLedger,
  received: Received = readReceived(desk, ledger),
): Sent {
  const { attempt } = presentAttempt(desk, ledger);
  const share = await assembleShare(desk, ledger, received);
  if (!share.ok) return share;
  return ok(signTransaction(desk, ledger, "trustee-confirm", { attempt, trustee: desk.trustee }));
}

/** §03.2.6: only to a complaint on the ledger. */
export async function sendAnswer(desk: Desk, ledger: VerifiedLedger, complainer: number): Sent {
  const complaints = new Map(ceremonyOf(ledger).complaints.map((one) => [one.trustee, one.against] as const));
  const dealing = await ownDealing(desk, ledger);
  if (!dealing.ok) return dealing;
  const share = dealing.value.answer(complainer, complaints);
  const body = { attempt: dealing.value.attempt.attempt, complainer, share, trustee: desk.trustee };
  return ok(signTransaction(desk, ledger, "trustee-answer", body));
}

/** §03.5.2. The point follows from election, attempt and stage: ⚔ there is nothing to choose (§03.5.5). */
export async function sendCanary(desk: Desk, ledger: VerifiedLedger, stage: CanaryStage): Sent {
  const share = await shareOf(desk, ledger);
  if (!share.ok) return share;
  const body = share.value.proveCanary(stage, desk.randomBytes);
  return ok(signTransaction(desk, ledger, "canary", body));
}

/** The share of the successful attempt: kept, or gathered once more from the ledger and the kept polynomial. */
export async function shareOf(
  desk: Desk,
  ledger: VerifiedLedger,
): Promise<Result<TrusteeShare, MachineError>> {
  const keys = electionKeysOf(ledger.state, ledger.view);
  assert(keys !== undefined, "a ceremony that is done has keys");
  const received = readReceived(desk, ledger);
  const kept = await keptShare(desk, presentAttempt(desk, ledger), keys);
  if (!kept.ok) return kept;
  return kept.value === undefined ? assembleShare(desk, ledger, received) : ok(kept.value);
}

/** The polynomial whose hash this trustee put on the ledger. */
async function ownDealing(desk: Desk, ledger: VerifiedLedger): Promise<Result<Dealing, MachineError>> {
  const attempt = presentAttempt(desk, ledger);
  const hash = ceremonyOf(ledger).hashes.find(({ trustee }) => trustee === desk.trustee)?.hash;
  const kept = await keptDealing(desk, attempt);
  if (!kept.ok) return kept;
  if (kept.value === undefined) return err({ code: "POLYNOMIAL_LOST", attempt: attempt.attempt });
  const isHashed = hash !== undefined && equalBytes(hash, kept.value.hash());
  return isHashed ? ok(kept.value) : err({ code: "POLYNOMIAL_DIFFERS", attempt: attempt.attempt });
}

/** Everything on the ledger that this trustee's share is made of. */
type Received = {
  readonly commitments: Commitments;
  readonly files: ReadonlyMap<number, Bytes>;
  /** By dealer, published after this trustee's complaint. */
  readonly answers: ReadonlyMap<number, Bytes>;
};

function readReceived(desk: Desk, ledger: VerifiedLedger): Received {
  const { complaints } = ceremonyOf(ledger);
  const accused = complaints.find(({ trustee }) => trustee === desk.trustee)?.against ?? [];
  const answers = new Map<number, Bytes>();
  for (const dealer of accused) {
    const answer = answerOf(ledger.state, ledger.view, dealer, desk.trustee);
    if (answer !== undefined) answers.set(dealer, answer);
  }
  return { commitments: allCommitments(ledger), files: shareFilesFor(ledger, desk.trustee), answers };
}

async function judge(desk: Desk, ledger: VerifiedLedger, { commitments, files }: Received): Promise<Verdict> {
  const attempt = presentAttempt(desk, ledger);
  return judgeShares(attempt, desk.trustee, commitments, await openShares(desk.vault, files));
}

/** §03.4.1, kept on both media. §03.2.6: what was answered to a complaint is used in place of what was sent. */
async function assembleShare(
  desk: Desk,
  ledger: VerifiedLedger,
  received: Received,
): Promise<Result<TrusteeShare, MachineError>> {
  const { commitments, answers } = received;
  const shares = new Map<number, Scalar>((await judge(desk, ledger, received)).shares);
  for (const [dealer, answer] of answers) {
    const points = commitments.get(dealer) as readonly Point[];
    shares.set(dealer, expectOk(judgeAnswer(points, desk.trustee, answer), "an answer that the ledger took"));
  }
  const dealing = await ownDealing(desk, ledger);
  if (!dealing.ok) return dealing;
  const share = TrusteeShare.assemble(dealing.value, commitments, shares);
  if (!share.ok) return share;
  const done = await desk.vault.keep(`share-${dealing.value.attempt.attempt}`, share.value.backup());
  return done.ok ? share : done;
}
