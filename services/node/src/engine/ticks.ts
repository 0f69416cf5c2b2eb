import type { Bytes } from "@veche/base";
import { splitBallot } from "@veche/election";
import { decodeTransaction, isCast, styleStatus } from "@veche/ledger";
import type { Ledger } from "../verify/ledger.ts";

/** §06.5.5: from here to castEnds every block takes casts. */
const LAST_MINUTES_MS = 300_000;

/** Style and credential that a cast names; nothing for bytes of another form. */
export type CastParts = { readonly style: number; readonly credential: Bytes };

export function castParts({ state }: Ledger, transaction: Bytes): CastParts | undefined {
  const { election } = state;
  if (election === undefined || !isCast(transaction)) return undefined;
  const decoded = decodeTransaction(transaction);
  const { ballot } = decoded.ok ? decoded.value.body : {};
  if (!(ballot instanceof Uint8Array)) return undefined;
  const parts = splitBallot(ballot, election.manifest);
  return parts.ok ? { style: parts.value.style, credential: parts.value.credential.slice() } : undefined;
}

/** Whether casts of any style wait for ticks. */
export const hasTicks = ({ state }: Ledger): boolean =>
  state.election?.manifest.styles.some(({ tick }) => tick > 0) ?? false;

/** When casts of a style enter: every `tick` ms until castEnds − 300,000, then in every block. */
export type TickPlan = { readonly tick: number; readonly castEnds: number };

export function tickPlan({ state, view }: Ledger, style: number): TickPlan {
  const { castEnds } = styleStatus(state, view, style);
  return { tick: 1_000 * (state.election?.manifest.styles[style]?.tick ?? 0), castEnds };
}

/**
 * When a cast that comes at `now` (ms) is entered: at the first tick T − i·τ after it (§06.5.5), all of them in one block, so
 * that no place in the log tells when a ballot was sent (A4). Nothing: at once.
 */
export function tickAfter({ tick, castEnds }: TickPlan, now: number): number | undefined {
  const free = castEnds - LAST_MINUTES_MS;
  if (tick === 0 || now >= free) return undefined;
  const rest = (free - now) % tick;
  return now + (rest === 0 ? tick : rest);
}
