import { type ReadAnswer, readTransactionAnswer } from "@veche/api";
import { type Bytes, equalBytes, err, fromBase64, ok, type Result, sha256 } from "@veche/base";
import type { Manifest } from "@veche/election";
import type { LedgerFollower } from "./follower.ts";
import type { LogFault, ViewFault } from "./log-faults.ts";
import type { NodeLink } from "./node-link.ts";
import { checkPromise } from "./promise.ts";
import { checkReceipt } from "./receipts.ts";
import {
  type Attempt,
  type Backoff,
  DEFAULT_BACKOFF,
  retrying,
  systemTiming,
  type Timing,
} from "./timing.ts";

export type Pace = { readonly timing: Timing; readonly backoff: Backoff };
export const DEFAULT_PACE: Pace = { timing: systemTiming, backoff: DEFAULT_BACKOFF };

/** What a node said to a transaction, believed by nobody yet. */
export type Offered = { readonly link: NodeLink; readonly answer: Exclude<ReadAnswer, { kind: "BUSY" }> };

export type Unavailable = { readonly code: "UNAVAILABLE"; readonly reason: string };

/**
 * Offers the same bytes to one node after the other until one takes them. A refusal speaks of the state and the clock of one node (§06.6.3): they
 * are refused when every node that answers refuses them. If all are busy or silent they are asked again, later and later.
 */
export async function offer(
  links: readonly NodeLink[],
  transaction: Bytes,
  { timing, backoff }: Pace = DEFAULT_PACE,
): Promise<Result<Offered, Unavailable>> {
  let reason = "no node was asked";
  const answered = await retrying<Offered>(timing, backoff, async () => {
    let afterMs = 0;
    const refused: Offered[] = [];
    for (const link of links) {
      const posted = await link.post(transaction);
      const answer = posted.ok ? readTransactionAnswer(posted.value.json) : undefined;
      if (answer !== undefined && answer.kind !== "BUSY") {
        if (answer.kind !== "REFUSED") return { done: { link, answer } };
        refused.push({ link, answer });
        continue;
      }
      reason = posted.ok ? `status ${posted.value.status}` : posted.error.reason;
      if (answer?.kind === "BUSY") afterMs = Math.max(afterMs, answer.retryAfterMs);
    }
    const soon = refused.find(({ answer }) => answer.kind === "REFUSED" && answer.transient);
    const told = soon ?? refused[0];
    return told === undefined ? { afterMs } : { done: told };
  });
  return answered === undefined ? err({ code: "UNAVAILABLE", reason }) : ok(answered);
}

/** `entered`: seen by this party itself, under a checkpoint that it verified. `promised`: a validator's signature, no more (§07.6). */
export type Posted =
  | { readonly kind: "entered"; readonly index: number; readonly outcome: string; readonly whole?: string }
  | { readonly kind: "promised"; readonly promise: Bytes; readonly untilMs: number };

export type PostError =
  | Unavailable
  /** An outcome of §06.6. */
  | { readonly code: "REFUSED"; readonly outcome: string; readonly transient: boolean }
  /** A node says that it stands at `index`; the verified log has something else there, or does not reach so far in time. */
  | { readonly code: "NOT_INCLUDED"; readonly node: string; readonly index: number }
  | { readonly code: "PROMISE_WRONG"; readonly node: string }
  | { readonly code: "HALTED"; readonly fault: LogFault | ViewFault };

/** Offers a transaction and waits until it stands in this party's own verified view. ⚔ Of a node that said what is not so the others are asked. */
export async function post(
  follower: LedgerFollower,
  transaction: Bytes,
  pace: Pace = DEFAULT_PACE,
): Promise<Result<Posted, PostError>> {
  let links = follower.nodes;
  let untrue: Result<never, PostError> | undefined;
  while (links.length > 0) {
    const offered = await offer(links, transaction, pace);
    if (!offered.ok) return untrue ?? offered;
    const { link, answer } = offered.value;
    if (answer.kind === "REFUSED")
      return untrue ?? err({ code: "REFUSED", outcome: answer.outcome, transient: answer.transient });
    const posted = await seen(follower, link, transaction, answer, pace);
    if (posted.ok || posted.error.code === "HALTED") return posted;
    untrue ??= posted;
    links = links.filter((other) => other !== link);
  }
  return untrue ?? err({ code: "UNAVAILABLE", reason: "no node was asked" });
}

