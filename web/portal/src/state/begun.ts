import { concat, sha256, toHex } from "@veche/base";
import type { BlindedHandover } from "../handover/fragment.ts";
import type { PendingStore } from "../handover/pending.ts";

/**
 * §12.2.6: notes in this tab that its reader went to a ballot page from here. ⚔ A request that comes without that may have been made by somebody
 * else's link: it is not refused (the ballot page may be opened by itself), but the page asks. The note is of the first request that comes back,
 * however often that one is handed over, of no other, and ends with its issuing.
 */
export type Begun = {
  readonly note: (electionId: string) => void;
  readonly has: (electionId: string, request: BlindedHandover) => boolean;
  readonly forget: (electionId: string) => void;
};

/** Gone to a ballot page; no request has come back. */
const GONE = "gone";

export function begunIn(store: PendingStore): Begun {
  const key = (electionId: string): string => `veche.begun.${electionId}`;
  const noted = new Map<string, string>();
  const write = (electionId: string, note: string): void => {
    noted.set(electionId, note);
    // Storage may be forbidden: then the page asks after a reload.
    attempt(() => store.setItem(key(electionId), note));
  };
  return {
    note: (electionId) => write(electionId, GONE),
    has: (electionId, { blinded }) => {
      const standing = noted.get(electionId) ?? attempt(() => store.getItem(key(electionId))) ?? undefined;
      const name = toHex(sha256(concat(...blinded)));
      if (standing === GONE) write(electionId, name);
      return standing === GONE || standing === name;
    },
    forget: (electionId) => {
      noted.delete(electionId);
      attempt(() => store.removeItem(key(electionId)));
    },
  };
}

function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
