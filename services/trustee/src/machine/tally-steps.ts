import { type Bytes, err, ok, type Result } from "@veche/base";
import { encodeKeptHead, prepareHead, type ReleaseGround, tallyHeadBody } from "@veche/election";
import type { Said } from "./action.ts";
import { shareOf } from "./ceremony-steps.ts";
import { type Desk, signTransaction } from "./desk.ts";
import { encodeDecryption, keptDecryption, keptHead } from "./kept.ts";
import { closedElectionOf, signedHeadsIn, type VerifiedLedger } from "./ledger.ts";
import type { MachineError } from "./machine-error.ts";

type Sent = Promise<Result<readonly Bytes[], MachineError>>;

/**
 * §08.3.3: signs the one head of this trustee's life in this election: computed from the whole ledger, not before its time by the
 * trustee's own clock, confirmed, and on both media before the signature exists.
 */
export async function sendTallyHead(desk: Desk, ledger: VerifiedLedger, said: Said): Sent {
  const closed = closedElectionOf(ledger);
  const kept = await keptHead(desk);
  if (!kept.ok) return kept;
  const head = prepareHead(closed, desk.trustee, desk.now(), said.confirmed ?? "", kept.value);
  if (!head.ok) return head;
  const done = await desk.vault.keep("head", encodeKeptHead(head.value));
  if (!done.ok) return done;
  return ok(signTransaction(desk, ledger, "tally-head", tallyHeadBody(desk.trustee, head.value.head)));
}

/**
 * §08.3.3, §08.4.1: the decryption, on the ground of enough equal heads, whose signatures are counted here once more, or of the
 * characters heard. It is kept before it leaves, so that what a crash cut short goes on with the same bytes.
 */
export async function sendDecryption(
  desk: Desk,
  ledger: VerifiedLedger,
  ground: "heads" | "heard",
  said: Said,
): Sent {
  const closed = closedElectionOf(ledger);
  const share = await shareOf(desk, ledger);
  if (!share.ok) return share;
  const head = await keptHead(desk);
  if (!head.ok) return head;
  if (head.value === undefined) return err({ code: "HEAD_NOT_KEPT" });
  const reason = await groundOf(ledger, ground, said);
  const proved = share.value.proveDecryption(closed, head.value, reason, desk.randomBytes);
  if (!proved.ok) return proved;
  const before = await keptDecryption(desk);
  if (!before.ok) return before;
  const body = before.value ?? proved.value;
  const done = await desk.vault.keep("decryption", encodeDecryption(body));
  return done.ok ? ok(signTransaction(desk, ledger, "decryption", body)) : done;
}

async function groundOf(
  ledger: VerifiedLedger,
  ground: "heads" | "heard",
  { heard = "" }: Said,
): Promise<ReleaseGround> {
  if (ground === "heard") return { kind: "heard", characters: heard };
  return { kind: "heads", heads: await signedHeadsIn(ledger) };
}
