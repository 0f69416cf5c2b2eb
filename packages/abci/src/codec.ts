import { type Bytes, err, ok, type Result } from "@veche/base";
import {
  Request,
  Response,
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
import type { AnswerOf, ApplicationRequest, Method } from "./application.ts";
import { cutProposal } from "./proposal-cut.ts";

/** What CometBFT asks: of the application, or of the connection itself. */
export type AbciRequest =
  | ApplicationRequest
  | { readonly method: "echo"; readonly message: string }
  | { readonly method: "flush" };

export type RequestError =
  | { readonly code: "REQUEST_MALFORMED" }
  /** A method of another version: `InsertTx` and `ReapTxs` of 0.39 belong to a mempool inside the application. */
  | { readonly code: "REQUEST_UNKNOWN" };

/** Of one proposal, as `processProposal` sees it: of a larger one it is shown so many, and one more. */
const PROPOSAL_TRANSACTIONS_MAX = 2 ** 19;

/** Bytes of `tendermint.abci.Request` (CometBFT `proto/tendermint/abci/types.proto`). */
export function decodeRequest(
  bytes: Bytes,
  proposalMax = PROPOSAL_TRANSACTIONS_MAX,
): Result<AbciRequest, RequestError> {
  const request = decoded(cutProposal(bytes, proposalMax));
  if (request === undefined) return err({ code: "REQUEST_MALFORMED" });
  const said = Object.entries(request).filter(([, value]) => value !== undefined);
  const [one, ...more] = said;
  if (one === undefined) return err({ code: "REQUEST_UNKNOWN" });
  // A `oneof` said twice has a meaning in protobuf (the last counts); nobody who means one thing sends it.
  if (more.length > 0) return err({ code: "REQUEST_MALFORMED" });
  const { echo, flush } = request;
  if (echo !== undefined) return ok({ method: "echo", message: echo.message });
  if (flush !== undefined) return ok({ method: "flush" });
  const [method, value] = one;
  return ok({ method, request: value } as ApplicationRequest);
}

function decoded(bytes: Bytes): Request | undefined {
  try {
    return Request.decode(bytes);
  } catch {
    return undefined;
  }
}

/** How the answer of each method stands in `tendermint.abci.Response`. */
const WRAP: { readonly [M in Method]: (answer: AnswerOf<M>) => Response } = {
  info: (info) => ({ info: ResponseInfo.fromPartial(info) }),
  initChain: (initChain) => ({ initChain: ResponseInitChain.fromPartial(initChain) }),
  query: (query) => ({ query: ResponseQuery.fromPartial(query) }),
  checkTx: (checkTx) => ({ checkTx: ResponseCheckTx.fromPartial(checkTx) }),
  prepareProposal: (answer) => ({ prepareProposal: ResponsePrepareProposal.fromPartial(answer) }),
  processProposal: (answer) => ({ processProposal: ResponseProcessProposal.fromPartial(answer) }),
  finalizeBlock: ({ txResults, ...rest }) => ({
    finalizeBlock: ResponseFinalizeBlock.fromPartial({ ...rest, txResults: [...txResults] }),
  }),
  commit: (commit) => ({ commit: ResponseCommit.fromPartial(commit) }),
  extendVote: (extendVote) => ({ extendVote: ResponseExtendVote.fromPartial(extendVote) }),
  verifyVoteExtension: (answer) => ({ verifyVoteExtension: ResponseVerifyVoteExtension.fromPartial(answer) }),
  listSnapshots: (answer) => ({ listSnapshots: ResponseListSnapshots.fromPartial(answer) }),
  offerSnapshot: (answer) => ({ offerSnapshot: ResponseOfferSnapshot.fromPartial(answer) }),
  loadSnapshotChunk: (answer) => ({ loadSnapshotChunk: ResponseLoadSnapshotChunk.fromPartial(answer) }),
  applySnapshotChunk: (answer) => ({ applySnapshotChunk: ResponseApplySnapshotChunk.fromPartial(answer) }),
};

/** All methods of an application. */
export const METHODS = Object.keys(WRAP) as readonly Method[];

/** Bytes of `tendermint.abci.Response` with the answer to `method`. */
export function encodeAnswer<M extends Method>(method: M, answer: AnswerOf<M>): Bytes {
  const wrap = WRAP[method] as (answer: AnswerOf<M>) => Response;
  return Response.encode(wrap(answer)).finish();
}

export const encodeEcho = (message: string): Bytes => Response.encode({ echo: { message } }).finish();

export const encodeFlush = (): Bytes => Response.encode({ flush: {} }).finish();

/** After it the client stops, and with it the whole CometBFT node. */
export const encodeException = (error: string): Bytes => Response.encode({ exception: { error } }).finish();
