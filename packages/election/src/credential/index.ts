export { blindedHash, issueHashOf, requestOf } from "./issue.ts";
export {
  currentSet,
  type IssuerSets,
  issuerSetsOf,
  type Replacement,
  type ReplacementError,
  replaceIssuer,
} from "./issuer-sets.ts";
export {
  ROLL_SALT_BYTES,
  type RollRecord,
  rollEntryOf,
  rollRecordMessage,
  verifyRollRecord,
} from "./roll-entry.ts";
export { joinRoots, rsaKeySeed, splitRoots, tokenLength, tokenMessage, verifyTokenOf } from "./token.ts";
