import { type Sentence, sentenceFor, type TransactionAnswer } from "@veche/api";
import { isTransient, type OutcomeCode, outcomeNumber } from "@veche/ledger";

/** Refusals that are this node's and not the ledger's: outcomes of §06.6 are below 90. */
const NOT_THIS_NODE_NUMBER = 90;

const NOT_THIS_NODE: Sentence = {
  en: "This node cannot serve this election: its keys are no validator's in the manifest, its engine or witnesses differ, or another election here has the same origin.",
  ru: "Этот узел не может вести эти выборы: его ключей нет среди валидаторов манифеста, иной движок или свидетели, либо на узле уже есть выборы с тем же origin.",
};

export const busy = (retryAfterSeconds: number): TransactionAnswer => ({
  outcome: "BUSY",
  retryAfterSeconds,
  message: sentenceFor("BUSY"),
});

export const refusal = (code: OutcomeCode): TransactionAnswer => ({
  outcome: code,
  number: outcomeNumber(code),
  transient: isTransient(code),
  message: sentenceFor(code),
});

export const notThisNode: TransactionAnswer = {
  outcome: "NOT_THIS_NODE",
  number: NOT_THIS_NODE_NUMBER,
  transient: false,
  message: NOT_THIS_NODE,
};

/** For bytes that are in the log: where they stand. */
export const standing = (index: number, blamed: boolean): TransactionAnswer =>
  blamed ? { outcome: "BLAMED", index } : { outcome: "ALREADY", index, message: sentenceFor("ALREADY") };

export const entered = (
  outcome: "ACCEPTED" | "BLAMED",
  index: number,
  whole: string | undefined,
): TransactionAnswer => ({ outcome, index, ...(whole === undefined ? {} : { whole }) });

export const promised = (promise: string, untilMs: number): TransactionAnswer => ({
  outcome: "PROMISED",
  promise,
  untilMs,
  message: sentenceFor("PROMISED"),
});
