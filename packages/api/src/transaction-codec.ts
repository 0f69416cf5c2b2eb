import { jsonUint } from "./json.ts";
import type { TransactionAnswer } from "./messages.ts";

/**
 * What a node answered to a transaction, as far as a client may act on it: none of it is signed but `promise`. Fields that
 * later versions add are passed over, because an answer that a client does not understand must not lose a ballot.
 */
export type ReadAnswer =
  | {
      readonly kind: "ENTERED";
      readonly outcome: "ACCEPTED" | "BLAMED";
      readonly index: number;
      readonly whole?: string;
    }
  | { readonly kind: "ALREADY"; readonly index?: number }
  | { readonly kind: "PROMISED"; readonly promise: string; readonly untilMs: number }
  | { readonly kind: "BUSY"; readonly retryAfterMs: number }
  | { readonly kind: "REFUSED"; readonly outcome: string; readonly transient: boolean };

export function readTransactionAnswer(value: unknown): ReadAnswer | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const answer = value as { readonly [K in AnswerKey]?: unknown };
  const { outcome } = answer;
  if (typeof outcome !== "string" || outcome.length > 40) return undefined;
  switch (outcome) {
    case "ACCEPTED":
    case "BLAMED":
      return isIndex(answer.index)
        ? { kind: "ENTERED", outcome, index: answer.index, ...wholeOf(answer.whole) }
        : undefined;
    case "ALREADY":
      return isIndex(answer.index) ? { kind: "ALREADY", index: answer.index } : { kind: "ALREADY" };
    case "PROMISED":
      return typeof answer.promise === "string" && isIndex(answer.untilMs)
        ? { kind: "PROMISED", promise: answer.promise, untilMs: answer.untilMs }
        : undefined;
    case "BUSY":
      return {
        kind: "BUSY",
        retryAfterMs: 1_000 * (isIndex(answer.retryAfterSeconds) ? answer.retryAfterSeconds : 1),
      };
    default:
      return { kind: "REFUSED", outcome, transient: answer.transient === true };
  }
}

type AnswerKey = TransactionAnswer extends infer A ? (A extends unknown ? keyof A : never) : never;

const isIndex = (value: unknown): value is number => jsonUint(value) !== undefined;

const wholeOf = (whole: unknown): { readonly whole?: string } => (typeof whole === "string" ? { whole } : {});
