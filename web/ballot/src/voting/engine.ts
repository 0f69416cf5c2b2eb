import type { Sentence } from "@veche/api";
import type { Bytes, Result } from "@veche/base";
import type { Choices, Manifest } from "@veche/election";
import type { ContestView } from "./contract.ts";

/**
 * The heavy and secret work of a device, done in a worker (`worker/`). What passes is bytes and plain values. Credentials and begun
 * requests pass as opaque bytes on their way to the store; choices and the seed of a sealed ballot never come back but by `reveal`.
 * An engine serves one election; `read` comes first.
 */
export interface Engine {
  /** §12.3.1: checks a node's answer for a style of this election and keeps what it says. */
  read(electionId: Bytes, style: number, answer: unknown): Promise<Result<ElectionFacts, VotingFault>>;
  /** §12.3.1, as far as no style is opened: the manifest alone, checked by its hash. */
  readManifest(electionId: Bytes, answer: unknown): Promise<Result<ElectionFacts, VotingFault>>;
  /** §04.5.1: a new credential and blinded messages for every issuer. */
  begin(style: number): Promise<Result<Begun, { readonly code: "ISSUER_KEY_UNUSABLE" }>>;
  reopen(pending: Bytes): Promise<Result<Begun, { readonly code: "STORED_DAMAGED" }>>;
  resume(code: Bytes): Promise<Result<Begun, { readonly code: "RESUME_CODE_WRONG" }>>;
  /** §04.5.5: unblinds an answer of §12.2.4, opened, if it is for this request. */
  accept(pending: Bytes, answer: Bytes): Promise<Result<Accepted, AcceptFault>>;
  /** Encrypts; the ballot stays in the engine. A ballot sealed before is forgotten. */
  seal(credential: Bytes, seq: number, choices: Choices): Promise<Result<Sealed, SealFault>>;
  unseal(): Promise<void>;
  /** The sealed ballot for sending. ⚔ Seed and choices are gone then: it cannot be challenged any more. */
  release(): Promise<Released | undefined>;
  /** §12.6.1: seed and choices of the sealed ballot. ⚔ The ballot is gone then: it cannot be sent any more (§12.6.4). */
  reveal(): Promise<Bytes | undefined>;
  /** §07.5.1, L22: whether a receipt shows these very transaction bytes. */
  checkReceipt(
    receipt: Bytes,
    transaction: Bytes,
  ): Promise<Result<Place, { readonly code: "RECEIPT_WRONG" | "RECEIPT_OF_ANOTHER" }>>;
  /** The ballot that a right receipt shows. */
  readBallot(receipt: Bytes): Promise<Result<PlacedBallot, { readonly code: "RECEIPT_WRONG" }>>;
  /** §12.7.3: where the `certify` of a right receipt stands. */
  checkCertificate(receipt: Bytes): Promise<Result<Place, { readonly code: "RECEIPT_WRONG" }>>;
  /** §07.6.1 */
  checkPromise(
    transaction: Bytes,
    promise: Bytes,
  ): Promise<Result<{ readonly time: number }, { readonly code: "PROMISE_WRONG" }>>;
  /** §12.6.2: the bytes of `o`, encrypted again. */
  recompute(shown: Bytes): Promise<Result<Recomputed, { readonly code: "MALFORMED" }>>;
  /** Encrypts under a key that nobody keeps, in an election that there is not; nothing is kept. */
  practise(
    contests: readonly ContestView[],
    choices: Choices,
  ): Promise<Result<{ readonly tracker: string }, { readonly code: "CHOICES_INVALID" }>>;
}

export type ElectionFacts = {
  readonly id: string;
  readonly title: Sentence;
  readonly kind: Manifest["kind"];
  readonly minimumGroup: number;
  readonly revoteMax: number;
  readonly styles: readonly StyleFacts[];
};

export type StyleFacts = {
  readonly title: Sentence;
  readonly contests: readonly ContestView[];
  readonly tickSeconds: number;
  readonly opens: number;
  readonly issueEnds: number;
  readonly castEnds: number;
  readonly latestEnd: number;
};

export type VotingFault = {
  readonly code: /** Not the JSON of §12.3.1. */
    | "ANSWER_MALFORMED"
    /** §02.1.1 */
    | "MANIFEST_DIFFERS"
    | "MANIFEST_INVALID"
    | "STYLE_UNKNOWN"
    /** §07.5.1, of `open`. */
    | "OPEN_RECEIPT_WRONG"
    /** §06.5.1: not what `open` carries the hash of. */
    | "KEY_DIFFERS"
    | "STYLE_DIFFERS"
    /** §04.2.2 */
    | "ISSUER_KEY_WRONG";
};

export type Begun = {
  /** To be stored before anything is asked. Secret. */
  readonly pending: Bytes;
  /** §12.2.2 */
  readonly request: Bytes;
  readonly style: number;
  readonly blinded: readonly Bytes[];
  /** §12.5.1. Secret. */
  readonly resumeCode: Bytes;
};

/** Secret. */
export type Accepted = { readonly credential: Bytes };

export type AcceptFault = {
  readonly code: /** Not the bytes of §12.2.4. */
    | "HANDOVER_MALFORMED"
    /** The proof of `issue` or of a replacement is wrong. */
    | "ISSUE_PROOF_WRONG"
    /** A right `issue`, of another request. */
    | "ISSUE_OF_ANOTHER"
    /** Not the complete set that `issue` names, nor a later one that was shown. */
    | "SIGNATURES_INCOMPLETE"
    | "SIGNATURE_WRONG";
};

export type SealFault = { readonly code: "CHOICES_INVALID" | "SEQ_TOO_HIGH" | "STORED_DAMAGED" };
export type Sealed = { readonly trackerHash: Bytes; readonly tracker: string };
export type Released = {
  readonly transaction: Bytes;
  /** SHA-256 of the transaction, by which a node is asked for it. */
  readonly hash: Bytes;
  readonly trackerHash: Bytes;
};

/** Place and block time (ms) of an entry. */
export type Place = { readonly index: number; readonly time: number };
export type PlacedBallot = Place & {
  readonly trackerHash: Bytes;
  readonly tracker: string;
  readonly credential: Bytes;
  readonly seq: number;
  readonly style: number;
};

export type Recomputed = {
  readonly trackerHash: Bytes;
  readonly tracker: string;
  readonly credential: Bytes;
  readonly seq: number;
  readonly style: number;
  readonly choices: Choices;
};
