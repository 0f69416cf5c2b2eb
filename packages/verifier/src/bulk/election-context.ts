import type { Bytes } from "@veche/base";
import type { BallotLayout } from "../form/layout.ts";

/**
 * What the manifest says about ballots and about the signatures of `issue`: enough to divide every entry into
 * its parts.
 */
export type ElectionForm = {
  readonly electionId: Bytes;
  readonly origin: string;
  /** The registrar's key for `issue`, 32 bytes, a point. */
  readonly issueKey: Bytes;
  /** t: signatures of a token (§04.4.3). */
  readonly issuers: number;
  readonly styles: readonly StyleForm[];
};

export type StyleForm = { readonly id: string; readonly layout: BallotLayout };

/** What ballots are judged by at one place of the log. It stays the same while voting is open, but for new sets. */
export type ElectionKeys = {
  /** Y, 32 bytes; `undefined` before it is known. */
  readonly electionKey: Bytes | undefined;
  /**
   * For each issuer set, for each style, the moduli of its members, ascending by issuer; `undefined` while one
   * of them has no key.
   */
  readonly moduli: readonly (readonly (readonly Bytes[] | undefined)[])[];
};

/** All that a worker needs to know of an election. */
export type ElectionContext = {
  /** No two contexts that differ have the same name. */
  readonly name: string;
  readonly form: ElectionForm;
  readonly keys: ElectionKeys;
};
