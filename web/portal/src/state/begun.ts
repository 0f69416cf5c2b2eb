import type { PendingStore } from "../handover/pending.ts";
import type { World } from "./world.ts";

/**
 * Notes in this tab that its reader went to a ballot page from here. A request that comes without that may have been made by somebody
 * else's link: it is not refused (the ballot page may be opened by itself), but the page asks.
 */
export function begunIn(store: PendingStore): World["begun"] {
  const name = (electionId: string): string => `veche.begun.${electionId}`;
  const noted = new Set<string>();
  return {
    note: (electionId) => {
      noted.add(electionId);
      try {
        store.setItem(name(electionId), "yes");
      } catch {
        // Storage may be forbidden: then the page asks.
      }
    },
    has: (electionId) => {
      if (noted.has(electionId)) return true;
      try {
        return store.getItem(name(electionId)) !== null;
      } catch {
        return false;
      }
    },
  };
}
