import type { Sentence } from "@veche/api";
import type { Choices, Manifest } from "@veche/election";

/**
 * What the pages see of a voter's device. The pages hold no secret and make no step by themselves: they show a `VoterView` and call
 * `VoterDevice`. The seed of a sealed ballot and the credential never leave the device module and its worker.
 */

/** One contest of the voter's style, in the order of the manifest. */
export type ContestView = Manifest["contests"][number];

export type Problem = {
  readonly code: ProblemCode;
  readonly message: Sentence;
  /** Whether "try again" makes sense. */
  readonly canRetry: boolean;
  /** Where an alarm was kept: offered as a file. */
  readonly evidence?: Uint8Array;
  /** Of a readiness fault: something may have been issued already. */
  readonly mayBeIssued?: true;
};

export type ProblemCode =
  /** Readiness (shown before anything is asked). */
  | "BROWSER_TOO_OLD"
  | "STORAGE_MISSING"
  | "STORAGE_NOT_KEPT"
  | "PRIVATE_MODE"
  /** The address names no election that this host serves, or a manifest with another hash came. */
  | "ELECTION_UNKNOWN"
  | "ELECTION_DIFFERS"
  | "HANDOVER_WRONG"
  /** §12.2.4: an answer that does not open with a key of this device. */
  | "ANSWER_OF_ANOTHER"
  | "NETWORK"
  /** Of several nodes that are asked, one is silent or does not show what it names: nothing is said of what is not found. */
  | "NODE_SILENT"
  | "NOT_OPEN"
  | "ENDED"
  /** After a ballot of this device was recorded, to which no other can follow any more. */
  | "ENDED_RECORDED"
  | "SUSPENDED"
  | "RESUME_CODE_WRONG"
  | "STORED_DAMAGED"
  | "BALLOT_REFUSED"
  /** §04.5.5, §07: alarms with an evidence file. */
  | "ALARM_LOG"
  | "ALARM_ISSUER_KEY"
  | "ALARM_ISSUE"
  | "ALARM_PROMISE"
  | "ALARM_RECEIPT";

/** One step of the cast, in order: `encrypt`, `send`, `record`. */
export type CastStep = {
  readonly name: "encrypt" | "send" | "record";
  readonly state: "waiting" | "running" | "done";
};

export type VoterView =
  /** Reading what is stored and asking the node. */
  | { readonly at: "loading" }
  | { readonly at: "problem"; readonly problem: Problem }
  /** Nothing is stored and no handover came: the way is over the portal. `stored`: ballots begun on this device. */
  | { readonly at: "start"; readonly stored: readonly StoredBallot[] }
  /** §12.4.3: the portal knows a request that this device does not have. */
  | { readonly at: "elsewhere" }
  /** §12.5.2: a resume code came in a QR code or link and waits for its unlocking code. `isWrong`: another one was typed. */
  | { readonly at: "locked"; readonly isWrong: boolean }
  /**
   * Stored, not asked yet: the resume code is offered, then `ask` leaves for the portal. `isEarlier`: this visit did not draw it, so that ⚔
   * whoever did may hold its resume code (§12.4.3).
   */
  | { readonly at: "prepared"; readonly resumeCode: ResumeCode; readonly isEarlier?: true }
  /**
   * Handed over; no answer has come back to this device. `ask` leaves for the portal. `foreign`: the key of a request that came in a
   * resume code and that the portal has not named (§12.5.3): it may be somebody else's, and may be forgotten.
   */
  | { readonly at: "asked"; readonly resumeCode: ResumeCode; readonly foreign?: string }
  /** The ballot is filled in. `contests`: of the voter's style. */
  | {
      readonly at: "filling";
      readonly contests: readonly ContestView[];
      readonly styleTitle: Sentence;
      readonly canRevote: boolean;
    }
  /** Sealed in memory: may be cast or challenged. `link`: §12.6.1, `#t`. */
  | { readonly at: "sealed"; readonly tracker: string; readonly link: string; readonly choices: Choices }
  /** Challenged: seed and choices are shown, the ballot will never be cast. `link`: `#o`. */
  | {
      readonly at: "challenged";
      readonly tracker: string;
      readonly link: string;
      readonly text: string;
      readonly choices: Choices;
    }
  | {
      readonly at: "casting";
      readonly steps: readonly CastStep[];
      readonly tracker: string;
      /** The answer was lost: it is being checked whether the ballot arrived. */
      readonly isChecking: boolean;
      /** The connection is away; it goes on by itself. */
      readonly isOffline: boolean;
      /** §07.6: held until then, ms. */
      readonly heldUntil?: number;
      /** When casting ends, by this device's clock, as a node says; missing: nobody said. */
      readonly endsAt?: number;
      /** Overload: sent again after this time, ms since 1970. */
      readonly retryAt?: number;
      /** §12.7.1: the nodes that are silent, by host name, while those that answer take the ballot no more and do not have it. */
      readonly silent?: readonly string[];
    }
  | {
      readonly at: "recorded";
      readonly tracker: string;
      readonly index: number;
      /** Time of the entry, ms. */
      readonly time: number;
      /** §07.5, as a file. */
      readonly receipt: Uint8Array;
      /** Whole tracker hash as a link to `find/`, for the QR code. */
      readonly link: string;
      readonly canVoteAgain: boolean;
      /** After `look`: what became of the ballot. */
      readonly standing?: Standing;
      /** Code of a ballot that was to be cast here after another tab had cast this one: it was never sent. */
      readonly notSent?: string;
    };

