/**
 * The voter's side of issuing, and what can be cast. An entry of its own (`@veche/election/spend`): the import law
 * keeps it away from whatever knows who a person is.
 */

export { type Credential, decodeCredential, encodeCredential, newSecret } from "./credential.ts";
export { type AnswerError, type Answers, finalizeCredential, type IssueOnLedger } from "./finalize.ts";
export {
  type BeginIssueError,
  beginIssue,
  decodePendingIssue,
  encodePendingIssue,
  type PendingIssue,
  type PendingIssueError,
  type PendingShare,
  pendingHashes,
} from "./pending.ts";
export {
  encodeResumeCode,
  type ResumeCodeError,
  type ResumeCodeHead,
  readResumeCodeHead,
  resumeRequest,
} from "./resume-code.ts";
