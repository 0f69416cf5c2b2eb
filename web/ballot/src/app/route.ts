import { readAddress } from "../browser/address.ts";

/** Which page an address names (§12.1.1). `home`: the address of the election's ballot page. */
export type Route =
  | { readonly page: "voter" | "check" | "find"; readonly electionId: string; readonly home: string }
  | { readonly page: "practice" }
  /** `home`: of the election that the address begins with, if it does. */
  | { readonly page: "unknown"; readonly home?: string };

const BELOW_ELECTION = /^(\/e\/[0-9a-f]{64}\/)./;

export function routeOf(pathname: string): Route {
  if (pathname === "/practice/" || pathname === "/practice") return { page: "practice" };
  const address = readAddress(pathname);
  if (address !== undefined) return { ...address, home: `/e/${address.electionId}/` };
  const home = BELOW_ELECTION.exec(pathname)?.[1];
  return { page: "unknown", ...(home === undefined ? {} : { home }) };
}
