import type { Bytes } from "@veche/base";
import type { CEREMONY_STEPS } from "../format/bodies.ts";

export type OpenStep = (typeof CEREMONY_STEPS)[number];
export type CeremonyStep = OpenStep | "done" | "failed";

/** The key ceremony of §03.1. Lists stand in log order and hold indices of trustees. */
export type Ceremony = {
  readonly attempt: number;
  /** Ascending. */
  readonly alive: readonly number[];
  readonly step: CeremonyStep;
  /** When the step began, ms. */
  readonly began: number;
  readonly hashes: readonly TrusteeHash[];
  readonly committed: readonly number[];
  readonly shared: readonly number[];
  readonly confirmed: readonly number[];
  readonly complaints: readonly Complaint[];
  readonly answered: readonly Answered[];
  /** Attempts for whose deadline a `deadline` stands in the log (§03.1.6): a deadline ends its attempt. */
  readonly deadlines: readonly number[];
  /** Trustees whose canaries of the present attempt are in, by stage. */
  readonly canaries: { readonly [stage in "ceremony" | "open" | "close"]: readonly number[] };
};

export type TrusteeHash = { readonly trustee: number; readonly hash: Bytes };
export type Complaint = { readonly trustee: number; readonly against: readonly number[] };
export type Answered = { readonly trustee: number; readonly complainer: number };