/** §12.7.3: what a page may say of a ballot whose receipt it has checked. */
export type Standing =
  | { readonly state: "recorded" }
  /** A later ballot of the same right to vote is shown by its receipt. */
  | { readonly state: "superseded" }
  | { readonly state: "counted"; readonly certificate: Certificate; readonly rests: Rests }
  /** Certified; but these nodes did not show what they say of later ballots, or said nothing. */
  | { readonly state: "doubtful"; readonly certificate: Certificate; readonly nodes: readonly string[] };

/** The receipt of `certify`, with place and time (ms). */
export type Certificate = { readonly index: number; readonly time: number; readonly receipt: Uint8Array };

/** What it rests on that no later ballot stands in the log. `silent`: nodes that gave no word. */
export type Rests =
  | { readonly on: "nodes"; readonly asked: readonly string[]; readonly silent: readonly string[] }
  /** This device cast the last that the rules allow. */
  | { readonly on: "device" };

export type StoredBallot = {
  readonly key: string;
  readonly stage: "prepared" | "asked" | "resumed" | "ready" | "cast" | "done" | "alarm";
  readonly styleTitle: Sentence;
  /** Whether `forget` takes it away. */
  readonly canForget: boolean;
  /** A request, while another ballot of its style has gone further. */
  readonly isLeftover: boolean;
};

/** §12.5.2. `text`: what the file holds. `hasQr`: whether it fits into a QR code, which `lockCode` makes. */
export type ResumeCode = { readonly text: string; readonly hasQr: boolean };

/** §12.5.2: the link of the QR code, and the code that unlocks it on the other device and stands in no link. */
export type LockedLink = { readonly link: string; readonly unlocking: string };

/** The device of one voter for one election. Every method may be called again; none throws for what the world does. */
export interface VoterDevice {
  readonly view: VoterView;
  /** What the page shows in its context bar, once the manifest is checked. */
  readonly election:
    | {
        readonly id: string;
        readonly title: Sentence;
        readonly kind: Manifest["kind"];
        readonly tickSeconds: number;
        readonly minimumGroup: number;
        readonly castEnds: number;
      }
    | undefined;
  /** Calls back after each change of `view` or `election`; returns what ends it. */
  subscribe(changed: () => void): () => void;
  /** Takes the fragment as it came (already removed from the address), or an empty text. */
  start(fragment: string): Promise<void>;
  /** Goes on with a stored ballot, or from a resume code. */
  open(key: string): Promise<void>;
  resume(code: Uint8Array | string): Promise<void>;
  /** The unlocking code of a locked resume code, as it was typed. */
  unlock(typed: string): Promise<void>;
  /** The resume code that the view offers, locked for a QR code; another one each time. */
  lockCode(): Promise<LockedLink | undefined>;
  /** Leaves for the portal with `b` (§12.2.3), stored as asked before. */
  ask(): Promise<void>;
  /** In place of a prepared request that this visit did not draw another one is drawn. */
  beginAnew(): Promise<void>;
  seal(choices: Choices): Promise<void>;
  /** Back to filling; the sealed ballot is forgotten. */
  unseal(): void;
  challenge(): Promise<void>;
  /** After a challenge: a new ballot is filled in. */
  fillAgain(): void;
  cast(): Promise<void>;
  /** Looks what became of a recorded ballot: shown in its view (§12.7.3). */
  look(): Promise<void>;
  /** Where re-voting is allowed. */
  voteAgain(): Promise<void>;
  retry(): Promise<void>;
  /** Forgets a ballot of this device that is finished, that nothing can come of any more, or that is not its voter's. */
  forget(key: string): Promise<void>;
}

