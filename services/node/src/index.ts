export { applicationHashAt, type CometStatus, cometStatus } from "./chain/comet-status.ts";
export { ChainEnded } from "./chain/engine.ts";
export { COMETBFT_VERSION, findCometbft, findProgram, hasGo } from "./chain/program.ts";
export { type ChainFailure, type ChainStartError, ChainSupervisor } from "./chain/supervisor.ts";
export { wipeChain } from "./chain/wipe.ts";
export { DEFAULT_LIMITS, type Limits } from "./engine/gate.ts";
export type { ElectionLog } from "./engine/log.ts";
export type { BlockOutcome } from "./engine/prepared.ts";
export { type ElectionReport, fsckHome } from "./fsck/fsck-home.ts";
export { fsckRecord } from "./fsck/fsck-record.ts";
export type { FsckProblem, FsckReport } from "./fsck/report.ts";
export {
  type ChainGenesis,
  chainGenesisText,
  invalidChainGenesis,
  parseChainGenesis,
} from "./home/chain-genesis.ts";
export {
  type ChainHome,
  type ChainHomeError,
  type ChainPlaces,
  chainFolder,
  createChainKeys,
  hasChain,
  joinChain,
  ownValidator,
  readChainHome,
  readChainKeys,
} from "./home/chain-home.ts";
export { RPC_SOCKET } from "./home/comet-config.ts";
export { createHome, type HomeConfig, type HomeError, readHome } from "./home/home.ts";
export type { NodeKeys } from "./home/keys.ts";
export { fingerprintOf, type LanCertificate, lanAddresses, lanCertificate } from "./home/lan-certificate.ts";
export { inProcessHttp } from "./http/in-process.ts";
export type { Page } from "./http/page.ts";
export { type PageError, type PageFile, readPage } from "./http/page-files.ts";
export { type ServeOptions, type Server, serve } from "./http/server.ts";
export { jsonLogger, type Logger, silentLogger } from "./log/logger.ts";
export { type NodeError, type NodeOptions, VecheNode } from "./node.ts";
export { askSignedOver } from "./publish/ask-signed.ts";
export { checkpointOf, indexOf, receiptOf, tileOf } from "./publish/board.ts";
export type { AskSigned } from "./publish/cosigners.ts";
export { feedWitnesses } from "./publish/feed-witnesses.ts";
export type { Cosign, CosignRequest } from "./publish/publisher.ts";
export { type ExportError, type Exported, exportRecord, type Progress } from "./record/export-record.ts";
export { VerifierPool } from "./verify/pool.ts";
export type { Verifiers } from "./verify/question.ts";
export {
  NodeWitness,
  type WitnessError,
  type WitnessOptions,
  witnessFolder,
} from "./witness/node-witness.ts";
export { serveWitness, type WitnessServeOptions, type WitnessServer } from "./witness/witness-server.ts";
