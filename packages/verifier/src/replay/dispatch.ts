import { BugError } from "@veche/base";
import type { Transaction } from "../form/entry.ts";
import {
  takeAnswer,
  takeCommit,
  takeComplaint,
  takeConfirm,
  takeDeadline,
  takeHash,
  takeRestart,
  takeShares,
} from "./ceremony.ts";
import { takeExtend, takeParticipants, takeResume, takeSuspend, takeTotals } from "./course.ts";
import type { Election, Place } from "./election.ts";
import type { Judge } from "./judge.ts";
import { inPhase, takeCanary, takeIssuerKeys, takeIssuerSet, takeOpen, takeRoll } from "./set-up.ts";
import { takeCertify, takeDecryption, takeHead } from "./tallying.ts";

/** Gives a transaction, whose signers are right, to the chapter that judges it. */
export async function dispatch(
  election: Election,
  tx: Transaction,
  place: Place,
  judge: Judge,
): Promise<void> {
  switch (tx.type) {
    case "trustee-hash":
    case "trustee-commit":
    case "trustee-shares":
    case "trustee-confirm":
    case "trustee-complaint":
    case "trustee-answer":
    case "deadline":
    case "ceremony-restart":
      if (inPhase(election, ["set-up"], judge)) await dispatchCeremony(election, tx, place, judge);
      return;
    case "canary":
      return takeCanary(election, tx, place, judge);
    case "issuer-keys":
      return takeIssuerKeys(election, tx, place, judge);
    case "issuer-set":
      return takeIssuerSet(election, tx, place, judge);
    case "roll":
      return takeRoll(election, tx, place, judge);
    case "registration-totals":
      return takeTotals(election, tx, place, judge);
    case "open":
      return takeOpen(election, tx, place, judge);
    case "suspend":
      return takeSuspend(election, tx, place, judge);
    case "resume":
      return takeResume(election, tx, place, judge);
    case "extend":
      return takeExtend(election, tx, place, judge);
    case "participants":
      return takeParticipants(election, tx, place, judge);
    case "tally-head":
      return takeHead(election, tx, place, judge);
    case "decryption":
      return takeDecryption(election, tx, place, judge);
    case "certify":
      return takeCertify(election, tx, place, judge);
    default:
      throw new BugError(`${tx.type} is taken elsewhere`);
  }
}

type CeremonyType = Extract<Transaction["type"], `trustee-${string}` | "deadline" | "ceremony-restart">;

async function dispatchCeremony(
  election: Election,
  tx: Transaction & { readonly type: CeremonyType },
  place: Place,
  judge: Judge,
): Promise<void> {
  switch (tx.type) {
    case "trustee-hash":
      return takeHash(election, tx, place, judge);
    case "trustee-commit":
      return takeCommit(election, tx, place, judge);
    case "trustee-shares":
      return takeShares(election, tx, place, judge);
    case "trustee-confirm":
      return takeConfirm(election, tx, place, judge);
    case "trustee-complaint":
      return takeComplaint(election, tx, place, judge);
    case "trustee-answer":
      return takeAnswer(election, tx, place, judge);
    case "deadline":
      return takeDeadline(election, tx, place, judge);
    case "ceremony-restart":
      return takeRestart(election, tx, place, judge);
  }
}
