import { readAddress } from "../browser/address.ts";

/** Which page an address names (§12.1.1). `home`: the address of the election's ballot page. */
export type Route =
  | { readonly page: "voter" | "check" | "find"; readonly electionId: string; readonly home: string }
  | { readonly page: "practice" | "unknown" };

export function routeOf(pathname: string): Route {
  if (pathname === "/practice/" || pathname === "/practice") return { page: "practice" };
  const address = readAddress(pathname);
  return address === undefined ? { page: "unknown" } : { ...address, home: `/e/${address.electionId}/` };
}
