export {
  CheckTxType,
  MisbehaviorType,
  ResponseApplySnapshotChunk_Result,
  ResponseOfferSnapshot_Result,
  ResponseProcessProposal_ProposalStatus,
  ResponseVerifyVoteExtension_VerifyStatus,
} from "cosmjs-types/tendermint/abci/types";
export { formatAddress, type SocketAddress } from "./address.ts";
export type { AnswerOf, Application, ApplicationRequest, Method, Methods } from "./application.ts";
export {
  type AbciRequest,
  decodeRequest,
  encodeAnswer,
  encodeEcho,
  encodeException,
  encodeFlush,
  METHODS,
  type RequestError,
} from "./codec.ts";
export type { ConnectionEnd, ConnectionLimits } from "./connection.ts";
export { encodeFrame, type FrameError, FrameReader, type Pushed } from "./framing.ts";
export { freePorts } from "./free-ports.ts";
export type { GateError, Queries } from "./gate.ts";
export type { LookAhead } from "./inbox.ts";
export { AbciServer, type ListenError, type ServerOptions } from "./server.ts";
export { WITHOUT_SNAPSHOTS, WITHOUT_VOTE_EXTENSIONS } from "./unused-methods.ts";
