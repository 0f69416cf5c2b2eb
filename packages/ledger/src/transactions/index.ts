import type { TransactionType } from "../format/bodies.ts";
import type { Rule } from "../rule.ts";
import { canary, ceremonyRestart, deadline } from "./ceremony-control.ts";
import {
  trusteeAnswer,
  trusteeCommit,
  trusteeComplaint,
  trusteeConfirm,
  trusteeHash,
  trusteeShares,
} from "./ceremony-messages.ts";
import { certify, extend, resume, suspend } from "./commission.ts";
import { define } from "./define.ts";
import { issuerKeys, issuerSet } from "./issuers.ts";
import { open } from "./opening.ts";
import { part } from "./part.ts";
import { participants, registrationTotals, roll } from "./registration.ts";
import { close, decryption, tallyHead } from "./tally.ts";
import { cast, issue } from "./voting.ts";

/** The rules of every transaction of §06.5. */
export const RULES: { readonly [T in TransactionType]: Rule<T> } = {
  define,
  part,
  "trustee-hash": trusteeHash,
  "trustee-commit": trusteeCommit,
  "trustee-shares": trusteeShares,
  "trustee-confirm": trusteeConfirm,
  "trustee-complaint": trusteeComplaint,
  "trustee-answer": trusteeAnswer,
  deadline,
  "ceremony-restart": ceremonyRestart,
  canary,
  "issuer-keys": issuerKeys,
  "issuer-set": issuerSet,
  roll,
  "registration-totals": registrationTotals,
  open,
  suspend,
  resume,
  extend,
  issue,
  cast,
  close,
  participants,
  "tally-head": tallyHead,
  decryption,
  certify,
};
