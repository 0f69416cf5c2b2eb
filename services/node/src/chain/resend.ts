import { isTransient, type OutcomeCode } from "@veche/ledger";

/** What was done so far to bring one transaction into the chain. Times in ms; heights are those of the last commit. */
export type Sending = {
  /** When it was accepted, or at its tick if that is later: from here on a block could have taken it. */
  readonly from: number;
  /** The last offer to our own CometBFT. */
  readonly last: { readonly at: number; readonly height: number; readonly isTaken: boolean } | undefined;
  /** The last offer to another validator. */
  readonly elsewhereAt: number | undefined;
};

/** Held by the mempool: offered again at this pace, in case CometBFT was started anew and has forgotten it. */
const HELD_MS = 30_000;
const AGAIN_MS = 5_000;
/** Not oftener, however fast blocks are made or offers refused. */
const SPACING_MS = 1_000;
/** A proposal made before the offer can be that of the next block, not of the one after. */
const BLOCKS = 2;
/** Time enough for many blocks: something is wrong here, and another validator may have more luck (CometBFT issue 4094). */
const OVERDUE_MS = 15_000;

/** Whether to offer a transaction to our own CometBFT now: after every block that it could have stood in, every 5 s at least. */
export function isOfferDue({ from, last }: Sending, now: number, height: number): boolean {
  if (last === undefined) return true;
  const passed = now - last.at;
  // A clock that was set back must not silence anything.
  if (passed < 0) return true;
  if (passed < SPACING_MS) return false;
  if (!last.isTaken) return true;
  if (now < from) return passed >= HELD_MS;
  return passed >= AGAIN_MS || height >= last.height + BLOCKS;
}

/** Whether it is time to ask what is wrong, and to offer a transaction to another validator. */
export function isOverdue({ from, elsewhereAt }: Sending, now: number): boolean {
  const isBefore = elsewhereAt !== undefined && elsewhereAt <= now;
  return now - (isBefore ? Math.max(from, elsewhereAt) : from) >= OVERDUE_MS;
}

/** Said by admission of what never enters a chain, whatever the ledger alone says of it (§06.9.7). */
const NEVER = ["ALREADY", "MALFORMED", "TOO_LARGE", "MANIFEST_INVALID", "GENESIS_MISMATCH"] as const;

export const neverEnters = (said: string): said is (typeof NEVER)[number] =>
  (NEVER as readonly string[]).includes(said);

/** Refusals that no block which others have and this node does not would change: by the bytes alone, or by what only grows. */
const ANYWHERE: readonly OutcomeCode[] = [
  ...(["ALREADY", "MALFORMED", "TOO_LARGE", "MANIFEST_INVALID"] as const),
  ...(["ROLL_DUPLICATE", "ISSUER_KEY_INVALID", "DATE_ORDER", "TOKEN_INVALID", "PROOF_INVALID"] as const),
  "BLAME_LIMIT",
];

/**
 * Whether a refusal may say no more than that this node is a block behind the one whose answer the sender has just had (§06.6.3). What is transient
 * anyway is sent again without it.
 */
export const mayBeBehind = (code: OutcomeCode): boolean =>
  code !== "ACCEPTED" && code !== "BLAMED" && !isTransient(code) && !ANYWHERE.includes(code);

/**
 * Whether a refusal by the committed state, of a transaction that it would have taken before, is for good. Phases, steps, sequences,
 * windows and sets only move on, so that what was right once and is wrong now stays wrong; but voting is resumed, blocks free a place, and
 * more is issued.
 */
export const endsTheWait = (code: OutcomeCode): boolean =>
  code !== "ACCEPTED" && code !== "BLAMED" && code !== "CAST_BEYOND_ISSUES" && !isTransient(code);
