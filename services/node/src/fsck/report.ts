import type { HintsReport } from "./fsck-hints.ts";

/** One thing that is not as it must be. `path` is relative to the folder examined; `index` is that of an entry. */
export type FsckProblem = {
  readonly code:
    | "CHECKPOINT_MISSING"
    | "CHECKPOINT_MALFORMED"
    | "BUNDLE_MISSING"
    | "BUNDLE_MALFORMED"
    | "TILE_MISSING"
    | "TILE_DIFFERS"
    | "FILE_UNEXPECTED"
    | "ROOT_DIFFERS"
    | "HEAD_DIFFERS"
    | "PLACE_DIFFERS"
    | "STATE_DIFFERS"
    | "VIEW_DIFFERS"
    /** What pages look up is not what the entries say; it is forgotten, and the next start makes it anew. */
    | "LOOKUP_DIFFERS"
    | "ENTRY_REFUSED"
    | "STORE_UNREADABLE"
    | "CHECKPOINT_NOT_OF_THIS_LOG";
  readonly path?: string;
  readonly index?: number;
  readonly detail?: string;
};

export type FsckReport = {
  /** True iff there is no problem. */
  readonly ok: boolean;
  /** Log size and root that were found by computing, root in hexadecimal digits. */
  readonly size: number;
  readonly root: string;
  readonly tiles: number;
  readonly hints: HintsReport;
  /** The first hundred. */
  readonly problems: readonly FsckProblem[];
};

const PROBLEMS_MAX = 100;

/** Gathers problems; a disk that lost everything must not fill the memory. */
export class Problems {
  readonly #found: FsckProblem[] = [];

  add(problem: FsckProblem): void {
    if (this.#found.length < PROBLEMS_MAX) this.#found.push(problem);
  }

  get found(): readonly FsckProblem[] {
    return this.#found;
  }
}
