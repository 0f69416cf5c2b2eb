import type { Bytes } from "@veche/base";
import type { BundleBatch, JudgedBatch, StyleSum } from "../bulk/batch.ts";
import type { HintedBatch } from "../bulk/make-hints.ts";
import type { Selection } from "../bulk/sum-selected.ts";
import type { OpeningClaim } from "../proofs/counts.ts";
import type { EqualityClaim, EqualityVerdict } from "../proofs/equality.ts";
import type { KeysClaim, ShareClaim } from "../proofs/feldman.ts";
import type { RsaKeyClaim } from "../proofs/rsa-key.ts";
import type { KnowledgeClaim } from "../proofs/schnorr.ts";

/**
 * What a worker is asked. Jobs are plain data, so that they can cross threads; each carries all it needs, so
 * that any worker can do any job and no order matters.
 */
export type Job =
  | { readonly kind: "bundles"; readonly batch: BundleBatch }
  | { readonly kind: "hints"; readonly batch: BundleBatch }
  | { readonly kind: "selected"; readonly selection: Selection }
  | { readonly kind: "total"; readonly sums: readonly StyleSum[] }
  | { readonly kind: "knowledge"; readonly claim: KnowledgeClaim }
  | { readonly kind: "equality"; readonly claim: EqualityClaim }
  | { readonly kind: "share"; readonly claim: ShareClaim }
  | { readonly kind: "keys"; readonly claim: KeysClaim }
  | { readonly kind: "rsa-key"; readonly claim: RsaKeyClaim }
  | { readonly kind: "opening"; readonly claim: OpeningClaim };

export type JobKind = Job["kind"];

export type JobResult<K extends JobKind> = {
  readonly bundles: JudgedBatch;
  readonly hints: HintedBatch;
  /** `undefined` if the bundle is not the one that was read before. */
  readonly selected: readonly StyleSum[] | undefined;
  /** For each style the sum of its sums. */
  readonly total: readonly StyleSum[];
  readonly knowledge: boolean;
  readonly equality: EqualityVerdict;
  readonly share: boolean;
  readonly keys: Bytes | undefined;
  readonly "rsa-key": boolean;
  readonly opening: readonly (number | undefined)[];
}[K];

export interface ProofPool {
  /** Buffers of a batch belong to the job from here on; they come back with its result. */
  run<J extends Job>(job: J): Promise<JobResult<J["kind"]>>;
  /** How many jobs may usefully be under way at once. */
  readonly width: number;
  close(): Promise<void>;
}
