import type { Bytes } from "@veche/base";
import { blindedHash, requestOf } from "@veche/election";

/** §12.2.2 of the blinded messages themselves, of all m issuers, ascending. */
export const requestHash = (electionId: Bytes, blinded: readonly Bytes[]): Bytes =>
  requestOf(electionId, blinded.map(blindedHash));
