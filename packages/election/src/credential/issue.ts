import { type Bytes, sha256 } from "@veche/base";
import { hash32, list } from "@veche/crypto";

/**
 * §04.5.2: what the registrar stores for a roll entry, once and for ever, and what `issue` shows. `blindedHashes`: SHA-256
 * of the blinded message for each of the m issuers, ascending. ⚔ All m stand in it, so that nobody gets a second token by
 * showing other issuers other messages.
 */
export function issueHashOf(
  electionId: Bytes,
  styleId: string,
  rollEntry: Bytes,
  blindedHashes: readonly Bytes[],
): Bytes {
  return hash32("issue", electionId, styleId, rollEntry, list(blindedHashes));
}

/** SHA-256 of a blinded message (256 bytes): all that the other issuers learn of it. */
export const blindedHash = (blindedMessage: Bytes): Bytes => sha256(blindedMessage);

/**
 * §12.2.2: what the portal calls a request by, so that the page finds what it stored. It says nothing of roll entry or X.
 * `blindedHashes` as in `issueHashOf`.
 */
export const requestOf = (electionId: Bytes, blindedHashes: readonly Bytes[]): Bytes =>
  hash32("request", electionId, list(blindedHashes));
