export type { Attempt } from "./attempt.ts";
export type { BackupError } from "./backup.ts";
export {
  type CanaryBody,
  type CanaryError,
  type CanaryStage,
  canaryPoint,
  verifyCanary,
} from "./canary.ts";
export {
  type CommitBody,
  type CommitError,
  commitmentsHash,
  decodeCommitments,
  encodeCommitments,
  verifyCommit,
} from "./commitments.ts";
export { Dealing, deal, restoreDealing } from "./dealing.ts";
export {
  type Commitments,
  type ElectionKeys,
  electionKeyHash,
  electionKeys,
  type KeysError,
} from "./keys.ts";
export { decodePoints, encodePoints } from "./points.ts";
export { type AnswerError, judgeAnswer, judgeShares, shareIsRight, type Verdict } from "./receiving.ts";
export {
  decodeSharePlaintext,
  encodeSharePlaintext,
  type SharePlaintextError,
  type ShareRoute,
} from "./share-plaintext.ts";
