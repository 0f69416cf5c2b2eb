import type { Bytes } from "@veche/base";
import type { LogName } from "@veche/election";
import type { Body, TransactionType } from "./format/bodies.ts";
import type { Transaction } from "./format/entry.ts";
import type { Refusal } from "./format/outcome.ts";
import type { Authorities } from "./signers.ts";
import type { Work } from "./work.ts";

/** A wrong content that is entered to show who sent it (§06.5.6). */
export type Blame = { readonly blame: string };

/** The bytes of all parts (§06.7.4), and the hash they were announced with. */
export type Completed = { readonly hash: Bytes; readonly bytes: Bytes };

/**
 * The rules of one transaction, cut where the precedence of §06.6 puts something between: the phase, the reference, the one
 * control transaction of a block, the signatures. `judge` asks in that order; none of them changes anything but `apply`.
 */
export type Stages = {
  /** Trustee or issuer whose signature is wanted. */
  readonly named?: number;
  /** Signers' keys and log where they are not those of the defined election. */
  readonly authorities?: Authorities;
  readonly log?: LogName;
  /** Code 16 beyond the table's phases. */
  readonly phase?: () => Refusal | undefined;
  /** Code 17. */
  readonly reference?: () => Refusal | undefined;
  /** Codes 20 … 70. */
  readonly conditions?: () => Refusal | undefined;
  /** What is checked after the signatures (§06.6.1). */
  readonly content?: () => Refusal | Blame | undefined;
  /** Takes effect. The last part of a whole returns it, to be judged at this place. */
  readonly apply: () => Completed | undefined;
  /** What can be told only once the entry is the last leaf of the log. */
  readonly entered?: () => void;
};

/** Codes 10 … 15 at once; the rest, where they do not apply. */
export type Rule<T extends TransactionType> = (
  work: Work,
  body: Body<T>,
  transaction: Transaction,
) => Refusal | Stages;

export const isRefusal = (value: Refusal | Stages | Blame): value is Refusal => "code" in value;
