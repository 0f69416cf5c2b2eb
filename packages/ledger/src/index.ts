export { type BatchChecks, batchChecks } from "./batch-checks.ts";
export { applyBlock, type Block, type BlockResult, isNextTime, type Placed, precheck } from "./block.ts";
export { ATTEMPT_MAX, type Deadline } from "./ceremony.ts";
export * from "./chain/index.ts";
export { type Checks, directChecks, type IssuerKey } from "./checks.ts";
export * from "./format/bodies.ts";
export {
  decodeEntry,
  decodeTransaction,
  ENTRY_BYTES_MAX,
  type Entry,
  encodeEntry,
  encodeTransaction,
  entryLength,
  type FormatError,
  firstOutOfOrder,
  isCast,
  orderBlock,
  type Signature,
  type Transaction,
} from "./format/entry.ts";
export {
  enters,
  isTransient,
  OUTCOMES,
  type Outcome,
  type OutcomeCode,
  outcomeNumber,
  type Refusal,
  type RefusalCode,
} from "./format/outcome.ts";
export { splitIntoParts, WHOLE_BYTES_MIN } from "./format/parts.ts";
export {
  assembleTransaction,
  buildTransaction,
  type Signer,
  signatureOf,
  signedMessage,
} from "./format/signed-message.ts";
export { type Phase, ROLES, type Role, type Row, type Signers, TRANSACTIONS } from "./format/table.ts";
export * from "./read.ts";
export {
  type Replay,
  type ReplayError,
  type Replayed,
  Replayer,
  type ReplayStore,
  replay,
} from "./replay.ts";
export type { Ceremony, CeremonyStep, Complaint, OpenStep } from "./state/ceremony-state.ts";
export { decodeState, encodeState, type StateError } from "./state/encode-state.ts";
export type { CredentialRecord, RollRecordState, StyleRecord } from "./state/records.ts";
export { type Genesis, initialState, type LedgerState, logNameOf } from "./state/state.ts";
export { type LedgerView, MemoryView, type Write } from "./state/view.ts";
export { openBody } from "./transactions/opening.ts";
