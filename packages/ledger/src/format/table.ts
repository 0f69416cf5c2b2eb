import type { TransactionType } from "./bodies.ts";

/** The phases of §06.5. */
export type Phase = "undefined" | "set-up" | "open" | "closed";

/** The roles of §06.2.1 and their numbers. */
export const ROLES = {
  genesis: 1,
  commission: 2,
  trustee: 3,
  registrar: 4,
  issuer: 5,
  issueKey: 6,
} as const;

export type Role = keyof typeof ROLES;

/**
 * Who signs: of `genesis` and `commission` at least the quorum, of the others the one that the body names. `sender`: one
 * organisation of the genesis while the election is undefined, one trustee after (§06.7.2).
 */
export type Signers = readonly Role[] | "sender";

export type Row = {
  readonly signers: Signers;
  /** Where it may stand; finer conditions of time and place are checks of its own. */
  readonly phases: readonly Phase[];
  /** §06.4.3: takes effect at the end of its block, at most one in a block, signed with the controlSeq. */
  readonly control: boolean;
};

const SET_UP: readonly Phase[] = ["set-up"];
const OPEN: readonly Phase[] = ["open"];
const CLOSED: readonly Phase[] = ["closed"];
const DEFINED: readonly Phase[] = ["set-up", "open", "closed"];

const row = (signers: Signers, phases: readonly Phase[], control = false): Row => ({
  signers,
  phases,
  control,
});

/** The table of §06.5 as data. */
export const TRANSACTIONS: { readonly [T in TransactionType]: Row } = {
  define: row(["genesis", "commission"], ["undefined"]),
  // ⚔ Nothing of many parts is needed while voters come.
  part: row("sender", ["undefined", "set-up", "closed"]),
  "trustee-hash": row(["trustee"], SET_UP),
  "trustee-commit": row(["trustee"], SET_UP),
  "trustee-shares": row(["trustee"], SET_UP),
  "trustee-confirm": row(["trustee"], SET_UP),
  "trustee-complaint": row(["trustee"], SET_UP),
  "trustee-answer": row(["trustee"], SET_UP),
  deadline: row([], SET_UP),
  "ceremony-restart": row(["commission"], SET_UP, true),
  canary: row(["trustee"], ["set-up", "open"]),
  "issuer-keys": row(["issuer"], SET_UP),
  "issuer-set": row(["commission"], ["set-up", "open"], true),
  roll: row(["commission", "registrar"], SET_UP),
  "registration-totals": row(["registrar"], DEFINED),
  open: row(["commission"], SET_UP, true),
  suspend: row(["commission"], OPEN, true),
  resume: row(["commission"], OPEN, true),
  extend: row(["commission"], OPEN, true),
  issue: row(["issueKey"], OPEN),
  cast: row([], OPEN),
  close: row([], OPEN),
  participants: row(["commission", "registrar"], ["open", "closed"]),
  "tally-head": row(["trustee"], CLOSED),
  decryption: row(["trustee"], CLOSED),
  certify: row(["commission"], CLOSED, true),
};
