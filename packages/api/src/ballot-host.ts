import type { Sentence } from "./outcomes.ts";

/** What a node offers to ballot pages besides NODE_ROUTES (§12.3, §12.7). All public, without cookies. */
export const BALLOT_HOST_ROUTES = {
  /** The page itself; below it `check/` and `find/` (§12.1.1). */
  page: "/e/:id/",
  voting: "/e/:id/voting/:style",
  status: "/e/:id/status",
  tracker: "/e/:id/tracker/:tracker",
  credential: "/e/:id/credential/:point",
  /** §12.7.3: the receipt of `certify`, as a text. */
  certified: "/e/:id/certified",
  settings: "/page/settings.json",
} as const;

/** §12.3.1. Nothing of it is believed: all follows from electionId and is checked by the page. */
export type VotingAnswer = {
  /** Encoded manifest, base64. */
  readonly manifest: string;
  /** `tlog-proof` of the `open` entry. */
  readonly open: string;
  /** The preimage of `key` in `open` (§06.5.1). Points in hexadecimal. */
  readonly key: {
    readonly attempt: number;
    readonly electionKey: string;
    readonly trustees: readonly { readonly index: number; readonly key: string }[];
    readonly active: readonly number[];
  };
  /** The preimage of `styles[style]`: moduli (base64) of issuers 1…m, number of roll entries; roots (base64, 9·256 bytes) for §04.2.2. */
  readonly style: {
    readonly moduli: readonly string[];
    readonly roots: readonly string[];
    readonly rollEntries: number;
  };
};

/** Where the election stands. The page shows it and does not rely on it. Times in ms, with extensions. */
export type StatusAnswer = {
  readonly now: number;
  readonly size: number;
  readonly phase: "undefined" | "set-up" | "open" | "closed";
  readonly suspended: boolean;
  readonly certified: boolean;
  readonly tallyNotBefore: number;
  readonly styles: readonly {
    readonly id: string;
    readonly opens: number;
    readonly portalEnds: number;
    readonly issueEnds: number;
    readonly castEnds: number;
  }[];
};

/** Places of ballots in the log, ascending; each is checked by its receipt. `superseded`: a later ballot of the same X was accepted. */
export type TrackerAnswer = {
  readonly entries: readonly { readonly index: number; readonly superseded: boolean }[];
};
export type CredentialAnswer = { readonly entries: readonly { readonly index: number }[] };

/** Written by the operator of a ballot host: nodes that take ballots (origins, this host first), and what every page shows. */
export type PageSettings = {
  readonly nodes: readonly string[];
  /** Origin of the portal, for the way back. */
  readonly portal: string;
  readonly hotline: string;
};

export type NotFound = { readonly outcome: "NOT_FOUND" | "UNKNOWN_ELECTION"; readonly message: Sentence };
