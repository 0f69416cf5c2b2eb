import type { CanaryStage } from "@veche/election";
import type { OpenStep } from "@veche/ledger";

/** What a trustee's machine has to do next. */
export type Action =
  | { readonly kind: "hash" | "commit" | "shares" | "reconfirm"; readonly attempt: number }
  /** Opens the shares of the others, then confirms or complains: which of the two is known only then. */
  | { readonly kind: "verdict"; readonly attempt: number }
  | { readonly kind: "answer"; readonly attempt: number; readonly complainer: number }
  | { readonly kind: "canary"; readonly attempt: number; readonly stage: CanaryStage }
  /** Makes the block in which a deadline that is past takes effect. Anybody may. */
  | { readonly kind: "deadline"; readonly attempt: number; readonly step: OpenStep }
  /** `characters`: of the head this ledger has. The trustee compares them with those announced and confirms. */
  | { readonly kind: "tally-head"; readonly characters: string }
  | { readonly kind: "decryption"; readonly ground: "heads" | "heard" }
  | { readonly kind: "wait"; readonly until: Wait }
  /** Nothing is left to do in this election. */
  | { readonly kind: "done" }
  /** §03.1.8: excluded trustees never return. */
  | { readonly kind: "excluded" }
  /** The ceremony has failed for ever, or this trustee signed another head than this ledger has. */
  | { readonly kind: "failed"; readonly reason: "CEREMONY_FAILED" | "HEAD_DIFFERS" };

/** What the machine waits for. Times in ms since 1970. */
export type Wait =
  | { readonly code: "DEFINITION" | "OPENING" }
  /** The other trustees' part of a step. Past `deadline` those `missing` are excluded. */
  | {
      readonly code: "TRUSTEES";
      readonly step: OpenStep;
      readonly missing: readonly number[];
      readonly deadline: number;
    }
  /** The canary of stage `open` is given when everything else that `open` needs of issuers is there. */
  | { readonly code: "ISSUER_KEYS"; readonly have: number; readonly need: number }
  | { readonly code: "VOTING"; readonly castEnds: number; readonly canaryFrom: number }
  | { readonly code: "TALLY_TIME"; readonly from: number }
  /** Fewer trustees than needed have signed the head. Where they cannot any more, the characters are heard. */
  | { readonly code: "HEADS"; readonly have: number; readonly need: number };

/** What the trustee has said to the machine. */
export type Said = {
  /** The head's twenty characters, as announced and confirmed by the trustee (§08.3.3). */
  readonly confirmed?: string;
  /** The twenty characters as heard in public session, in place of heads that nobody will sign any more (§08.3.3). */
  readonly heard?: string;
};
