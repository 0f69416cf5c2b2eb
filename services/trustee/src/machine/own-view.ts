import type { Result } from "@veche/base";
import { type FollowError, type FollowerOptions, LedgerFollower } from "@veche/client";
import type { VerifiedLedger } from "./ledger.ts";

/**
 * A trustee's own view of the log. §08.3.3: a trustee signs for the whole ledger, so nothing in it is taken on trust, every
 * voter's proofs included.
 */
export const openOwnView = (
  options: Omit<FollowerOptions, "level">,
): Promise<Result<LedgerFollower, FollowError>> => LedgerFollower.open({ ...options, level: "full" });

/** What the machine looks at; `undefined` before the first refresh. Refresh between steps, not during one. */
export function ledgerOf(view: LedgerFollower): VerifiedLedger | undefined {
  const { known } = view;
  if (known === undefined) return undefined;
  return { state: known.state, view: known.view, entry: (index) => view.entry(index) };
}
