export { CHECKS, type CheckId } from "./checks.ts";
export type { CheckResult, CheckStatus, Failure, FailurePlace } from "./findings.ts";
export { folderReader } from "./folder-reader.ts";
export { formatReport, type Language } from "./format-report.ts";
export { type FsckReport, fsckRecord } from "./fsck.ts";
export { HINTS_FILE } from "./hints/hints-file.ts";
export { type HintsFault, type HintsInput, type HintsMade, makeHintsFile } from "./hints/make-hints.ts";
export { inlinePool } from "./pool/inline-pool.ts";
export type { ProofPool } from "./pool/jobs.ts";
export { threadPool } from "./pool/thread-pool.ts";
export { memoryReader, type RecordFile, type RecordReader } from "./reader.ts";
export { REASONS, type ReasonCode } from "./reasons.ts";
export {
  type Facts,
  type GroupFacts,
  type HeadFacts,
  type HintFacts,
  type Json,
  type ReachedPhase,
  type Report,
  type ResultFacts,
  reportToJson,
  type StyleFacts,
} from "./report.ts";
export type { VerifyInput } from "./verify.ts";
export { verifyRecord } from "./verify-record.ts";
