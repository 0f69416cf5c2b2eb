import type { TransactionAnswer } from "@veche/api";
import { type Bytes, sha256, toHex } from "@veche/base";
import { castParts } from "../engine/ticks.ts";
import { latin1 } from "../names.ts";
import type { Ledger } from "../verify/ledger.ts";
import type { Kept } from "./outbox.ts";
import type { Sending } from "./resend.ts";
import { SenderCounts, senderOf } from "./sender-limit.ts";

/** A transaction that this node has accepted and does not know to be in the chain. Its bytes stay on disk. */
export type Waiting = {
  readonly key: Bytes;
  readonly electionId: Bytes;
  /** SHA-256 of the transaction bytes. */
  readonly hash: Bytes;
  readonly since: number;
  /** Of the chain's last block when it was accepted. */
  readonly height: number;
  readonly sender: string | undefined;
  readonly cast: { readonly style: number; readonly credential: string } | undefined;
  readonly callers: Set<(answer: TransactionAnswer) => void>;
  last: Sending["last"];
  elsewhereAt: Sending["elsewhereAt"];
};

export function waitingOf({ key, electionId, transaction, since, height }: Kept, ledger: Ledger): Waiting {
  const parts = castParts(ledger, transaction);
  const credential = parts && credentialName(electionId, parts.credential);
  const cast = parts && credential !== undefined ? { style: parts.style, credential } : undefined;
  const hash = sha256(transaction);
  return {
    key,
    electionId,
    hash,
    since,
    height,
    sender: senderOf(electionId, transaction),
    cast,
    callers: new Set(),
    last: undefined,
    elsewhereAt: undefined,
  };
}

const credentialName = (electionId: Bytes, credential: Bytes): string =>
  `${toHex(electionId)} ${toHex(credential)}`;

/** What waits, by key, and what is counted of it. */
export class WaitingList implements Iterable<Waiting> {
  readonly #byName = new Map<string, Waiting>();
  readonly #credentials = new Set<string>();
  readonly #perStyle = new Map<string, number>();
  readonly #perSender = new SenderCounts();

  get size(): number {
    return this.#byName.size;
  }

  get(key: Bytes): Waiting | undefined {
    return this.#byName.get(latin1(key));
  }

  add(waiting: Waiting): void {
    this.#byName.set(latin1(waiting.key), waiting);
    this.#perSender.add(waiting.sender, 1);
    if (waiting.cast === undefined) return;
    this.#credentials.add(waiting.cast.credential);
    this.#count(waiting.electionId, waiting.cast.style, 1);
  }

  /** False if it has left before. */
  drop(waiting: Waiting): boolean {
    if (!this.#byName.delete(latin1(waiting.key))) return false;
    this.#perSender.add(waiting.sender, -1);
    if (waiting.cast === undefined) return true;
    this.#credentials.delete(waiting.cast.credential);
    this.#count(waiting.electionId, waiting.cast.style, -1);
    return true;
  }

  /** Whether a ballot of this credential waits: the chain takes one of them in a block (§06.9.4). */
  holdsCredential(electionId: Bytes, credential: Bytes): boolean {
    return this.#credentials.has(credentialName(electionId, credential));
  }

  /** Whether the sender of a transaction has as much waiting as one may. */
  isFullOf(electionId: Bytes, transaction: Bytes): boolean {
    return this.#perSender.isFull(senderOf(electionId, transaction));
  }

  /** Casts of one style. */
  countOf(electionId: Bytes, style: number): number {
    return this.#perStyle.get(styleName(electionId, style)) ?? 0;
  }

  [Symbol.iterator](): Iterator<Waiting> {
    return this.#byName.values();
  }

  #count(electionId: Bytes, style: number, by: 1 | -1): void {
    this.#perStyle.set(styleName(electionId, style), this.countOf(electionId, style) + by);
  }
}

const styleName = (electionId: Bytes, style: number): string => `${toHex(electionId)} ${style}`;
