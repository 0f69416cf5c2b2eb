import type { Bytes } from "@veche/base";

/**
 * What a value tells of. `person`: who somebody is, or their session or place on the network. `roll`: a roll entry and what was issued on it,
 * public without a name. `request`: the hash by which the ballot page finds what it stored. `blinded`: blinded messages, their hashes, and
 * the signatures on them. `ballot`: a credential and what was cast with it. `device`: what never leaves the voter's device.
 */
export type Side = "person" | "roll" | "request" | "blinded" | "ballot" | "device";

/** The person's side and the ballot's side: what must not meet. */
export const PERSONS_SIDE: ReadonlySet<Side> = new Set(["person", "roll", "request", "blinded"]);
export const BALLOTS_SIDE: ReadonlySet<Side> = new Set(["ballot", "device"]);

export type Value = {
  readonly side: Side;
  readonly name: string;
  /** Whose: place in the list of voters. */
  readonly voter: number;
  readonly value: Bytes | string;
  /** Of a blinded message or its signature: the only issuer that may see it. */
  readonly issuer?: number;
  /** `false`: its SHA-256 is another value, with another place. */
  readonly isHashed?: false;
};
