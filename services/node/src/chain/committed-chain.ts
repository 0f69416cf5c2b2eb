import { type Bytes, equalBytes } from "@veche/base";
import {
  CHAIN_ITSELF,
  decodeChainTransaction,
  encodeChainTransaction,
  enters,
  type LedgerState,
  type OutcomeCode,
  refuseChange,
} from "@veche/ledger";
import { refuseDefinition } from "../engine/definition.ts";
import { keepEvidence } from "../engine/evidence.ts";
import type { Place } from "../store/index-db.ts";
import type { Ledger } from "../verify/ledger.ts";
import type { ChainApplication } from "./application.ts";
import { isBeyondBegun, isVotingNow } from "./judging.ts";

/** The chain as its last commit left it, for whoever brings transactions to it. `CHAIN_ITSELF` is an election without entries. */
export type CommittedChain = {
  /** Of the last commit. */
  readonly height: () => number;
  /** Block time of the last commit, ms; 0 before the first since the start. */
  readonly time: () => number;
  /** Whether admission knows of a cast of this credential that waits for its block, other than the one of this hash. */
  readonly holdsAnother: (electionId: Bytes, credential: Bytes, hash: Bytes) => boolean;
  /** What became of the whole that a part has completed, as long as that is remembered. */
  readonly wholeOf: (electionId: Bytes, hash: Bytes) => OutcomeCode | undefined;
  /** Keeps a ballot beyond the number issued as evidence of forged tokens (§06.6.3). */
  readonly keepBeyond: (electionId: Bytes, transaction: Bytes) => Promise<void>;
  readonly ledger: (electionId: Bytes) => Ledger;
  /** What would become of a transaction in a block of this time, ms. */
  readonly judge: (electionId: Bytes, transaction: Bytes, time: () => number) => Promise<OutcomeCode>;
  /** By SHA-256 of the transaction bytes. */
  readonly placeOf: (electionId: Bytes, hash: Bytes) => Place | undefined;
  /** True once a checkpoint covers the first `size` entries; false if that takes longer. */
  readonly whenPublished: (electionId: Bytes, size: number, atMostMs: number) => Promise<boolean>;
};

/** Of an application whose chain has begun. */
export function committedChain(application: ChainApplication): CommittedChain {
  const { elections } = application;
  const begun = {
    election: (electionId: Bytes) => elections.get(electionId),
    begunBy: () => elections.begunBy(),
  };
  return {
    height: () => application.state.height,
    time: () => application.blockTime,
    holdsAnother: (electionId, credential, hash) =>
      application.mempool.holdsAnother(electionId, credential, hash),
    wholeOf: (electionId, hash) => application.wholeOf(electionId, hash),
    keepBeyond: async (electionId, transaction) => {
      const log = elections.log(electionId);
      if (log !== undefined) await keepEvidence(log.store.paths, log.ledger, log.nextTime(), transaction);
    },
    ledger: (electionId) => elections.get(electionId).ledger(),
    judge: async (electionId, transaction, time) => {
      if (equalBytes(electionId, CHAIN_ITSELF)) return judgeChange(application, transaction);
      if (isBeyondBegun(begun, { electionId, transaction })) return "PHASE";
      const { judge, ledger } = elections.get(electionId);
      const { state } = ledger();
      const unread = state.election === undefined && refuseDefinition(state.genesis, electionId, transaction);
      if (unread) return unread;
      const { outcome, asked } = await judge.judge(ledger, time, transaction);
      // The answers of what enters are asked for again soon: by the mempool, which forgets them then.
      if (!enters(outcome)) judge.settle(asked);
      return outcome.code;
    },
    placeOf: (electionId, hash) => elections.log(electionId)?.store.placeOf(hash),
    whenPublished: async (electionId, size, atMostMs) =>
      (await elections.log(electionId)?.whenPublished(size, atMostMs)) ?? true,
  };
}

/** §06.9.8 */
function judgeChange({ state, elections }: ChainApplication, transaction: Bytes): OutcomeCode {
  const read = decodeChainTransaction(encodeChainTransaction(CHAIN_ITSELF, transaction));
  if (!read.ok) return read.error.code;
  if (read.value.kind !== "validators") return "MALFORMED";
  const { founders, members } = state;
  const states = (): readonly LedgerState[] => elections.logs().map(({ ledger }) => ledger.state);
  const isVoting = isVotingNow({ states });
  return refuseChange(founders, members, read.value, isVoting)?.code ?? "ACCEPTED";
}
