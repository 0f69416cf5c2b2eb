import type { Sentence } from "@veche/api";
import type { PortalIssueAnswer } from "@veche/api/portal";
import { type Bytes, fromBase64 } from "@veche/base";
import type { Failure } from "../api/answer.ts";
import type { BlindedHandover } from "../handover/fragment.ts";
import { sealedFragment } from "../handover/seal-answer.ts";

/** What a failure of issuing means for the voter. */
export type IssueFailure =
  /** The same request is made again by itself. `why`: the service's sentence, where it is not that many ask. */
  | { readonly kind: "wait"; readonly seconds: number; readonly why?: Sentence }
  /** No answer: it is not known whether the ballot was issued; asking again gives the same. */
  | { readonly kind: "lost" }
  | { readonly kind: "suspended" }
  /** The code is asked for again. */
  | { readonly kind: "code"; readonly failure: Failure }
  | { readonly kind: "refused"; readonly failure: Failure };

/** Over capacity. */
const QUEUED: readonly string[] = ["UNAVAILABLE", "TOO_MANY", "BUSY"];
/** A part of the system is away or a moment behind: the ballot page has seen already that voting is open. */
const BEHIND: readonly string[] = ["LEDGER_UNAVAILABLE", "ISSUERS_UNAVAILABLE", "NOT_OPEN"];
const OF_THE_CODE: readonly string[] = ["CODE_WRONG", "CODE_ENDED", "FACTOR_UNKNOWN"];
const WAIT_SECONDS = 5;
const WAIT_SECONDS_MAX = 120;

export function meaningOf(failure: Failure): IssueFailure {
  if (failure.kind === "offline") return { kind: "lost" };
  if (OF_THE_CODE.includes(failure.code)) return { kind: "code", failure };
  if (failure.code === "SUSPENDED") return { kind: "suspended" };
  const isBehind = BEHIND.includes(failure.code);
  if (!isBehind && !QUEUED.includes(failure.code)) return { kind: "refused", failure };
  const seconds = Math.min(WAIT_SECONDS_MAX, Math.max(1, failure.retryAfterSeconds ?? WAIT_SECONDS));
  return { kind: "wait", seconds, ...(isBehind ? { why: failure.message } : {}) };
}

/** §12.2.4: the fragment for the way back; `undefined`: the service's answer is none that a ballot page could take. */
export async function answerFragment(
  electionId: string,
  { point }: BlindedHandover,
  answer: PortalIssueAnswer,
): Promise<string | undefined> {
  const signatures = answer.signatures.map((text) => fromBase64(text));
  if (signatures.some((bytes) => bytes === undefined)) return undefined;
  return sealedFragment(electionId, point, { ...answer, signatures: signatures as readonly Bytes[] });
}
