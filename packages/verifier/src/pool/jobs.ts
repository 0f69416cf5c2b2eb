import type { Bytes } from "@veche/base";
import type { BallotLayout } from "../form/layout.ts";
import type { OpeningClaim } from "../proofs/counts.ts";
import type { KeysClaim, ShareClaim } from "../proofs/feldman.ts";
import type { RsaKeyClaim } from "../proofs/rsa-key.ts";
import type { EqualityClaim, EqualityVerdict, KnowledgeClaim } from "../proofs/schnorr.ts";

/**
 * What a worker is asked. Jobs are plain data, so that they can cross threads; each carries all it needs, so
 * that any worker can do any job and no order matters.
 */
export type Job =
  | { readonly kind: "voters"; readonly batch: VoterBatch }
  | { readonly kind: "knowledge"; readonly claim: KnowledgeClaim }
  | { readonly kind: "equality"; readonly claim: EqualityClaim }
  | { readonly kind: "share"; readonly claim: ShareClaim }
  | { readonly kind: "keys"; readonly claim: KeysClaim }
  | { readonly kind: "opening"; readonly claim: OpeningClaim };

export type JobKind = Job["kind"];

export type JobResult<K extends JobKind> = {
  readonly voters: VoterVerdicts;
  readonly knowledge: boolean;
  readonly equality: EqualityVerdict;
  readonly share: boolean;
  readonly keys: Bytes | undefined;
  readonly opening: readonly (number | undefined)[];
}[K];

export type BallotStyle = { readonly id: string; readonly layout: BallotLayout };

export type BallotItem = {
  readonly kind: "ballot";
  readonly ballot: Bytes;
  readonly style: number;
  /** Moduli of the issuer set that the ballot names, ascending by issuer. */
  readonly moduli: readonly Bytes[];
};

export type IssueItem = { readonly kind: "issue"; readonly message: Bytes; readonly signature: Bytes };
export type KeyItem = { readonly kind: "rsa-key"; readonly claim: RsaKeyClaim };
export type VoterItem = BallotItem | IssueItem | KeyItem;

/** Many small statements of voters and issuers, judged together. */
export type VoterBatch = {
  readonly electionId: Bytes;
  /** Y, 32 bytes; empty before it is known, when no ballot can be in the batch. */
  readonly electionKey: Bytes;
  readonly issueKey: Bytes;
  readonly styles: ReadonlyMap<number, BallotStyle>;
  readonly items: readonly VoterItem[];
  /** 32 bytes, drawn after the batch was fixed. */
  readonly seed: Bytes;
};

export type BallotVerdict = { readonly form: boolean; readonly token: boolean; readonly proof: boolean };

export type VoterVerdicts = {
  /** For each item: a ballot's three verdicts, or whether the signature or key is right. */
  readonly verdicts: readonly (BallotVerdict | boolean)[];
  /** For each style the sum of the ciphertexts of its right ballots: (A, Bσ) for each option, as bytes. */
  readonly sums: ReadonlyMap<number, Bytes>;
};

export interface ProofPool {
  run<J extends Job>(job: J): Promise<JobResult<J["kind"]>>;
  /** How many jobs may usefully be under way at once. */
  readonly width: number;
  close(): Promise<void>;
}
