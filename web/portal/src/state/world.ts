import { createContext, use } from "react";
import type { PortalClient } from "../api/client.ts";
import type { Pending } from "../handover/pending.ts";
import type { Begun } from "./begun.ts";

/** What the pages need of the world: the browser's own in `main.tsx`, another in tests. */
export type World = {
  readonly client: PortalClient;
  readonly pending: Pending;
  /** The device's clock, ms. */
  readonly clock: () => number;
  /** Full navigation away; `replace`: the way back leads past this page. */
  readonly leave: (address: string, how?: "replace") => void;
  /** §12.2.6: remembers for this tab that the way to a ballot page began here. */
  readonly begun: Begun;
};

export const WorldContext = createContext<World | undefined>(undefined);

export function useWorld(): World {
  const world = use(WorldContext);
  if (world === undefined) throw new Error("a page of the portal stands inside a WorldContext");
  return world;
}
