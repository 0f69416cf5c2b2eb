/**
 * The outcomes of §06.6 in order of precedence. `transient`: the same bytes may be accepted later.
 * A test compares this registry with the table of the specification.
 */
export const OUTCOMES = [
  { number: 0, code: "ACCEPTED", transient: false },
  { number: 1, code: "BLAMED", transient: false },
  { number: 10, code: "MALFORMED", transient: false },
  { number: 11, code: "TOO_LARGE", transient: false },
  { number: 12, code: "ELECTION_UNDEFINED", transient: false },
  { number: 13, code: "ALREADY", transient: false },
  { number: 14, code: "MANIFEST_INVALID", transient: false },
  { number: 15, code: "GENESIS_MISMATCH", transient: false },
  { number: 16, code: "PHASE", transient: false },
  { number: 17, code: "UNKNOWN_REFERENCE", transient: false },
  { number: 18, code: "CONTROL_TAKEN", transient: true },
  { number: 20, code: "CEREMONY_STEP", transient: false },
  { number: 21, code: "CEREMONY_TOO_FEW", transient: false },
  { number: 22, code: "DEADLINE_NOT_DUE", transient: true },
  { number: 30, code: "ROLL_ORDER", transient: false },
  { number: 31, code: "ROLL_DUPLICATE", transient: false },
  { number: 32, code: "ISSUER_KEY_INVALID", transient: false },
  { number: 33, code: "ISSUER_SET_INVALID", transient: false },
  { number: 34, code: "OPEN_NOT_READY", transient: true },
  { number: 35, code: "OPEN_MISMATCH", transient: false },
  { number: 36, code: "EXTEND_INVALID", transient: false },
  { number: 37, code: "DATE_ORDER", transient: false },
  { number: 40, code: "WINDOW_NOT_OPEN", transient: true },
  { number: 41, code: "WINDOW_ENDED", transient: false },
  { number: 42, code: "SUSPENDED", transient: true },
  { number: 43, code: "ROLL_ENTRY_UNKNOWN", transient: false },
  { number: 44, code: "ISSUER_SET_STALE", transient: false },
  { number: 50, code: "TICK_WAIT", transient: true },
  { number: 51, code: "CREDENTIAL_IN_BLOCK", transient: true },
  { number: 52, code: "SEQ_WRONG", transient: false },
  { number: 53, code: "TOKEN_INVALID", transient: false },
  { number: 54, code: "CAST_BEYOND_ISSUES", transient: false },
  { number: 55, code: "PROOF_INVALID", transient: false },
  { number: 60, code: "CLOSE_NOT_DUE", transient: true },
  { number: 61, code: "TALLY_NOT_DUE", transient: true },
  { number: 62, code: "HEAD_DIFFERS", transient: false },
  { number: 63, code: "RESULT_DIFFERS", transient: false },
  { number: 70, code: "PART_ORDER", transient: false },
  { number: 80, code: "SIGNERS_WRONG", transient: false },
  { number: 81, code: "SIGNATURE_INVALID", transient: false },
  { number: 82, code: "BLAME_LIMIT", transient: false },
] as const;

export type OutcomeCode = (typeof OUTCOMES)[number]["code"];
export type RefusalCode = Exclude<OutcomeCode, "ACCEPTED" | "BLAMED">;

/** A refusal, with a sentence for people that no rule depends on. */
export type Refusal = { readonly code: RefusalCode; readonly detail: string };

/** What became of a transaction. `detail` is for people: nothing depends on it. */
export type Outcome = { readonly code: OutcomeCode; readonly detail?: string };

export const refuse = (code: RefusalCode, detail: string): Refusal => ({ code, detail });

/** §06.1.3: only these stand in the log. */
export const enters = ({ code }: Outcome): boolean => code === "ACCEPTED" || code === "BLAMED";

const BY_CODE = new Map(OUTCOMES.map((outcome) => [outcome.code as string, outcome]));

export function isTransient(code: OutcomeCode): boolean {
  return BY_CODE.get(code)?.transient ?? false;
}

export function outcomeNumber(code: OutcomeCode): number {
  return BY_CODE.get(code)?.number ?? 0;
}
