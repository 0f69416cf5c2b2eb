import type { RegistrarRefusalCode } from "@veche/api";
import type { Known } from "@veche/client";
import { styleStatus } from "@veche/ledger";

/** How far a voter's issuing has come: not begun, locked in the poll book, on the ledger. */
export type Stage = "new" | "locked" | "issued";

/**
 * Why nothing can be issued at `now`, ms; `undefined` if it can. Who asked before portalEnds (`askedAt`, by a ticket) is served until
 * issueEnds (L23), and who is issued can collect signatures until castEnds, also while voting is suspended.
 */
export function outsideWindow(
  { state, view }: Known,
  style: number,
  stage: Stage,
  now: number,
  askedAt: number = now,
): RegistrarRefusalCode | undefined {
  if (state.phase === "closed") return "ENDED";
  if (state.phase !== "open") return "NOT_OPEN";
  const { opens, portalEnds, issueEnds, castEnds } = styleStatus(state, view, style);
  if (now < opens) return "NOT_OPEN";
  if (stage === "new" && askedAt >= portalEnds) return "ENDED";
  if (now >= { new: issueEnds, locked: issueEnds, issued: castEnds }[stage]) return "ENDED";
  return state.suspended && stage !== "issued" ? "SUSPENDED" : undefined;
}
