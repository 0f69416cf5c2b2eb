import type { Bytes } from "@veche/base";
import type { ElectionContext } from "./election-context.ts";

/** Some consecutive entry bundles, as their files hold them, for one worker. */
export type BundleBatch = {
  /** The bundles one after another. The worker writes into them and gives them back as they were. */
  readonly bytes: Bytes;
  readonly bundles: readonly BundleShape[];
  /** The hints of these bundles one after another, or nothing. */
  readonly hints: Bytes;
  /** Without one nothing is verified but read and hashed. */
  readonly context: ElectionContext | undefined;
  /** 32 bytes, drawn after the batch was fixed (§05.2.7). */
  readonly seed: Bytes;
};

export type BundleShape = {
  readonly bytes: number;
  readonly entries: number;
  /** Bytes of its hints; -1 if the hints of this bundle cannot be used. */
  readonly hints: number;
};

/** What was found out about one entry, as bits. */
export const VERDICT = {
  /** A cast: its style and set exist and its length is right. */
  shaped: 1,
  /** Key and moduli were known, so that the rest was verified. */
  judged: 2,
  /** All points and scalars are canonical, and X is not the identity. */
  formed: 4,
  token: 8,
  /** The equations of a ballot, or the signature of an `issue`, hold. */
  proof: 16,
} as const;

/** A cast that counts, if it may enter. */
export const COUNTABLE = VERDICT.shaped | VERDICT.judged | VERDICT.formed | VERDICT.token | VERDICT.proof;

/** Columns with one value for each entry, in the order of the log. 32-byte values stand one after another. */
export type EntryColumns = {
  /** Where the entry stands in the bytes of the batch. */
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
  readonly leaves: Bytes;
  /** `KIND`; the columns below are of issues and casts alone. */
  readonly kinds: Uint8Array;
  readonly times: Float64Array;
  /** Index of the style, -1 if the ballot has no readable head. */
  readonly styles: Float64Array;
  readonly sets: Float64Array;
  readonly seqs: Uint8Array;
  /** Roll entry, or X. */
  readonly keys: Bytes;
  /** §06.3.2, of casts. */
  readonly transactionHashes: Bytes;
  readonly verdicts: Uint8Array;
};

/** A batch as a worker gives it back. */
export type JudgedBatch = {
  /** The bytes that it was given. */
  readonly bytes: Bytes;
  /** Bundles that could be divided: all, or those before the first that could not. */
  readonly bundles: number;
  readonly columns: EntryColumns;
  /** For each full bundle the root of its leaves, 32 bytes; zeros for a partial one. */
  readonly roots: Bytes;
  /** For each style the sums of the ciphertexts of its countable ballots: α ‖ β for each option. */
  readonly sums: readonly StyleSum[];
  readonly hints: HintUse;
};

export type StyleSum = { readonly style: number; readonly bytes: Bytes };

export type HintUse = {
  /** Points decoded, those for which there was a hint, and those whose hint did not fit. */
  readonly points: number;
  readonly hinted: number;
  readonly wrong: number;
  /** Index in the batch of the first bundle whose hints were not as many as its points or did not fit, or -1. */
  readonly firstBad: number;
};

export const NO_HINTS: HintUse = { points: 0, hinted: 0, wrong: 0, firstBad: -1 };
