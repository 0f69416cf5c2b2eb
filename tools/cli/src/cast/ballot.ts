import { join } from "node:path";
import { type Bytes, expectOk } from "@veche/base";
import { checkReceipt, type Known, receiptFor } from "@veche/client";
import { type Choices, encryptBallot, encryptionContext, SEED_BYTES } from "@veche/election";
import type { Credential } from "@veche/election/spend";
import { assembleTransaction, credentialRecord, electionKeysOf } from "@veche/ledger";
import { replaceFile } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { momentText } from "../framework/moments.ts";
import { refused, unusable } from "../framework/stop.ts";
import { postAny } from "../live/post.ts";
import type { View } from "../live/view.ts";
import { castFaults, castTexts } from "../texts/cast.ts";
import { faults } from "../texts/faults.ts";
import { ledgerFaults } from "../texts/ledger-faults.ts";
import type { StoredBallot } from "./state.ts";

/** Encrypts the choices. The seed lives only here: it would prove them later. */
export function encrypt(
  { world }: Context,
  { election, state, view }: Known,
  { style, set, x, point, token }: Credential,
  choices: Choices,
): StoredBallot {
  const keys = electionKeysOf(state, view);
  if (keys === undefined || state.phase !== "open") throw refused(ledgerFaults.refusedByLedger("PHASE"));
  // §05.3.4
  const seq = credentialRecord(view, point)?.ballotHashes.length ?? 0;
  if (seq > election.manifest.revoteMax) throw refused(ledgerFaults.refusedByLedger("SEQ_WRONG"));
  const context = encryptionContext(election, keys.key);
  const request = { style, seq, set, x, token, choices, seed: world.randomBytes(SEED_BYTES) };
  const ballot = expectOk(encryptBallot(context, request, world.randomBytes), "choices were checked");
  return { bytes: ballot.bytes, tracker: ballot.tracker, seq };
}

/** Sends the stored bytes until they stand in the own view; a promise is waited for. The place in the log. */
export async function send({ out, world }: Context, view: View, ballot: StoredBallot): Promise<number> {
  const transaction = castTransaction(ballot.bytes);
  for (;;) {
    const posted = await postAny(view, transaction);
    if (posted.kind === "entered") return posted.index;
    out.note(castTexts.promised(momentText(posted.untilMs)));
    await world.sleep(Math.max(1_000, Math.min(60_000, posted.untilMs - world.clock())));
  }
}

/** The receipt of the ballot, checked offline, in the voter's folder. */
export async function keepReceipt(
  view: View,
  home: string,
  ballot: StoredBallot,
  index: number,
): Promise<string> {
  const { manifest } = view.known.election;
  const receipt = await receiptFor(view.follower, index);
  if (!receipt.ok)
    throw unusable(faults.unreachable(view.follower.nodes[0]?.base ?? "", receipt.error.reason));
  const checked = checkReceipt(receipt.value, manifest);
  if (!checked.ok) throw refused(castFaults.receiptWrong(checked.error.reason));
  const path = join(home, `receipt-${ballot.tracker}.txt`);
  await replaceFile(path, receipt.value, "secret");
  return path;
}

export const castTransaction = (ballot: Bytes): Bytes => assembleTransaction("cast", { ballot }, []);
