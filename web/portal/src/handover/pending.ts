import { type BlindedHandover, readBlindedFragment } from "./fragment.ts";

/**
 * The request that the ballot page handed over (§12.2.3), kept until it is answered: a sign-in or a refresh in between must not
 * lose it. It stands in this tab's own storage and nowhere else; blinded messages say nothing of the ballot.
 */
export type PendingStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export type Pending = {
  /** The request for this election, or `undefined`. */
  readonly of: (electionId: string) => BlindedHandover | undefined;
  readonly forget: (electionId: string) => void;
};

const key = (electionId: string): string => `veche.request.${electionId}`;
const ISSUE_PATH = /^\/issue\/([0-9a-f]{64})\/?$/;

type Address = { readonly pathname: string; readonly search: string; readonly hash: string };

/**
 * §12.2.1: takes the fragment away from the address before anything else is done. A fragment that is no handover is taken away
 * too, and changes nothing that is kept.
 *
 * @param clean replaces the address by the given one, without a navigation.
 */
export function takePending(address: Address, clean: (path: string) => void, store: PendingStore): Pending {
  const electionId = ISSUE_PATH.exec(address.pathname)?.[1];
  const fragment = address.hash.slice(1);
  if (address.hash !== "") clean(address.pathname + address.search);
  const memory = new Map<string, string>();
  if (electionId !== undefined && readBlindedFragment(fragment) !== undefined) {
    memory.set(electionId, fragment);
    attempt(() => store.setItem(key(electionId), fragment));
  }
  return {
    of: (election) => {
      const kept = memory.get(election) ?? attempt(() => store.getItem(key(election)));
      return kept === null || kept === undefined ? undefined : readBlindedFragment(kept);
    },
    forget: (election) => {
      memory.delete(election);
      attempt(() => store.removeItem(key(election)));
    },
  };
}

/** A browser may refuse its storage; memory alone then serves until the tab is left. */
function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
