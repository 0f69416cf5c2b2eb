import type { Sentence } from "@veche/api";

/** What came of a call: the answer, a refusal with its sentence, or no answer at all. Nothing is thrown for what the world does. */
export type Answer<T> = { readonly kind: "ok"; readonly value: T } | Failure;
export type Failure = Refusal | Offline;

export type Refusal = {
  readonly kind: "refusal";
  readonly code: string;
  readonly message: Sentence;
  readonly attemptsLeft?: number;
  readonly retryAfterSeconds?: number;
};

/** No answer came: the network is away or too slow. Whether the service acted is not known; every call may be made again. */
export type Offline = { readonly kind: "offline" };

export const OFFLINE: Offline = { kind: "offline" };

export const isRefusal = (answer: Answer<unknown>, code: string): answer is Refusal =>
  answer.kind === "refusal" && answer.code === code;
