import type { TransactionAnswer } from "@veche/api";
import type { Bytes } from "@veche/base";
import type { ElectionLog } from "./log.ts";

/** What HTTP and `VecheNode` need of whatever orders transactions into blocks. */
export type Engine = {
  /** Takes a transaction from anywhere. Resolves when its fate is known; never rejects for what was sent. */
  readonly submit: (electionId: Bytes, transaction: Bytes) => Promise<TransactionAnswer>;
  /** The log of an election; nothing if there is none. */
  readonly log: (electionId: Bytes) => ElectionLog | undefined;
  /** Those with entries, ascending by electionId. */
  readonly logs: () => readonly ElectionLog[];
  /** Ends after the blocks under way; unanswered callers are told to come again. */
  readonly close: () => Promise<void>;
};
