export { aggregateList, aggregatesHash, type StyleTally } from "./aggregates.ts";
export { type ClosedElection, type Tally, tallyOf } from "./closed.ts";
export { type CombineError, combine } from "./combine.ts";
export {
  type Decryption,
  type DecryptionBody,
  type DecryptionError,
  type DecryptionTask,
  verifyDecryption,
} from "./decryption.ts";
export { type ContestGroups, type ContestStatus, type Group, groupsOf } from "./groups.ts";
export {
  equalHeads,
  headCode,
  headHash,
  headsNeeded,
  type TallyHead,
  tallyHeadBody,
  tallyHeadMessage,
} from "./head.ts";
export {
  decodeKeptHead,
  encodeKeptHead,
  type HeadRefusal,
  type KeptHead,
  prepareHead,
  type ReleaseGround,
  type SignedHead,
  signTallyHead,
} from "./release.ts";
export {
  type ContestResult,
  decodeResult,
  type ElectionResult,
  encodeResult,
  type GroupResult,
  resultHash,
} from "./result.ts";
export { type AssembleError, type DecryptionRefusal, TrusteeShare } from "./trustee-share.ts";
