import { type Bytes, encodeCbor, equalBytes } from "@veche/base";
import type { Election, IssuerSets, LogName, Manifest, TallyHead } from "@veche/election";
import { EMPTY_FRONTIER, type Frontier } from "@veche/tlog";
import type { Phase } from "../format/table.ts";
import type { Ceremony } from "./ceremony-state.ts";

/** The organisations that let an election begin on a node (§00.1), as the manifest must name them. */
export type Genesis = Manifest["genesis"];

/**
 * What the ledger knows of one election, but for the sets that grow with voters: those stand behind a `LedgerView`.
 * A value: a block makes a new one.
 */
export type LedgerState = {
  readonly electionId: Bytes;
  readonly genesis: Genesis;
  readonly phase: Phase;
  /** From `define` on. */
  readonly election?: Election;
  /** Time of the last block that entered, ms; 0 before the first. */
  readonly time: number;
  readonly frontier: Frontier;
  /** §06.2.3: control transactions that took effect. */
  readonly controlSeq: number;
  readonly suspended: boolean;
  readonly ceremony?: Ceremony;
  readonly blames: readonly Blame[];
  /** Keys accepted, over issuers and styles. */
  readonly issuerKeys: number;
  /** §04.3: all sets so far. */
  readonly issuerSets: IssuerSets;
  /** Date of the last `registration-totals`; empty before the first. */
  readonly lastDate: string;
  readonly participants?: Bytes;
  /** The last ends over all styles, as extended, ms. */
  readonly lastIssueEnds: number;
  readonly lastCastEnds: number;
  readonly counters: Counters;
  readonly parts: readonly UnfinishedWhole[];
  /** §08.3.2, from `close` on. `length`: L of §08.2.4. */
  readonly head?: TallyHead & { readonly length: number };
  readonly tallyHeads: readonly SignedTallyHead[];
  /** Trustees with a valid decryption, in log order. */
  readonly decryptions: readonly number[];
  /** §08.5.3, once the result is computed. */
  readonly resultHash?: Bytes;
  readonly certified: boolean;
};

/** Over all styles: roll entries, entries issued, distinct credentials with a ballot, casts accepted. */
export type Counters = {
  readonly roll: number;
  readonly issued: number;
  readonly ballots: number;
  readonly casts: number;
};

/** §06.5.6: wrong transactions of one trustee and type that entered, three at most, by SHA-256 of their bytes. */
export type Blame = { readonly trustee: number; readonly type: string; readonly hashes: readonly Bytes[] };

/** §06.7.3: `count` parts of a whole are in. */
export type UnfinishedWhole = {
  readonly role: number;
  readonly index: number;
  readonly whole: Bytes;
  readonly of: number;
  readonly count: number;
};

export type SignedTallyHead = TallyHead & { readonly trustee: number };

/** The state of a log without entries. */
export function initialState(electionId: Bytes, genesis: Genesis): LedgerState {
  return {
    electionId,
    genesis,
    phase: "undefined",
    time: 0,
    frontier: EMPTY_FRONTIER,
    controlSeq: 0,
    suspended: false,
    blames: [],
    issuerKeys: 0,
    issuerSets: [],
    lastDate: "",
    lastIssueEnds: 0,
    lastCastEnds: 0,
    counters: { roll: 0, issued: 0, ballots: 0, casts: 0 },
    parts: [],
    tallyHeads: [],
    decryptions: [],
    certified: false,
  };
}

export const equalGenesis = (a: Genesis, b: Genesis): boolean => equalBytes(encodeCbor(a), encodeCbor(b));

/** What signatures of a defined election bind. */
export function logNameOf({ electionId, manifest }: Election): LogName {
  return { electionId, origin: manifest.origin };
}
