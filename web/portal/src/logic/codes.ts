import type { SendCodeAnswer } from "@veche/api/portal";
import type { Answer, Failure } from "../api/answer.ts";

/** A code on its way: to which number, when another may be asked for, since when it is waited for. Times by the server's clock. */
export type CodeSent = {
  readonly telephone: string;
  readonly againAt: number;
  readonly expiresAt: number;
  /** When the first code of this step was sent: after five minutes without one the hotline is the way. */
  readonly firstSentAt: number;
};

const RESEND_MS = 60_000;
const VALID_MS = 600_000;
export const GIVE_UP_MS = 300_000;

/**
 * What the answer to "send a code" means. A refusal because the last code is less than a minute old says that one is on its way:
 * after a refresh the page goes on with it.
 *
 * @param telephone the masked number that is known, should the answer not name it.
 */
export function codeSent(
  answer: Answer<SendCodeAnswer>,
  before: CodeSent | undefined,
  telephone: string,
  now: number,
): CodeSent | Failure {
  if (answer.kind === "ok") {
    const { telephone: to, sentAt, againAt, expiresAt } = answer.value;
    return { telephone: to, againAt, expiresAt, firstSentAt: before?.firstSentAt ?? sentAt };
  }
  if (answer.kind === "refusal" && answer.code === "CODE_TOO_SOON") {
    const againAt = now + 1_000 * (answer.retryAfterSeconds ?? 60);
    const sentAt = Math.min(now, againAt - RESEND_MS);
    return before ?? { telephone, againAt, expiresAt: sentAt + VALID_MS, firstSentAt: sentAt };
  }
  return answer;
}

/** Seconds until a moment, whole, at least 0. */
export const secondsUntil = (at: number, now: number): number => Math.max(0, Math.ceil((at - now) / 1_000));

/** A screen reader is told at the start, then at 30, 15 and 0 seconds: a count of every second would drown the page. */
export function spokenSeconds(seconds: number): number {
  return [0, 15, 30, 45].find((step) => seconds <= step) ?? 60;
}

/** What was typed or pasted, if it is a code. */
export const isCode = (typed: string): boolean => /^\d{6}$/.test(typed);
