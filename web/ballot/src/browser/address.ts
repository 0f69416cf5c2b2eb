/** §12.1.1: what the page takes from its own address: the election, and which page it is; nothing else of it is read. */
export type PageAddress = { readonly electionId: string; readonly page: "voter" | "check" | "find" };

const PATH = /^\/e\/([0-9a-f]{64})\/(check\/|find\/)?$/;

/** `undefined`: no page of an election, as the host's start page. */
export function readAddress(pathname: string): PageAddress | undefined {
  const found = PATH.exec(pathname);
  const [, electionId, below] = found ?? [];
  if (electionId === undefined) return undefined;
  return { electionId, page: below === "check/" ? "check" : below === "find/" ? "find" : "voter" };
}

type Place = { readonly hash: string; readonly pathname: string };
type Past = { replaceState(data: null, unused: string, url: string): void };

/**
 * §12.2.1: ⚔ the fragment, without `#`, taken away from the address and from the history before anything else is done: call it first.
 * Whatever else stands in the address goes with it.
 */
export function takeFragment(place: Place = location, past: Past = history): string {
  const fragment = place.hash.slice(1);
  past.replaceState(null, "", place.pathname);
  return fragment;
}
