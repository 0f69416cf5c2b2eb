import type { DeepPartial } from "cosmjs-types/helpers";
import type {
  ExecTxResult,
  RequestApplySnapshotChunk,
  RequestCheckTx,
  RequestCommit,
  RequestExtendVote,
  RequestFinalizeBlock,
  RequestInfo,
  RequestInitChain,
  RequestListSnapshots,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  RequestPrepareProposal,
  RequestProcessProposal,
  RequestQuery,
  RequestVerifyVoteExtension,
  ResponseApplySnapshotChunk,
  ResponseCheckTx,
  ResponseCommit,
  ResponseExtendVote,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseInitChain,
  ResponseListSnapshots,
  ResponseLoadSnapshotChunk,
  ResponseOfferSnapshot,
  ResponsePrepareProposal,
  ResponseProcessProposal,
  ResponseQuery,
  ResponseVerifyVoteExtension,
} from "cosmjs-types/tendermint/abci/types";

/** Fields that must be said, because protobuf's zero would be a mistake; all others may be left out and are then zero. */
type Saying<T, K extends keyof T> = Pick<T, K> & DeepPartial<Omit<T, K>>;

type TxResult = Saying<ExecTxResult, "code">;

/** Request and answer of each method that an application has: ABCI 2.0, CometBFT 0.38 to 0.40. */
export type Methods = {
  readonly info: {
    readonly request: RequestInfo;
    readonly answer: Saying<ResponseInfo, "lastBlockHeight" | "lastBlockAppHash">;
  };
  readonly initChain: {
    readonly request: RequestInitChain;
    readonly answer: Saying<ResponseInitChain, "appHash">;
  };
  readonly query: { readonly request: RequestQuery; readonly answer: Saying<ResponseQuery, "code"> };
  readonly checkTx: { readonly request: RequestCheckTx; readonly answer: Saying<ResponseCheckTx, "code"> };
  readonly prepareProposal: {
    readonly request: RequestPrepareProposal;
    readonly answer: Saying<ResponsePrepareProposal, "txs">;
  };
  /** ⚔ `txs`: of a proposal of more than 2^19 transactions the first 2^19 + 1; an application must refuse so many. */
  readonly processProposal: {
    readonly request: RequestProcessProposal;
    readonly answer: Saying<ResponseProcessProposal, "status">;
  };
  readonly finalizeBlock: {
    readonly request: RequestFinalizeBlock;
    readonly answer: Saying<Omit<ResponseFinalizeBlock, "txResults">, "appHash"> & {
      readonly txResults: readonly TxResult[];
    };
  };
  readonly commit: { readonly request: RequestCommit; readonly answer: DeepPartial<ResponseCommit> };
  readonly extendVote: {
    readonly request: RequestExtendVote;
    readonly answer: DeepPartial<ResponseExtendVote>;
  };
  readonly verifyVoteExtension: {
    readonly request: RequestVerifyVoteExtension;
    readonly answer: Saying<ResponseVerifyVoteExtension, "status">;
  };
  readonly listSnapshots: {
    readonly request: RequestListSnapshots;
    readonly answer: DeepPartial<ResponseListSnapshots>;
  };
  readonly offerSnapshot: {
    readonly request: RequestOfferSnapshot;
    readonly answer: Saying<ResponseOfferSnapshot, "result">;
  };
  readonly loadSnapshotChunk: {
    readonly request: RequestLoadSnapshotChunk;
    readonly answer: DeepPartial<ResponseLoadSnapshotChunk>;
  };
  readonly applySnapshotChunk: {
    readonly request: RequestApplySnapshotChunk;
    readonly answer: Saying<ResponseApplySnapshotChunk, "result">;
  };
};

export type Method = keyof Methods;

/** A request for the application; `echo` and `flush` never reach it. */
export type ApplicationRequest = {
  readonly [M in Method]: { readonly method: M; readonly request: Methods[M]["request"] };
}[Method];

export type AnswerOf<M extends Method> = Methods[M]["answer"];

/**
 * What is replicated. The server calls one method at a time, over all connections together, and waits for its answer; `query` may be
 * let past (`ServerOptions.queries`). A method that rejects has failed for good: the state of the application is unknown then,
 * so it is never called again.
 */
export type Application = {
  readonly [M in Method]: (request: Methods[M]["request"]) => Promise<AnswerOf<M>>;
} & {
  /**
   * Told of a request as soon as it has been read, at a time when others before it may still wait: for work that needs no state, such as
   * having the signatures of a transaction verified by a worker. Must not throw, and must not touch the state.
   */
  readonly foresee?: (request: ApplicationRequest) => void;
};
