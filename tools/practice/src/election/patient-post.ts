import type { Bytes } from "@veche/base";
import { DEFAULT_PACE, type LedgerFollower, type Pace, post } from "@veche/client";

const PAUSE_MS = 1_000;

/**
 * Posts for parties who send by the next round what comes too early. What a node took and has not shown yet is asked for again with the same
 * bytes, which enter once: a chain that is slow, or was restarted, ends no practice.
 */
export async function postPatiently(
  view: LedgerFollower,
  transaction: Bytes,
  isStopped: () => boolean,
  pace: Pace = DEFAULT_PACE,
): Promise<void> {
  for (;;) {
    const posted = await post(view, transaction, pace);
    if (posted.ok) return;
    const { error } = posted;
    if (error.code === "NOT_INCLUDED" && !isStopped()) {
      await pace.timing.sleep(PAUSE_MS);
      continue;
    }
    if (error.code === "NOT_INCLUDED" || error.code === "UNAVAILABLE") return;
    if (error.code === "REFUSED" && (error.transient || error.outcome === "ALREADY")) return;
    throw new Error(`${error.code}${error.code === "REFUSED" ? ` ${error.outcome}` : ""}`);
  }
}