/** The practice ballot without login: a manifest made in the page, sealed and counted nowhere. */
export type PracticeBallot = {
  readonly contests: readonly ContestView[];
  seal(choices: Choices): Promise<{ readonly tracker: string }>;
};

// -- second device (§12.6) --------------------------------------------------------------------------

export type CheckView =
  | { readonly at: "loading" }
  | { readonly at: "problem"; readonly problem: Problem }
  /** Waits for a tracker: by link, camera or typed. */
  | { readonly at: "waiting"; readonly kept: readonly KeptTracker[] }
  /** `isAnother`: a code was taken before it and not compared: an honest first device shows a new one only for a new ballot. */
  | { readonly at: "taken"; readonly tracker: string; readonly isAnother: boolean }
  | {
      readonly at: "matches";
      readonly tracker: string;
      readonly contests: readonly ContestView[];
      readonly choices: Choices;
    }
  | {
      readonly at: "fails";
      readonly code: "DIFFERS" | "NOT_TAKEN_FIRST" | "CLASH" | "MALFORMED";
      /** What a hotline asks for: eight digits, of the tracker. */
      readonly caseNumber: string;
    };

export type KeptTracker = { readonly tracker: string; readonly challenged: boolean; readonly alarm: boolean };

export interface CheckDevice {
  readonly view: CheckView;
  readonly election: VoterDevice["election"];
  subscribe(changed: () => void): () => void;
  start(fragment: string): Promise<void>;
  /** A typed tracker, or the text of a scanned QR code. */
  take(text: string): Promise<void>;
  /** Looks again for trackers that were challenged (§12.6.3). */
  lookAgain(): Promise<void>;
}

// -- look-up (§12.7.2) --------------------------------------------------------------------------------

export type FindView =
  | { readonly at: "waiting" }
  | { readonly at: "looking"; readonly tracker: string }
  | { readonly at: "problem"; readonly problem: Problem }
  | { readonly at: "absent"; readonly tracker: string }
  | {
      readonly at: "recorded";
      readonly tracker: string;
      readonly index: number;
      readonly time: number;
      readonly standing: Standing;
      readonly receipt: Uint8Array;
    };

export interface FindDevice {
  readonly view: FindView;
  readonly election: VoterDevice["election"];
  subscribe(changed: () => void): () => void;
  start(fragment: string): Promise<void>;
  find(tracker: string): Promise<void>;
}

/** What the device needs of the world; the browser's own in `web/ballot/src/browser/`, others in tests. */
export type DeviceWorld = {
  readonly electionId: string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly fetch: typeof globalThis.fetch;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly store: DeviceStore;
  /** Full navigation away. */
  readonly leave: (url: string) => void;
  /** `true` while the browser says that it is online. */
  readonly isOnline: () => boolean;
  /** What is amiss with this browser, asked before anything else; missing: nothing is. */
  readonly readiness?: () => Promise<ReadinessFault | undefined>;
};

export type ReadinessFault = Extract<
  ProblemCode,
  "BROWSER_TOO_OLD" | "STORAGE_MISSING" | "STORAGE_NOT_KEPT" | "PRIVATE_MODE"
>;

/** Durable storage of the device: `put` returns when the bytes would survive the end of the browser. */
export type DeviceStore = {
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, value: Uint8Array): Promise<void>;
  /**
   * Puts only if `previous` stands there (`undefined`: nothing), in one step over all tabs of the browser; an undefined `value` deletes.
   * `false`: something else stands there, and nothing was changed. So no step is ever done twice.
   */
  putIf(key: string, previous: Uint8Array | undefined, value: Uint8Array | undefined): Promise<boolean>;
  delete(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
  /**
   * Puts a key pair that cannot be read out (§12.2.3) beside the bytes that stand there; of several the last few are kept. ⚔ Whatever writes
   * or deletes the bytes erases them. `false`: other bytes stand there, and nothing was changed.
   */
  addPair(key: string, standing: Uint8Array, pair: CryptoKeyPair): Promise<boolean>;
  pairsOf(key: string): Promise<readonly CryptoKeyPair[]>;
};
