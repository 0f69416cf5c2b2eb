import type { Bytes } from "@veche/base";

/**
 * ristretto255 in bulk, for PUBLIC data only: everything here runs in variable time. What is secret stays with
 * the constant-time operations of `point.ts`. Points live in a table inside the kernel and are named by their
 * number there; encodings and scalars cross as flat bytes, so that no object is made for a point.
 *
 * A kernel belongs to one thread. All functions are synchronous and pure but for the table.
 *
 * What may come from outside is the content of encodings and hints: any is taken, and said to be canonical or not. All
 * else is the caller's to have checked, and crashes with a BugError: a length other than the one named here, encodings
 * and hints included, a scalar of 32 bytes that is not below ℓ, the number of a point that the table does not hold, the
 * fixed base of another kernel.
 */
export interface Kernel {
  /** Points in the table. */
  readonly count: number;

  /** Empties the table; fixed bases stay. */
  clear(): void;

  /**
   * Appends the points of n encodings, 32 bytes each. An encoding that is not canonical takes its number too, as
   * the identity, and is marked in `valid`.
   *
   * A hint is the inverse square root that the decoding of RFC 9496 §4.3.1 computes, as 32 bytes: it saves the
   * exponentiation. Hints are not trusted: one that does not fit is counted and the root computed instead, so
   * that the points, and `valid`, are the same with any hints and with none.
   *
   * @param encodings 32·n bytes.
   * @param hints 32·n bytes, one for each encoding.
   */
  decode(encodings: Bytes, hints?: Bytes): Decoded;

  /** The hints of the points that the last `decode` appended, 32·n bytes; zeros where the encoding was wrong. */
  hintsOfLastDecode(): Bytes;

  /** Whether Σ of all terms is the identity of the group (RFC 9496 §4.3.3). */
  isZeroSum(terms: Terms): boolean;

  /** The encoding of Σ of all terms, 32 bytes. */
  multiScalar(terms: Terms): Bytes;

  /** The encoding of the sum of points, 32 bytes; the identity for none. */
  sum(points: Uint32Array): Bytes;

  /**
   * For each row the encoding of Σ scalars·points: many short sums, such as z·A − c·D of a proof.
   *
   * @param points n·width numbers, row by row.
   * @param scalars n·width scalars of 32 bytes, row by row.
   * @returns 32·n bytes.
   */
  rows(points: Uint32Array, scalars: Bytes, width: number): Bytes;

  /** Makes the table of a point for `multiplyFixed`; `undefined` if the encoding is not canonical. */
  fixedBase(encoding: Bytes): FixedBase | undefined;

  /**
   * For each row the encoding of Σ scalars·bases.
   *
   * @param bases at least one.
   * @param scalars n·bases.length scalars of 32 bytes, row by row.
   * @returns 32·n bytes.
   */
  multiplyFixed(bases: readonly FixedBase[], scalars: Bytes): Bytes;
}

export type Decoded = {
  /** Number of the first point appended. */
  readonly first: number;
  /** 1 for each canonical encoding, else 0. */
  readonly valid: Uint8Array;
  /** Whether all are. */
  readonly allValid: boolean;
  /** Hints that did not fit, of canonical encodings. */
  readonly wrongHints: number;
};

/**
 * Terms of one sum. `long` scalars have 32 bytes and are below ℓ, `short` ones 16 bytes; little-endian. A point may
 * stand in several terms.
 */
export type Terms = {
  readonly long: { readonly points: Uint32Array; readonly scalars: Bytes };
  readonly short: { readonly points: Uint32Array; readonly scalars: Bytes };
};

declare const brand: unique symbol;

/** A point with its table, of one kernel. */
export type FixedBase = { readonly [brand]: "fixed base" };
