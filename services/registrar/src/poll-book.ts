import { type Bytes, equalBytes } from "@veche/base";
import type { PersonId } from "@veche/election/person";

/** How somebody votes, once they have begun to; before that nothing stands in the book. */
export type Channel = { readonly kind: "electronic"; readonly issueHash: Bytes } | { readonly kind: "paper" };

/** What a lock is asked for. `requestHash` (§12.2.2): lets a device find what it asked with. */
export type Claim =
  | { readonly kind: "electronic"; readonly issueHash: Bytes; readonly requestHash: Bytes }
  | { readonly kind: "paper" };

export type Standing = { readonly person: PersonId; readonly channel: Channel };

/**
 * The poll book (§04.5.2): one lock for each person, for both ways to vote, and one issueHash for ever. Of any number of requests at the
 * same time one wins; it lasts before anybody is told.
 */
export type PollBook = {
  readonly find: (person: PersonId) => Promise<Channel | undefined>;
  /** What stands for this person now: what was asked for, if nothing stood before. */
  readonly lock: (person: PersonId, claim: Claim) => Promise<Channel>;
  /** Everybody in the book. */
  readonly all: () => Iterable<Standing> | AsyncIterable<Standing>;
};

export const isSameRequest = (channel: Channel, issueHash: Bytes): boolean =>
  channel.kind === "electronic" && equalBytes(channel.issueHash, issueHash);
