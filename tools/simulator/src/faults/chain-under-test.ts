import type { Place } from "./net.ts";

/** A validator's folder, and where it runs. */
export type Home = {
  readonly name: string;
  readonly folder: string;
  readonly place: Place;
  /** Its engine speaks to its application through a relay of ours, which can be told to be slow or to lie. */
  readonly relayed: boolean;
};

/** A process of a validator; they are started in order, each when the one before listens. */
export type Command = {
  readonly called: string;
  readonly program: string;
  readonly words: readonly string[];
  /** The unix socket that shows that it is ready. */
  readonly listensAt?: string;
};

/** What a chain's log holds at one place, as far as invariants ask. */
export type Leaf = {
  /** Whom a ballot counts for, without saying who it is; empty for what is no ballot. Replaced ballots have a number in it. */
  readonly credential: string;
  /** SHA-256 of the transaction's bytes, in hex. */
  readonly hash: string;
};

export type SeenLog = {
  readonly leaves: readonly Leaf[];
  /** Heads of the log that the validator has stored, signed or both. */
  readonly checkpoints: readonly { readonly size: number; readonly root: string }[];
  /** SHA-256 over all bytes that readers are given, in hex. */
  readonly digest: string;
};

/**
 * A chain of CometBFT validators as the harness sees it: folders, processes, a log to compare. The harness itself knows neither ballots nor
 * transactions.
 */
export type ChainUnderTest = {
  readonly name: string;
  /** Programs and their versions, for the record of a run. */
  readonly versions: () => Promise<Readonly<Record<string, string>>>;
  /** Makes the homes of a new chain's validators, one at each place. */
  readonly prepare: (
    folder: string,
    places: readonly Place[],
    relayed: ReadonlySet<number>,
  ) => Promise<readonly Home[]>;
  /** A second copy of a stopped validator, with its keys and its data, at another place. */
  readonly twin: (original: Home, place: Place) => Promise<Home>;
  /** Lets a stopped validator take a twin's address for the original's, as one does whose name service was taken over. */
  readonly mislead: (home: Home, original: Home, twin: Home) => Promise<void>;
  readonly commands: (home: Home) => readonly Command[];
  /** The engine's remote calls, over a unix socket. */
  readonly rpc: (home: Home) => string;
  /** The engine's write-ahead log. */
  readonly wal: (home: Home) => string;
  /** What the relay of this home is told, as JSON of `Orders`. */
  readonly orders: (home: Home) => string;
  /** Of a stopped validator. */
  readonly log: (home: Home) => Promise<SeenLog>;
  /** Of the newest checkpoint that a running validator gives its readers; 0 where nothing is published but blocks. */
  readonly publishedSize: (home: Home) => Promise<number>;
  /** The HTTP status with which a witness of the one's log answers the other's; nothing where there are no checkpoints. */
  readonly witness: (one: Home, other: Home) => Promise<number | undefined>;
  /** Removes what the application has stored, so that the engine plays it all blocks again. */
  readonly forget: (home: Home) => Promise<void>;
  /** Removes all blocks and logs of a stopped validator, so that it takes them from the others; keys stay, and which vote it signed last. */
  readonly wipe: (home: Home) => Promise<void>;
  /** What sends ballots from a place of its own, and writes a journal (`journal.ts`) until it is stopped. */
  readonly loader: (homes: readonly Home[], journal: string, seed: string) => Command;
};
