import { type Bytes, type CborMap, codeOf, equalBytes } from "@veche/base";
import { hash } from "@veche/crypto";
import type { Election } from "../manifest/types.ts";
import { transactionMessage } from "../transaction-message.ts";

/** What every trustee signs before anything is decrypted (§08.3.2): the log right after `close`, and the sums. */
export type TallyHead = {
  /** Number of entries of the log. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Bytes;
  /** aggregatesHash (§08.3.1), 32 bytes. */
  readonly aggregates: Bytes;
};

/** head of §08.3.2, 64 bytes. */
export function headHash(electionId: Bytes, head: TallyHead): Bytes {
  return hash("tally-head", electionId, head.size, head.root, head.aggregates);
}

/** The twenty characters of the head that are read aloud and compared. */
export const headCode = (electionId: Bytes, head: TallyHead): string => codeOf(headHash(electionId, head));

export const equalHeads = (a: TallyHead, b: TallyHead): boolean =>
  a.size === b.size && equalBytes(a.root, b.root) && equalBytes(a.aggregates, b.aggregates);

/**
 * How many distinct trustees must have signed one head before a tool releases its decryption (§08.3.3). Two
 * such sets share at least k trustees, one of them honest, who signs one head only: two heads are never both
 * decrypted (⚔).
 *
 * @param alive number of trustees alive in the successful attempt.
 */
export function headsNeeded(alive: number, quorum: number): number {
  return Math.floor((alive + quorum - 1) / 2) + 1;
}

/** Body of `tally-head`. */
export function tallyHeadBody(trustee: number, head: TallyHead): CborMap {
  return { aggregates: head.aggregates, root: head.root, size: head.size, trustee };
}

/** The 64 bytes M that the trustee signs (§06.2.3); `tally-head` is no control transaction. */
export function tallyHeadMessage(election: Election, trustee: number, head: TallyHead): Bytes {
  const { electionId, manifest } = election;
  const log = { electionId, origin: manifest.origin };
  return transactionMessage(log, "tally-head", undefined, tallyHeadBody(trustee, head));
}
