/** What parent and children of a run tell each other. */

export type StoredRecord = {
  readonly name: string;
  readonly code: string | undefined;
  /** Verified by a kernel that doubts every sum. */
  readonly doubting: boolean;
  readonly files: Map<string, Uint8Array>;
  readonly electionId: Uint8Array;
  readonly receipts?: readonly Uint8Array[];
  /** The report of the verifier as it is. */
  readonly verdict: string;
  /** Mutants whose sites a verification of the record reaches. */
  readonly hits: Uint32Array;
  /** CPU time of a verification, ms. */
  readonly cost: number;
};

export type Prepared = {
  readonly records: readonly StoredRecord[];
  /** Mutants whose sites are reached while the verifier is loaded. */
  readonly atLoad: Uint32Array;
  /** Mutants whose sites are reached by jobs of the pool. */
  readonly inPool: Uint32Array;
};

export type Task = {
  readonly id: number;
  /** The first mutant of the same site, which tells whether a record reaches it. */
  readonly first: number;
  /** The statement around it. */
  readonly source: string;
  readonly file: string;
  /** The record that showed it in an earlier run, by its name: tried before all others. */
  readonly killer?: string;
};

export type ToChild =
  | {
      readonly kind: "prepare";
      readonly source: string;
      readonly store: string;
      /** Only records whose names contain one of these. */
      readonly names?: readonly string[];
      /** Only records of these reasons, a few of each. */
      readonly codes?: readonly string[];
      readonly share: number;
    }
  | {
      readonly kind: "work";
      readonly source: string;
      readonly store: string;
      readonly mutants: readonly Task[];
      /** So many records are tried for a mutant at most: all unless given. */
      readonly most?: number;
      /** The one mutant that is active from the loading on. */
      readonly active?: number;
    };

export type FromChild =
  | { readonly kind: "progress"; readonly done: number }
  /** A record of which the verifier, as it is, gives another report than its test expects. */
  | { readonly kind: "wrong"; readonly name: string; readonly why: string }
  | { readonly kind: "prepared"; readonly records: number }
  | { readonly kind: "begin"; readonly id: number }
  | {
      readonly kind: "end";
      readonly id: number;
      readonly killedBy: string | undefined;
      readonly tried: number;
    }
  /** Killed, but the process no longer verifies as before: the rest needs another one. */
  | { readonly kind: "spoiled"; readonly id: number; readonly killedBy: string }
  | { readonly kind: "finished" }
  | { readonly kind: "failed"; readonly error: string };
