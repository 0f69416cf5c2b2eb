import { Unknown } from "../pages/unknown.tsx";
import { TEXTS } from "../texts/index.ts";
import { routeOf } from "./route.ts";
import type { Opened } from "./routes/opened.ts";

/** The page that an address names, in this browser. Only what it needs is loaded. */
export async function openPage(pathname: string): Promise<Opened> {
  const route = routeOf(pathname);
  switch (route.page) {
    case "voter":
      return (await import("./routes/voter.tsx")).openVoter(route.electionId, route.home);
    case "check":
      return (await import("./routes/check.tsx")).openCheck(route.electionId, route.home);
    case "find":
      return (await import("./routes/find.tsx")).openFind(route.electionId, route.home);
    case "practice":
      return (await import("./routes/practice.tsx")).openPractice();
    default:
      return { texts: TEXTS, start: () => undefined, draw: () => <Unknown home={route.home} /> };
  }
}