/** Whether it is so, by the own view. */
async function seen(
  follower: LedgerFollower,
  link: NodeLink,
  transaction: Bytes,
  answer: Exclude<Offered["answer"], { readonly kind: "REFUSED" }>,
  pace: Pace,
): Promise<Result<Posted, PostError>> {
  switch (answer.kind) {
    case "PROMISED":
      return promised(follower, link, transaction, answer);
    case "ALREADY":
      return findAgain(follower, link, transaction, answer.index, pace);
    default: {
      const shown = await waitForEntry(follower, answer.index, transaction, pace);
      if (!shown.ok) return shown;
      if (!shown.value) return err({ code: "NOT_INCLUDED", node: link.base, index: answer.index });
      return ok({
        ...entered(follower, answer.index),
        ...(answer.whole === undefined ? {} : { whole: answer.whole }),
      });
    }
  }
}

/** `ALREADY` without our own bytes is a refusal: something else took the place. */
async function findAgain(
  follower: LedgerFollower,
  link: NodeLink,
  transaction: Bytes,
  claimed: number | undefined,
  pace: Pace,
): Promise<Result<Posted, PostError>> {
  const found = claimed === undefined ? await link.indexOf(sha256(transaction)) : ok(claimed);
  if (found.ok) {
    const seen = await waitForEntry(follower, found.value, transaction, pace);
    if (!seen.ok) return seen;
    if (seen.value) return ok(entered(follower, found.value));
  }
  return err({ code: "REFUSED", outcome: "ALREADY", transient: false });
}

function promised(
  follower: LedgerFollower,
  link: NodeLink,
  transaction: Bytes,
  answer: Extract<ReadAnswer, { kind: "PROMISED" }>,
): Result<Posted, PostError> {
  const promise = fromBase64(answer.promise);
  const election = follower.known?.election;
  const isRight =
    promise !== undefined && election !== undefined && checkPromise(election, transaction, promise).ok;
  if (!isRight) return err({ code: "PROMISE_WRONG", node: link.base });
  return ok({ kind: "promised", promise, untilMs: answer.untilMs });
}

function entered(follower: LedgerFollower, index: number): Posted & { readonly kind: "entered" } {
  const landmark = follower.known?.landmarks.find((one) => one.index === index);
  return { kind: "entered", index, outcome: landmark?.outcome ?? "ACCEPTED" };
}

/** Whether these transaction bytes stand at `index`, once the own view reaches so far; `false` too when patience ends before. */
export async function waitForEntry(
  follower: LedgerFollower,
  index: number,
  transaction: Bytes,
  { timing, backoff }: Pace = DEFAULT_PACE,
): Promise<Result<boolean, { readonly code: "HALTED"; readonly fault: LogFault | ViewFault }>> {
  type Seen = Awaited<ReturnType<typeof waitForEntry>>;
  const seen = await retrying<Seen>(timing, backoff, async (): Promise<Attempt<Seen>> => {
    if ((follower.known?.checkpoint.size ?? 0) <= index) {
      const refreshed = await follower.refresh();
      if (!refreshed.ok && refreshed.error.kind !== "server") {
        return { done: err({ code: "HALTED", fault: refreshed.error }) };
      }
    }
    const entry = await follower.entry(index);
    return entry === undefined ? {} : { done: ok(equalBytes(entry.transaction, transaction)) };
  });
  return seen ?? ok(false);
}

/** The receipt (§07.5.1) of an entry of the own view, from any node that has it, checked with the manifest alone. */
export async function receiptFor(
  follower: LedgerFollower,
  index: number,
): Promise<Result<Bytes, Unavailable>> {
  const { known } = follower;
  const own = await follower.entry(index);
  if (known === undefined || own === undefined) {
    return err({ code: "UNAVAILABLE", reason: "the entry is not in the own view" });
  }
  return fetchReceipt(follower.nodes, index, own.transaction, known.election.manifest);
}

/** The same for somebody without a view of their own, as a voter's device: the receipt of these transaction bytes. */
export async function fetchReceipt(
  links: readonly NodeLink[],
  index: number,
  transaction: Bytes,
  manifest: Manifest,
): Promise<Result<Bytes, Unavailable>> {
  let reason = "no node was asked";
  for (const link of links) {
    const proof = await link.proof(index);
    const receipt = proof.ok ? checkReceipt(proof.value, manifest) : proof;
    if (!proof.ok || !receipt.ok) {
      reason = receipt.ok ? "" : receipt.error.reason;
      continue;
    }
    if (receipt.value.index === index && equalBytes(receipt.value.transaction, transaction))
      return ok(proof.value);
    reason = "a receipt of another entry";
  }
  return err({ code: "UNAVAILABLE", reason });
}
