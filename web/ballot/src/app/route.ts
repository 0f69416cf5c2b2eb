/** Which page an address names (§12.1.1). `home`: the address of the election's ballot page. */
export type Route =
  | { readonly page: "vote" | "check" | "find"; readonly electionId: string; readonly home: string }
  | { readonly page: "practice" }
  | { readonly page: "unknown" };

const ELECTION = /^\/e\/([0-9a-f]{64})\/(check\/|find\/)?$/;

export function routeOf(path: string): Route {
  if (path === "/practice/" || path === "/practice") return { page: "practice" };
  const [, electionId, below] = ELECTION.exec(path) ?? [];
  if (electionId === undefined) return { page: "unknown" };
  const page = below === "check/" ? "check" : below === "find/" ? "find" : "vote";
  return { page, electionId, home: `/e/${electionId}/` };
}
