import type { Bytes } from "@veche/base";
import { type PostError, type Posted, post } from "@veche/client";
import { refused, type Stop, unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { ledgerFaults } from "../texts/ledger-faults.ts";
import type { View } from "./view.ts";

export type Entered = Extract<Posted, { kind: "entered" }>;

/** Posts a transaction and waits until it stands in the own view; stops with the ledger's refusal. */
export async function postEntry(view: View, transaction: Bytes): Promise<Entered> {
  const posted = await postAny(view, transaction);
  if (posted.kind === "entered") return posted;
  throw refused(ledgerFaults.refusedByLedger("PROMISED"));
}

/** The same for what may be held until a tick. */
export async function postAny(view: View, transaction: Bytes): Promise<Posted> {
  const posted = await post(view.follower, transaction, view.pace);
  if (!posted.ok) throw await stopOfPost(view, posted.error);
  const { value } = posted;
  if (value.kind === "entered" && value.whole !== undefined && value.whole !== "ACCEPTED") {
    throw refused(ledgerFaults.refusedByLedger(value.whole));
  }
  return value;
}

export async function stopOfPost(view: View, error: PostError): Promise<Stop> {
  switch (error.code) {
    case "UNAVAILABLE":
      return unusable(faults.unreachable(view.follower.nodes[0]?.base ?? "", error.reason));
    case "REFUSED":
      return refused(ledgerFaults.refusedByLedger(error.outcome));
    case "NOT_INCLUDED":
      return refused(ledgerFaults.notIncluded(error.node, error.index));
    case "PROMISE_WRONG":
      return refused(ledgerFaults.promiseWrong(error.node));
    case "HALTED":
      return view.stop(error.fault);
  }
}
